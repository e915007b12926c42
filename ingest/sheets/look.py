"""Colours, widths and heights of a workbook."""

from __future__ import annotations

from collections.abc import Sequence

from graph.model.property import Kind
from ingest.sheets.cells import Value, joined
from ingest.sheets.declaration import Holds, SheetColumn

COLOURS = {
    "heading": "1F4E79",
    "required": "0B7A75",
    "on_heading": "FFFFFF",
    "example": "F2F2F2",
    "muted": "7F7F7F",
    "line": "BFBFBF",
}
"""All of them keep a contrast of 4.5 to 1 or more with the white or grey they stand on, but for lines."""

_WIDTHS = {Kind.DATE: 13, Kind.FLAG: 12, Kind.INTEGER: 10, Kind.CODE: 24, Kind.TEXTS: 26}
_LONG = ("Text", "description", "benefits", "dpoAdvice", "note")
_WIDE, _USUAL, _NARROW = 50, 28, 10
_LINE_HEIGHT = 15
_MOST_LINES = 4


def width_of(column: SheetColumn) -> float:
    """Return the width of a column in characters: enough for what it mostly holds, and for its heading."""
    if column.holds is Holds.EXAMPLE:
        return _NARROW
    if column.required:
        return 40
    if column.prop is not None:
        if column.prop.kind in _WIDTHS:
            return max(_WIDTHS[column.prop.kind], min(len(column.heading) + 3, 20))
        return _WIDE if column.field.endswith(_LONG) else _USUAL
    return 34 if column.many else _USUAL


def height_of(columns: Sequence[SheetColumn], row: Sequence[Value]) -> int | None:
    """Return the height of a row in points: up to some lines of its texts, and None where one line is enough."""
    lines = max(_lines(value, width_of(column)) for column, value in zip(columns, row, strict=True))
    return None if lines == 1 else min(lines, _MOST_LINES) * _LINE_HEIGHT


def _lines(value: Value, width: float) -> int:
    if isinstance(value, list | tuple):
        value = joined(value)
    if not isinstance(value, str):
        return 1
    return sum(1 + int(len(line) // width) for line in value.split("\n"))
