"""The register's fixed texts: those of the register before it, of which it is the continuation."""

from __future__ import annotations

from graph.model.spelling import normal_name
from ingest.drafting.draft import RowFacts
from ingest.drafting.legal_bases import read_words
from ingest.drafting.wordlists import by_words, read_yaml

_BEFORE = "ingest.sources.nhs_digital_register"
_CODES = read_yaml(_BEFORE, "codes.yaml")
_TEXTS: dict[str, dict[str, str]] = {name: by_words(entry["texts"]) for name, entry in _CODES.items()}
LEGAL_BASES = read_words(_BEFORE)
"""Codes of provisions by the words of the register."""


def coded(facts: RowFacts, name: str, text: str) -> dict[str, str]:
    """Return the code of a text with the text itself; a text nobody has seen is reported and kept in its own words."""
    if not text:
        return {}
    stated = {} if name == "sensitivity" else {f"{name}Stated": text}
    code = _TEXTS[name].get(normal_name(text))
    if code is None:
        facts.remark("texts without a code", f"{name}: {text!r} is kept in its own words")
        code = _CODES[name].get("other")
    return stated if code is None else {name: code, **stated}
