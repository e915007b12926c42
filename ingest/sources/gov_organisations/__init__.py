"""Government organisations of the United Kingdom, from the GOV.UK register `government-organisation`."""

from __future__ import annotations

import re

from ingest.drafting.draft import RowFacts
from ingest.drafting.file_names import day_in_name
from ingest.drafting.register_entries import REGISTERS_CREDIT, REGISTERS_LICENCE, state_entry
from ingest.source import Source, SourceInfo
from ingest.tables.layout import Column, Table

ENTRIES = Table(
    "government-organisations",
    (
        Column("code", ("government-organisation", "government organisation code", "code")),
        Column("name", ("name", "organisation name", "organisation")),
        Column("website", ("website", "url"), needed=False),
        Column("start", ("start-date", "start"), needed=False, gives=("Organisation.openedOn",)),
        Column("end", ("end-date", "end"), needed=False, gives=("Organisation.closedOn",)),
    ),
)
_CODE = re.compile(r"[A-Z]{1,3}\d{1,5}")


def read_organisation(facts: RowFacts) -> None:
    """State the organisation under its code. The register does not say what kind of body it is."""
    code = facts.row.text("code").upper()
    if not _CODE.fullmatch(code):
        raise facts.reject("code", "a code is one to three letters and a number, such as D25")
    state_entry(facts, "government-organisation", code)


SOURCE = Source(
    info=SourceInfo(
        name="gov-organisations",
        title="Government organisations (GOV.UK register)",
        publisher="Cabinet Office, in GOV.UK Registers",
        description="Departments, agencies and other public bodies by code and name, with the day they ended where "
        "they did. The register is closed; its codes live on in other registers.",
        licence=REGISTERS_LICENCE,
        credit=REGISTERS_CREDIT,
        url=None,
        completeness="WHOLE",
        completeness_note="Every organisation of the register at the edition's date. What kind of body each is and "
        "who succeeded those that ended is not in it.",
        collects=("Organisation.identifiers", "Organisation.openedOn", "Organisation.closedOn"),
        formats=("tsv", "csv", "xlsx"),
    ),
    tables=(ENTRIES,),
    readers={ENTRIES.name: read_organisation},
    authority={"Organisation": 6},
    as_at=day_in_name,
)
