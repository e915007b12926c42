"""A team's own register, kept in the workbook that `isa template` writes, in a folder of CSV files or as JSON Lines."""

from __future__ import annotations

from functools import partial

from ingest.sheets.declaration import DataSheet, Holds, SheetColumn, sheets
from ingest.source import Source, SourceInfo
from ingest.sources.workbook.facts import state_row
from ingest.sources.workbook.rows import begin
from ingest.tables.layout import Column, Table

_ALSO_COLLECTED = ("Flow.legalBases", "Flow.agreements", "Flow.datasets", "Agreement.flows", "Agreement.datasets")


def _column(sheet: DataSheet, column: SheetColumn) -> Column:
    return Column(column.field, (column.heading, *column.also), needed=_tells(sheet, column))


def _tells(sheet: DataSheet, column: SheetColumn) -> bool:
    """Whether a file must have the column for a table of it to be taken for the sheet."""
    return column.required or (sheet.label is None and column.holds is Holds.BASIS)


TABLES = tuple(
    Table(
        sheet.name,
        tuple(_column(sheet, column) for column in sheet.columns if column.holds is not Holds.EXAMPLE),
        optional=True,
        entries=True,
        examples=next(c.heading for c in sheet.columns if c.holds is Holds.EXAMPLE),
    )
    for sheet in sheets()
)

_PROPERTIES = [(sheet.label, c) for sheet in sheets() for c in sheet.columns if c.prop is not None]

SOURCE = Source(
    info=SourceInfo(
        name="workbook",
        title="Our own register",
        publisher="Your organisation",
        description="The register that a team keeps itself, as a workbook, a folder of CSV files or JSON Lines.",
        licence="As your organisation decides",
        credit="Facts of your organisation's own register.",
        url=None,
        completeness="WHOLE",
        completeness_note="Every row of the workbook last loaded.",
        collects=(*(f"{label}.{c.field}" for label, c in _PROPERTIES if c.may_be_unknown), *_ALSO_COLLECTED),
        formats=("xlsx", "ods", "xls", "csv", "tsv", "jsonl"),
    ),
    tables=TABLES,
    readers={sheet.name: partial(state_row, sheet) for sheet in sheets()},
    begin=begin,
    derives=tuple(f"{label}.{c.field}" for label, c in _PROPERTIES if not c.may_be_unknown),
)
