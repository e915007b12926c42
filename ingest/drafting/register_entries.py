"""Entries of registers that give a body a code, a name and the days between which it was."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ingest.drafting.dates import any_date, date_of
from ingest.drafting.draft import RowFacts
from ingest.drafting.ref import Ref
from ingest.drafting.year_as_day import year_meant

REGISTERS_LICENCE = "Open Government Licence v3.0"
REGISTERS_CREDIT = (
    "Contains public sector information licensed under the Open Government Licence v3.0. GOV.UK Registers."
)


def state_entry(
    facts: RowFacts, scheme: str, code: str, *, name_column: str = "name", years_as_days: bool = False, **values: Any
) -> Ref:
    """State the body of an entry with a name and the columns `start` and `end` under its code.

    One code with two names is one body of both names, and told. Refuses an entry without a name, with a day that is
    none, or that ended before it began. `years_as_days` as in `register_days`.
    """
    name = facts.row.text(name_column)
    if not name:
        raise facts.reject(name_column, "an entry needs a name")
    days = register_days(facts, "start", "end", years_as_days=years_as_days)
    identifier = f"{scheme}:{code}"
    known = facts.draft.directories["Organisation"].find(None, [identifier])
    before = facts.draft.nodes.get(("Organisation", known)) if known is not None else None
    if before is not None and identifier in before.get("identifiers", ()) and before["name"] != name:
        facts.remark(
            "one code, several names",
            f"{code} is {before['name']!r} in an earlier row and {name!r} here; it is one body, and both are its names",
        )
    return facts.named("Organisation", name, key=identifier, identifiers=[identifier], **values, **days)


def register_days(facts: RowFacts, start: str, end: str, *, years_as_days: bool = False) -> dict[str, Any]:
    """Return the days a body opened and closed from two columns.

    `years_as_days` says that the register is known to hold years that were taken for days; they are years again.
    """
    opened = _day(facts, start, "openedOn", years_as_days)
    closed = _day(facts, end, "closedOn", years_as_days)
    if opened and closed and _earlier(closed, opened):
        raise facts.reject(end, "it ended before it began; correct one of the two days")
    return opened | closed


_LENGTHS = {"YEAR": 4, "MONTH": 7, "DAY": 10}


def _earlier(closed: dict[str, Any], opened: dict[str, Any]) -> bool:
    """Whether one day is before the other as far as both are known."""
    known = min(_LENGTHS[closed["closedOnPrecision"]], _LENGTHS[opened["openedOnPrecision"]])
    return str(closed["closedOn"])[:known] < str(opened["openedOn"])[:known]


def _day(facts: RowFacts, column: str, name: str, years_as_days: bool) -> dict[str, Any]:
    found = date_of(facts, column, name, any_date)
    year = year_meant(found[name]) if years_as_days and found.get(f"{name}Precision") == "DAY" else None
    if year is None:
        return found
    facts.remark("years read as days", f"{found[name]} is the year {year} taken for a day; the year is kept")
    return {name: dt.date(year, 1, 1), f"{name}Precision": "YEAR"}
