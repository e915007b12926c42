"""Data controllers: several names in one cell, parted by semicolons, line breaks or commas that names hold as well."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.drafting.draft import RowFacts
from ingest.drafting.ref import Ref
from ingest.drafting.wordlists import read_yaml

_WORDS = read_yaml("ingest.sources.nhs_england_register", "body_words.yaml")
_BODY_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)
_CODE = r"(?:[A-Z0-9]*\d[A-Z0-9]*|R[A-Z0-9]{2})"
_CODED = re.compile(rf".+ [-\u2013] (?P<code>{_CODE})")
_AFTER_CODE = re.compile(rf"( [-\u2013] {_CODE}),\s*")


def bodies(facts: RowFacts, cell: str) -> Iterator[tuple[Ref, str]]:
    """Yield each body of a cell with the words that name it."""
    for name in dict.fromkeys(_names(facts, cell)):
        yield body(facts, name), name


def body(facts: RowFacts, name: str, **values: Any) -> Ref:
    """State a body; the register writes its ODS code after its name: 'NHS ENGLAND - X26'."""
    match = _CODED.fullmatch(name)
    if match is None or not 3 <= len(match["code"]) <= 6:
        return facts.named("Organisation", name, **values)
    code = f"ods:{match['code']}"
    return facts.named("Organisation", name, key=code, identifiers=[code], **values)


def _names(facts: RowFacts, cell: str) -> Iterator[str]:
    for chunk in re.split(r"[;\n\r]+", cell):
        # A code ends a name, so the comma after it parts names.
        for name in _AFTER_CODE.sub("\\1\n", chunk).split("\n"):
            if name.strip():
                yield from _at_commas(facts, name.strip().rstrip(","))


def _at_commas(facts: RowFacts, name: str) -> tuple[str, ...]:
    """The name whole, or its parts where each is known or bears a word that only names of bodies have."""
    parts = tuple(part.strip() for part in name.split(",") if part.strip())
    directory = facts.draft.directories["Organisation"]
    if len(parts) < 2 or directory.find(name) is not None:
        return (name,)
    if all(directory.find(part) is not None or _BODY_WORD.search(part) for part in parts):
        facts.remark("names parted at commas", f"{name!r} is taken for {len(parts)} bodies")
        return parts
    return (name,)
