"""A row of the register: one registration of a body."""

from __future__ import annotations

import re
from typing import Any

from ingest.drafting.dates import any_date, date_of
from ingest.drafting.draft import RowFacts

_NUMBER = re.compile(r"[A-Z][A-Z0-9]\d{5}[0-9X]")
_YES_NO = {"Y": True, "YES": True, "N": False, "NO": False, "": None}


def read_registration(facts: RowFacts) -> None:
    """State the body under its registration number, and the registration. Refuses a row that does not say both."""
    row = facts.row
    number, name, public = row.text("number").upper(), row.text("name"), row.text("public").upper()
    if not _NUMBER.fullmatch(number):
        raise facts.reject("number", "a registration number is a letter and seven more signs, such as ZA123456")
    if not name:
        raise facts.reject("name", "a registration needs the name of the controller")
    if public not in _YES_NO:
        raise facts.reject("public", "write Y or N, or leave it blank")
    body = facts.named(
        "Organisation",
        name,
        key=f"ico:{number}",
        identifiers=[f"ico:{number}"],
        spellings=row.texts("trading"),
        publicAuthority=_YES_NO[public],
    )
    registration = facts.node(
        "Assurance",
        f"ico:{number}",
        title=f"ICO registration: {name}",
        standard="ICO_REGISTRATION",
        status="REGISTERED",
        reference=number,
        **_days(facts),
    )
    facts.edge("HELD_BY", registration, body)


def _days(facts: RowFacts) -> dict[str, Any]:
    found = {
        name: date_of(facts, column, name, any_date) for column, name in (("start", "issuedOn"), ("end", "expiresOn"))
    }
    for column, days in (("start", found["issuedOn"]), ("end", found["expiresOn"])):
        if days and days[f"{next(iter(days))}Precision"] != "DAY":
            raise facts.reject(column, "the register gives whole days, such as 17/05/2026")
    days = {name: each[name] for name, each in found.items() if each}
    if "issuedOn" in days and "expiresOn" in days and days["expiresOn"] < days["issuedOn"]:
        raise facts.reject("end", "it ends before it begins; correct one of the two days")
    return days
