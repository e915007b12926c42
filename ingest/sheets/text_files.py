"""The sheets as text: a folder of CSV files, or JSON Lines."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

from ingest.sheets.cells import Value, joined
from ingest.sheets.declaration import SHEET_NAME, DataSheet, Holds, SheetColumn
from ingest.tables.formula_safe import guarded


def csv_name(sheet: DataSheet) -> str:
    """Return the name of a sheet's file in the folder."""
    return f"{sheet.name.lower().replace(' ', '-')}.csv"


def csv_headings(sheet: DataSheet, out: TextIO) -> None:
    """Write the line of headings."""
    csv.writer(out).writerow([column.heading for column in _columns(sheet)])


def csv_rows(sheet: DataSheet, rows: Iterable[Sequence[Value]], out: TextIO) -> None:
    """Write rows. A text that a spreadsheet program would run as a formula is guarded, which loading undoes."""
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([guarded(_as_text(value)) for value in _cells(sheet, row)])


def json_rows(sheet: DataSheet, rows: Iterable[Sequence[Value]], out: TextIO) -> None:
    """Write rows, each an object on a line of its own that says first which sheet it is of."""
    for row in rows:
        cells = {c.heading: _as_json(value) for c, value in zip(_columns(sheet), _cells(sheet, row), strict=True)}
        out.write(json.dumps({SHEET_NAME: sheet.name, **cells}, ensure_ascii=False) + "\n")


def _columns(sheet: DataSheet) -> list[SheetColumn]:
    return [column for column in sheet.written if column.holds is not Holds.EXAMPLE]


def _cells(sheet: DataSheet, row: Sequence[Value]) -> list[Value]:
    return [v for c, v in zip(sheet.written, row, strict=True) if c.holds is not Holds.EXAMPLE]


def _as_text(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "Yes" if value else "No"
        case str():
            return value
        case int():
            return str(value)
        case dt.date():
            return value.isoformat()
    return joined(value)


def _as_json(value: Value) -> Any:
    match value:
        case dt.date():
            return value.isoformat()
        case None | bool() | int() | str():
            return value
    return list(value)
