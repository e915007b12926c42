"""The empty workbook, with example rows that are marked and never loaded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ingest.drafting.wordlists import read_yaml
from ingest.sheets.book import Book
from ingest.sheets.cells import Value, several
from ingest.sheets.declaration import DataSheet, Holds, SheetColumn, sheets

EXAMPLE = "example"


def write_template(path: Path) -> None:
    """Write the workbook that people fill in."""
    examples = read_yaml("ingest.sheets", "examples.yaml")
    book = Book("template")
    for sheet in sheets():
        book.begin(sheet)
        book.add([example_row(sheet, row) for row in examples[sheet.name]], example=True)
    book.save(path)


def example_row(sheet: DataSheet, said: Mapping[str, Any]) -> tuple[Value, ...]:
    """Return the cells of an example, given by heading."""
    return tuple(_cell(column, said) for column in sheet.written)


def _cell(column: SheetColumn, said: Mapping[str, Any]) -> Value:
    if column.holds is Holds.EXAMPLE:
        return EXAMPLE
    value = said.get(column.heading)
    if isinstance(value, bool | dt.date) or value is None:
        return value
    return several(str(value)) if column.many else str(value)
