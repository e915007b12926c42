"""A row of the mapping: a practice and what it is a member of."""

from __future__ import annotations

import re

from ingest.drafting.draft import RowFacts
from ingest.drafting.ref import Ref

_CODE = re.compile(r"[A-Z0-9]{3,6}")
_GSS = re.compile(r"[EWSN]\d{8}")


def read_practice(facts: RowFacts) -> None:
    """State the practice as a member of its network and its commissioning group, and the group of its partnership."""
    practice = _by_code(facts, "code", "name", "GP_PRACTICE")
    if facts.row.text("network_code"):
        facts.edge("MEMBER_OF", practice, _by_code(facts, "network_code", "network_name", "PCN"))
    else:
        facts.remark("no network", f"{practice[1]} is in no primary care network")
    if not facts.row.text("group_code"):
        return
    group = _by_code(facts, "group_code", "group_name", "CCG", "group_gss")
    facts.edge("MEMBER_OF", practice, group)
    if facts.row.text("partnership_gss"):
        facts.edge("MEMBER_OF", group, _partnership(facts))


def _by_code(facts: RowFacts, code_column: str, name_column: str, kind: str, gss_column: str | None = None) -> Ref:
    row = facts.row
    code, name = row.text(code_column).upper(), row.text(name_column)
    if not _CODE.fullmatch(code):
        raise facts.reject(code_column, "an ODS code is three to six capitals and digits")
    if not name:
        raise facts.reject(name_column, "there is no name")
    identifiers = [f"ods:{code}"]
    if gss_column is not None and row.text(gss_column):
        identifiers.append(f"gss:{_gss(facts, gss_column)}")
    return facts.named("Organisation", name, key=f"ods:{code}", identifiers=identifiers, kind=kind)


def _partnership(facts: RowFacts) -> Ref:
    """The partnership by its statistics code: its ODS code, such as QOP, is that of the board that came after it."""
    name = facts.row.text("partnership_name")
    if not name:
        raise facts.reject("partnership_name", "there is no name")
    identifier = f"gss:{_gss(facts, 'partnership_gss')}"
    return facts.named("Organisation", name, key=identifier, identifiers=[identifier], kind="PARTNERSHIP")


def _gss(facts: RowFacts, column: str) -> str:
    code = facts.row.text(column).upper()
    if not _GSS.fullmatch(code):
        raise facts.reject(column, "a statistics code is a letter and eight digits, such as E38000217")
    return code
