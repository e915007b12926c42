"""An answer written as JSON, CSV, newline-delimited JSON, a workbook or a picture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import orjson
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from api.questions.asking import Answered
from api.questions.chart import svg_bytes
from queries.prepared.answers import Cell, csv_text
from queries.prepared.question import Column, Question

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_CELL = 32_767
_FIRST_EXCEL_YEAR = 1900


@dataclass(frozen=True)
class Format:
    """One way to write an answer. `saved` files are offered for saving rather than shown."""

    media_type: str
    write: Callable[[Answered], bytes]
    saved: bool = False


def json_bytes(answered: Answered) -> bytes:
    """Return rows as objects, with what they are and whether they are all."""
    question = answered.asking.question
    columns = [{"name": c.name, "type": c.type, "meaning": c.meaning} for c in question.columns]
    truncated = None
    if answered.cut_short is not None:
        truncated = {
            "note": answered.cut_short,
            "shown": len(answered.flat.rows),
            "total": answered.flat.total,
            "after": answered.next_cursor,
        }
    made: dict[str, Any] = {
        "name": question.name,
        "title": question.title,
        "question": question.question,
        "asOf": answered.as_of,
        "parameters": dict(answered.asking.values),
        "columns": columns,
        "rows": answered.flat.records(),
        "truncated": truncated,
        "alsoAnswered": [{"table": t.name, "rows": len(t.rows)} for t in answered.flat.others],
    }
    return orjson.dumps(made)


def csv_bytes(answered: Answered) -> bytes:
    """Return the rows as CSV in UTF-8 (RFC 4180, headed); nothing in it is run as a formula."""
    return csv_text(answered.flat.table()).encode()


def ndjson_bytes(answered: Answered) -> bytes:
    """Return a JSON object a row, each on a line of its own."""
    return b"".join(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE) for record in answered.flat.records())


def xlsx_bytes(answered: Answered) -> bytes:
    """Return a workbook: the rows, with real dates and numbers, and a sheet that says what they are."""
    book = Workbook(write_only=True)
    rows = book.create_sheet("Answer")
    rows.freeze_panes = "A2"
    columns = answered.asking.question.columns
    for number, column in enumerate(columns, start=1):
        rows.column_dimensions[get_column_letter(number)].width = 14 if column.type in ("date", "integer") else 32
    rows.append([_text(rows, column.name, bold=True) for column in columns])
    for row in answered.flat.rows:
        rows.append([_cell(rows, column, cell) for column, cell in zip(columns, row, strict=True)])
    about = book.create_sheet("About")
    about.column_dimensions["A"].width = 24
    about.column_dimensions["B"].width = 100
    for name, said in _about(answered):
        about.append([_text(about, name, bold=True), _text(about, said)])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


FORMATS = {
    "json": Format("application/json", json_bytes),
    "csv": Format("text/csv; charset=utf-8", csv_bytes, saved=True),
    "ndjson": Format("application/x-ndjson", ndjson_bytes),
    "xlsx": Format(XLSX, xlsx_bytes, saved=True),
}
PICTURE = {"svg": Format("image/svg+xml", svg_bytes)}


def formats_of(question: Question) -> dict[str, Format]:
    """Return the formats that a question is answered in, by the ending of its address."""
    return FORMATS | PICTURE if question.chart is not None else FORMATS


def _about(answered: Answered) -> Iterator[tuple[str, str]]:
    question = answered.asking.question
    yield "Title", question.title
    yield "Question", question.question
    yield "As of", answered.as_of
    for name, value in answered.asking.values.items():
        yield f"Parameter {name}", ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    if answered.cut_short is not None:
        yield "Not complete", answered.cut_short
    for column in question.columns:
        yield f"Column {column.name}", column.meaning


def _cell(sheet: Any, column: Column, cell: Cell) -> Any:
    if column.type == "date" and isinstance(cell, str):
        day = dt.date.fromisoformat(cell)
        # Excel knows no day before 1900.
        if day.year >= _FIRST_EXCEL_YEAR:
            made = WriteOnlyCell(sheet)
            made.value = day
            made.number_format = "yyyy-mm-dd"
            return made
    return _text(sheet, cell) if isinstance(cell, str) else cell


def _text(sheet: Any, text: str, *, bold: bool = False) -> Any:
    """A cell that holds a text as it is, also where it looks like a formula."""
    made = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text)[:_LONGEST_CELL])
    made.data_type = "s"
    made.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        made.font = Font(bold=True)
    return made
