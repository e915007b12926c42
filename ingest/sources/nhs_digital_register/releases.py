"""A row of DataReleases: data that moved, or may be looked at, under one version of an agreement."""

from __future__ import annotations

from typing import Any

from graph.model.spelling import normal_name, plain
from ingest.drafting.draft import RowFacts
from ingest.drafting.legal_bases import named, read_words
from ingest.drafting.wordlists import by_words, read_yaml
from ingest.sources.nhs_digital_register.parties import DISCLOSER_NAME, setting
from ingest.who.bodies import slug

_PACKAGE = "ingest.sources.nhs_digital_register"
_CODES = read_yaml(_PACKAGE, "codes.yaml")
_LEGAL_BASES = read_words(_PACKAGE)

_COLUMNS = {
    "identifiability": "identifiability",
    "sensitivity": "sensitivity",
    "frequency": "frequency",
    "optOut": "opt_out",
    "confidentiality": "confidentiality",
}
_WORDS_KEPT = frozenset(_CODES) - {"sensitivity"}
_TEXTS = {name: by_words(entry["texts"]) for name, entry in _CODES.items()}


def read_release(facts: RowFacts) -> None:
    """State the flow with its bodies, dataset, agreement and legal basis."""
    at = setting(facts)
    row = facts.row
    title = row.text("dataset")
    if not title:
        raise facts.reject("dataset", "there is no dataset, so it is not known what was released")
    dataset = facts.named("Dataset", row.raw("dataset"), title="title")
    values: dict[str, Any] = {
        "title": f"{plain(title)}: {DISCLOSER_NAME} to {plain(at.recipient_name)}",
        "state": "UNKNOWN",
    }
    for name in _COLUMNS:
        values |= _code(facts, name)
    if values.get("frequency") == "ONE_OFF":
        # One line of a file that was sent. For the rest the register says only that data flowed at least once.
        values["state"] = "COMPLETED"
    bases = named(facts, row.raw("legal_basis"), _LEGAL_BASES) if row.text("legal_basis") else ()
    identity = f"nhs-digital-register:{at.reference.whole}:{slug(at.recipient_name)}:{slug(title)}"
    facts.variant("Flow", identity, values, at.access.flow_edges(facts, [dataset], bases))


def _code(facts: RowFacts, name: str) -> dict[str, str]:
    """The code of a cell and the words it was written in; nothing where the cell is blank."""
    column, row = _COLUMNS[name], facts.row
    text = row.text(column)
    if not text:
        return {}
    code = _TEXTS[name].get(normal_name(text), _CODES[name].get("other"))
    if code is None:
        known = ", ".join(repr(known) for known in _CODES[name]["texts"])
        raise facts.reject(column, f"this text is not known; the register uses {known}")
    if normal_name(text) not in _TEXTS[name]:
        facts.remark("texts kept as other", f"{row.headings[column]}: {plain(text)}")
    words = {f"{name}Stated": row.text(column)} if name in _WORDS_KEPT else {}
    return {name: code, **words}
