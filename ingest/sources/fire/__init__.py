"""Fire and rescue services of England, from the GOV.UK register `fire-service-eng`."""

from __future__ import annotations

import re

from ingest.drafting.draft import RowFacts
from ingest.drafting.file_names import day_in_name
from ingest.drafting.register_entries import REGISTERS_CREDIT, REGISTERS_LICENCE, state_entry
from ingest.source import Source, SourceInfo
from ingest.tables.layout import Column, Table

SERVICES = Table(
    "fire-services",
    (
        Column("code", ("fire-service-eng", "fire service", "code", "number")),
        Column("name", ("name", "service name", "fire service name")),
        Column("start", ("start-date", "start"), needed=False, gives=("Organisation.openedOn",)),
        Column("end", ("end-date", "end"), needed=False, gives=("Organisation.closedOn",)),
    ),
)
_CODE = re.compile(r"\d{1,3}")


def read_service(facts: RowFacts) -> None:
    """State the service under its number, of three digits again where a spreadsheet dropped the noughts before it."""
    code = facts.row.text("code")
    if not _CODE.fullmatch(code):
        raise facts.reject("code", "a fire service's code is a number of three digits, such as 016")
    state_entry(facts, "fire-service-eng", code.zfill(3), kind="FIRE")


SOURCE = Source(
    info=SourceInfo(
        name="fire",
        title="Fire and rescue services in England (GOV.UK register)",
        publisher="Home Office, in GOV.UK Registers",
        description="The fire and rescue services of England by number and name. A service is not the authority that "
        "answers for it: some are part of a council or combined authority, which the register does not say.",
        licence=REGISTERS_LICENCE,
        credit=REGISTERS_CREDIT,
        url=None,
        completeness="WHOLE",
        completeness_note="Every service of England at the edition's date.",
        collects=("Organisation.identifiers", "Organisation.openedOn", "Organisation.closedOn"),
        formats=("tsv", "csv", "xlsx"),
    ),
    tables=(SERVICES,),
    readers={SERVICES.name: read_service},
    derives=("Organisation.kind",),
    authority={"Organisation": 6},
    as_at=day_in_name,
)
