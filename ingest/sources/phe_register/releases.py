"""A row of the register: one release of data on one day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from graph.model.spelling import normal_name, plain
from ingest.drafting.access import Access, access_agreement, access_parties
from ingest.drafting.draft import RowFacts
from ingest.drafting.legal_bases import named, read_words
from ingest.drafting.ref import Ref
from ingest.drafting.values import parts
from ingest.drafting.wordlists import by_words, read_yaml
from ingest.drafting.written_dates import written_date
from ingest.sources.phe_register.notes import note_referred_to
from ingest.sources.phe_register.reference import Reference, parse

_PACKAGE = "ingest.sources.phe_register"
_TEXTS: dict[str, dict[str, str | None]] = read_yaml(_PACKAGE, "codes.yaml")
_CODES: dict[str, dict[str, str | None]] = {name: by_words(texts) for name, texts in _TEXTS.items()}
_TYPES = {normal_name(text): text for text in _TEXTS["organisation_kinds"]}
_LEGAL_BASES = read_words(_PACKAGE)

DISCLOSER_NAME = "Public Health England"


def read_release(facts: RowFacts) -> None:
    """State the release as a flow, with its project, amendment, bodies, data sources and legal bases."""
    row = facts.row
    reference, day = _reference(facts), _day(facts)
    name = row.text("organisation")
    if not name:
        raise facts.reject("organisation", "there is no organisation, so nobody is known to receive data")
    sources = parts(row.text("datasets"))
    if not sources:
        raise facts.reject("datasets", "there is no data source, so it is not known what was released")
    recipient = facts.named("Organisation", row.raw("organisation"), **_kind(row.text("organisation_type")))
    discloser = facts.named("Organisation", DISCLOSER_NAME)
    agreement = access_agreement(facts, reference.agreement_key, reference.base, name, DISCLOSER_NAME)
    both = (discloser, DISCLOSER_NAME), (recipient, name)
    access_parties(facts, agreement, *both, gives="Data released by Public Health England", receives="Applicant")
    version = None if reference.version is None else _version(facts, reference, agreement)
    datasets = [facts.named("Dataset", source, title="title") for source in sources]
    access = Access(agreement, version, discloser, recipient)
    values = {
        "title": f"{reference.whole}: {DISCLOSER_NAME} to {name}",
        "state": "COMPLETED",
        "startedOn": day,
        "ceasedOn": day,
        "note": reference.remark,
        "purposeText": row.raw("use") if row.text("use") else None,
        "identifiability": _code(facts, "identifiability"),
        "identifiabilityStated": row.text("identifiability") or None,
        "optOut": _code(facts, "opt_out", other="OTHER"),
        "optOutStated": row.text("opt_out") or None,
        **_confidentiality(facts),
    }
    facts.variant(
        "Flow",
        f"phe-register:{reference.whole}",
        values,
        access.flow_edges(facts, datasets, _legal_bases(facts)),
    )


def _kind(stated: str) -> dict[str, Any]:
    """The kind of body. The register writes its types in several cases, which stand for one."""
    normal = normal_name(stated)
    return {"kind": _CODES["organisation_kinds"].get(normal), "kindStated": _TYPES.get(normal, stated) or None}


def _reference(facts: RowFacts) -> Reference:
    text = facts.row.text("reference")
    if not text:
        raise facts.reject("reference", "there is no reference, so the release belongs to no project")
    reference = parse(text)
    if not reference.known_form:
        facts.remark("references of another form", f"{text!r} is taken whole for a project")
    return reference


def _day(facts: RowFacts) -> dt.date | None:
    text = facts.row.text("released")
    if not text:
        return None
    try:
        day, precision = written_date(text)
    except ValueError as error:
        raise facts.reject("released", str(error)) from None
    if precision != "DAY":
        raise facts.reject("released", f"{text!r} names no day; the register gives each release its day")
    return day


def _version(facts: RowFacts, reference: Reference, agreement: Ref) -> Ref:
    version = facts.node(
        "AgreementVersion",
        f"{agreement[1]}:{reference.version}",
        version=reference.version,
        reference=reference.under,
    )
    facts.edge("VERSION_OF", version, agreement)
    return version


def _legal_bases(facts: RowFacts) -> list[Ref]:
    found: list[Ref] = []
    for words in parts(facts.row.text("legal_basis")):
        note = note_referred_to(facts, words)
        if note is not None:
            facts.law(plain(words), None)
        found += [note] if note is not None else named(facts, words, _LEGAL_BASES)
    return found


def _confidentiality(facts: RowFacts) -> dict[str, str]:
    """How the duty of confidentiality is met, where every legal basis of the row says so."""
    codes = {_CODES["confidentiality"].get(normal_name(words)) for words in parts(facts.row.text("legal_basis"))}
    if not codes or None in codes:
        return {}
    code = codes.pop() if len(codes) == 1 else "SECTION_251_AND_CONSENT"
    return {"confidentiality": str(code), "confidentialityStated": facts.row.text("legal_basis")}


def _code(facts: RowFacts, name: str, other: str | None = None) -> str | None:
    """The code of a cell's text; None where it is blank. A text nobody has seen is reported and stands as it is."""
    text = facts.row.text(name)
    if not text:
        return None
    if normal_name(text) not in _CODES[name]:
        facts.remark("texts without a code", f"{name}: {text!r} is kept in its own words")
        return other
    return _CODES[name][normal_name(text)]
