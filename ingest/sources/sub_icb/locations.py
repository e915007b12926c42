"""A row of the mapping: a location, its board, and that the one is a part of the other."""

from __future__ import annotations

import re

from graph.model.spelling import normal_name
from ingest.drafting.draft import RowFacts
from ingest.drafting.ref import Ref
from ingest.drafting.wordlists import by_words, read_yaml

_ROLES: dict[str, str] = by_words(read_yaml("ingest.sources.sub_icb", "roles.yaml"))
_CODE = re.compile(r"[A-Z0-9]{3,5}")


def read_location(facts: RowFacts) -> None:
    """State the location, its board, and the part it is. Refuses a row without the codes and names of both."""
    location = _body(facts, "code", "name", "role")
    board = _body(facts, "board_code", "board_name", "board_role")
    if location == board:
        raise facts.reject("board_code", "a location cannot be a part of itself")
    facts.edge("PART_OF", location, board)


def _body(facts: RowFacts, code_column: str, name_column: str, role_column: str) -> Ref:
    row = facts.row
    code, name, role = row.text(code_column).upper(), row.text(name_column), row.text(role_column)
    if not _CODE.fullmatch(code):
        raise facts.reject(code_column, "an ODS code is three to five capitals and digits")
    if not name:
        raise facts.reject(name_column, "there is no name")
    kind = _ROLES.get(normal_name(role))
    if role and kind is None:
        facts.remark("roles not known", f"{code}: {role!r} has no code in roles.yaml and is kept as it is written")
    return facts.named(
        "Organisation", name, key=f"ods:{code}", identifiers=[f"ods:{code}"], kind=kind, kindStated=role or None
    )
