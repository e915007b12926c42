"""Police forces of the United Kingdom, from the GOV.UK register `police-force`."""

from __future__ import annotations

import re

from ingest.drafting.draft import RowFacts
from ingest.drafting.file_names import day_in_name
from ingest.drafting.register_entries import REGISTERS_CREDIT, REGISTERS_LICENCE, state_entry
from ingest.source import Source, SourceInfo
from ingest.tables.layout import Column, Table

FORCES = Table(
    "police-forces",
    (
        Column("code", ("police-force", "force", "force id", "id")),
        Column("name", ("name", "force name", "police force name")),
        Column("start", ("start-date", "start"), needed=False, gives=("Organisation.openedOn",)),
        Column("end", ("end-date", "end"), needed=False, gives=("Organisation.closedOn",)),
    ),
)
_CODE = re.compile(r"[a-z]+(-[a-z]+)*")


def read_force(facts: RowFacts) -> None:
    """State the force under its code, which is the address of its page on police.uk."""
    code = facts.row.text("code").lower()
    if not _CODE.fullmatch(code):
        raise facts.reject("code", "a force's code is its name in small letters, such as west-mercia")
    state_entry(facts, "police-force", code, kind="POLICE")


SOURCE = Source(
    info=SourceInfo(
        name="police",
        title="Police forces (GOV.UK register)",
        publisher="Home Office, in GOV.UK Registers",
        description="The territorial police forces of the United Kingdom by code and name. Police and crime "
        "commissioners, who are controllers of their own, are not in it.",
        licence=REGISTERS_LICENCE,
        credit=REGISTERS_CREDIT,
        url=None,
        completeness="WHOLE",
        completeness_note="The territorial forces of England, Wales and Northern Ireland. Police Scotland and the "
        "special forces, such as British Transport Police, are not in the register.",
        collects=("Organisation.identifiers",),
        formats=("tsv", "csv", "xlsx"),
    ),
    tables=(FORCES,),
    readers={FORCES.name: read_force},
    derives=("Organisation.kind", "Organisation.openedOn", "Organisation.closedOn"),
    authority={"Organisation": 6},
    as_at=day_in_name,
)
