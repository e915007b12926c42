"""Bodies as the register names them: by code of the government organisation register, or by name.

Names of codes: GOV.UK Registers, government-organisation, 2017 (Open Government Licence v3.0), those that the
register's agreements use.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from importlib.resources import files

from ingest.drafting.draft import RowFacts
from ingest.drafting.ref import Ref

_PACKAGE = "ingest.sources.dea_register"
_CODE = re.compile(r"([a-z][a-z-]*):([A-Za-z0-9]+)")


def _names() -> dict[str, str]:
    text = files(_PACKAGE).joinpath("government_organisations.csv").read_text(encoding="utf-8")
    return {f"government-organisation:{row['code']}": row["name"] for row in csv.DictReader(text.splitlines())}


_NAMES = _names()


def bodies(facts: RowFacts, codes_column: str, names_column: str) -> Iterator[tuple[Ref, str]]:
    """Yield each body of the two columns with the words that name it there."""
    row = facts.row
    for words in (*row.texts(codes_column), *row.texts(names_column)):
        yield _body(facts, words), words


def _body(facts: RowFacts, words: str) -> Ref:
    if not _CODE.fullmatch(words):
        return facts.named("Organisation", words)
    known = facts.draft.directories["Organisation"].find(None, [words])
    if words in _NAMES:
        return facts.named("Organisation", _NAMES[words], key=words, identifiers=[words])
    if known is None:
        facts.remark("codes without names", f"{words} is named nowhere here and is kept by its code")
    ref = facts.node("Organisation", known or words, name=words, identifiers=[words])
    facts.known.append(("Organisation", ref[1], (), (words,)))
    return ref
