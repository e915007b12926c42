"""Local authorities of England as the GOV.UK register `local-authority-eng` had them, and the codes they map to.

Years of beginning were taken for day numbers on the way into the register; they are years again here.
"""

from __future__ import annotations

import re

from ingest.drafting.draft import RowFacts
from ingest.drafting.file_names import day_in_name
from ingest.drafting.register_entries import REGISTERS_CREDIT, REGISTERS_LICENCE, state_entry
from ingest.drafting.wordlists import read_yaml
from ingest.source import Source, SourceInfo
from ingest.tables.layout import Column, Table

ENTRIES = Table(
    "local-authorities",
    (
        Column("code", ("local-authority-eng", "local authority")),
        Column("type", ("local-authority-type", "type")),
        Column("short_name", ("name",)),
        Column("official_name", ("official-name",)),
        Column("start", ("start-date",), needed=False, gives=("Organisation.openedOn",)),
        Column("end", ("end-date",), needed=False, gives=("Organisation.closedOn",)),
    ),
)
CODES = Table(
    "statistics-codes",
    (
        Column("gss", ("gss", "gss-code")),
        Column("authority", ("local-authority", "local authority register code")),
        Column("short_name", ("name",), needed=False),
    ),
    optional=True,
)
_KINDS: dict[str, str] = read_yaml("ingest.sources.local_authority_register", "kinds.yaml")
_CODE = re.compile(r"[A-Z]{3,4}")
_REGISTERED = re.compile(r"[a-z-]+:([A-Z]{3,4}(?:-[A-Z])?)")
_GSS = re.compile(r"[EWSN]\d{8}")


def read_authority(facts: RowFacts) -> None:
    """State the authority under its three letters, with its short name as another spelling."""
    row = facts.row
    code, stated = row.text("code").upper(), row.text("type").upper()
    if not _CODE.fullmatch(code):
        raise facts.reject("code", "an authority's code is three or four letters, such as BOL")
    if stated not in _KINDS:
        facts.remark("kinds not known", f"{code}: {stated!r} has no code in kinds.yaml and is kept as it is written")
    state_entry(
        facts,
        "la",
        code,
        name_column="official_name",
        years_as_days=True,
        kind=_KINDS.get(stated),
        kindStated=stated or None,
        spellings=[row.text("short_name")],
        jurisdiction="England",
    )


def read_code(facts: RowFacts) -> None:
    """Give an authority of the register its statistics code; one of another country or without a code is left alone."""
    row = facts.row
    match = _REGISTERED.fullmatch(row.text("authority"))
    if match is None:
        raise facts.reject("authority", "an authority is written as local-authority-eng:BOL")
    gss = row.text("gss").upper()
    if gss and not _GSS.fullmatch(gss):
        raise facts.reject("gss", "a statistics code is a letter and eight digits, such as E08000001")
    key = facts.draft.directories["Organisation"].find(None, [f"la:{match[1]}"])
    if not gss or key is None or ("Organisation", key) not in facts.draft.nodes:
        return
    facts.node("Organisation", key, identifiers=[f"gss:{gss}"])
    facts.known.append(("Organisation", key, (), (f"gss:{gss}",)))


SOURCE = Source(
    info=SourceInfo(
        name="local-authority-register",
        title="Local authorities in England (GOV.UK register)",
        publisher="Ministry of Housing, Communities and Local Government, in GOV.UK Registers",
        description="The councils of England in 2018 by code, type and name, and the statistics code of each.",
        licence=REGISTERS_LICENCE,
        credit=REGISTERS_CREDIT,
        url=None,
        completeness="WHOLE",
        completeness_note="Every council of England at the edition's date. Statistics codes of other countries are in "
        "its second file and not taken.",
        collects=(
            "Organisation.identifiers",
            "Organisation.kindStated",
            "Organisation.openedOn",
            "Organisation.closedOn",
        ),
        formats=("tsv", "csv", "xlsx"),
    ),
    tables=(ENTRIES, CODES),
    readers={ENTRIES.name: read_authority, CODES.name: read_code},
    derives=("Organisation.kind", "Organisation.jurisdiction"),
    authority={"Organisation": 5},
    as_at=day_in_name,
)
