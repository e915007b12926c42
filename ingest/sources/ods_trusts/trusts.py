"""A row of the trust file: a trust with its code and days."""

from __future__ import annotations

import re

from ingest.drafting.draft import RowFacts
from ingest.drafting.register_entries import register_days

_CODE = re.compile(r"[A-Z0-9]{3,5}")


def read_trust(facts: RowFacts) -> None:
    """State the trust under its code. Refuses a row without code or name, or with a day that is none."""
    row = facts.row
    code, name = row.text("code").upper(), row.text("name")
    if not _CODE.fullmatch(code):
        raise facts.reject("code", "an ODS code is three to five capitals and digits")
    if not name:
        raise facts.reject("name", "a trust needs a name")
    days = register_days(facts, "opened", "closed")
    if "openedOn" not in days:
        facts.remark("no day of opening", f"{code} {name}: the row may have been added by hand; only the name is taken")
    facts.named(
        "Organisation",
        name,
        key=f"ods:{code}",
        identifiers=[f"ods:{code}"],
        kind="NHS_TRUST",
        **days,
    )
