"""What the cells of one row say, before anything is resolved."""

from __future__ import annotations

from typing import Any

from ingest.errors import RowRejected
from ingest.sheets.cells import read, several
from ingest.sheets.declaration import DataSheet, Holds, SheetColumn
from ingest.tables.formula_safe import unguarded
from ingest.tables.layout import Row

_DEFAULTS = {"Agreement": {"state": "UNKNOWN", "visibility": "PARTIES"}, "Flow": {"state": "UNKNOWN"}}


def cell(row: Row, column: SheetColumn) -> str | list[str]:
    """Return what a cell holds. A text file guards what a spreadsheet would run as a formula; that is undone here."""
    held = row.cells.get(column.field, "")
    from_text_file = row.place.startswith(f"{row.file}!")
    return unguarded(held) if from_text_file and isinstance(held, str) else held


def texts(row: Row, column: SheetColumn) -> tuple[str, ...]:
    """Return the values of a cell; of a column that names one thing, at most one."""
    held = cell(row, column)
    if column.many:
        return several(held)
    text = held if isinstance(held, str) else "; ".join(held)
    return (text.strip(),) if text.strip() else ()


def properties(sheet: DataSheet, row: Row) -> tuple[dict[str, Any], RowRejected | None]:
    """Return the properties that the cells of a row give, and the refusal of the first one that is wrong.

    An empty cell of a column that tells unknowns apart is not recorded; a column that is not there is not collected.
    """
    found: dict[str, Any] = dict(_DEFAULTS.get(sheet.label or "", {}))
    fault: RowRejected | None = None
    for column in sheet.columns:
        held = cell(row, column)
        empty = not (held.strip() if isinstance(held, str) else held)
        if empty and column.required:
            fault = fault or refusal(row, column, f"a row of {sheet.name} needs a value here")
        if column.holds is not Holds.PROPERTY:
            continue
        if not empty:
            try:
                found |= read(column, held)
            except ValueError as wrong:
                fault = fault or refusal(row, column, str(wrong))
        elif column.may_be_unknown:
            there = column.field in row.cells
            found[f"{column.field}Recording"] = "NOT_RECORDED" if there else "NOT_COLLECTED"
    return found, fault


def refusal(row: Row, column: SheetColumn, reason: str) -> RowRejected:
    """Return the refusal of a row for the value of one of its columns."""
    heading = row.headings.get(column.field, column.heading)
    return RowRejected(heading, str(row.words.get(heading, "")), reason)
