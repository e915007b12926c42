"""A workbook of the sheets, written row by row: headings that explain themselves, choices, real days, no formulas."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from ingest.errors import ExportRefused
from ingest.sheets.cells import UNKNOWNS, Value, joined
from ingest.sheets.choices import CODES_SHEET, choice_of, code_columns
from ingest.sheets.declaration import DataSheet, Holds, SheetColumn
from ingest.sheets.guide import GUIDE_SHEET, Line, guide_lines
from ingest.sheets.look import COLOURS, height_of, width_of

LONGEST_CELL = 32_767
_FIRST_EXCEL_YEAR = 1901
"""Excel takes 1900 for a leap year, so programs disagree about its days. Earlier days are written as texts."""
_LAST_CHOICE_ROW = 20_000
"""Cells down to this row offer choices."""
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_GUIDE_WIDTH = 100
_GUIDE_HEIGHTS = {"title": 30, "heading": 22}
_DAY = "yyyy-mm-dd"


def _font(**look: Any) -> Font:
    """A font of the face that workbooks have by themselves; without one, programs differ in what they take."""
    return Font(name="Calibri", **{"size": 11, **look})


_HEAD = PatternFill("solid", fgColor=COLOURS["heading"])
_HEAD_REQUIRED = PatternFill("solid", fgColor=COLOURS["required"])
_HEAD_FONT = _font(bold=True, color=COLOURS["on_heading"])
_EXAMPLE = PatternFill("solid", fgColor=COLOURS["example"])
_EXAMPLE_FONT = _font(italic=True, color=COLOURS["muted"])
_MUTED_FONT = _font(italic=True, color=COLOURS["muted"])
_TOP = Alignment(vertical="top", wrap_text=True)
_TOP_LEFT = Alignment(vertical="top", horizontal="left")
_MIDDLE = Alignment(vertical="center", wrap_text=True)
_LINE = Border(bottom=Side("thin", color=COLOURS["line"]))


class Book:
    """A workbook being written to a file. Begin a sheet, add its rows, save at the end."""

    def __init__(self, opening: str) -> None:
        self._book = Workbook(write_only=True)
        self._sheet: DataSheet | None = None
        self._page: Any = None
        self._row = 1
        self._codes = code_columns()
        self._guide(guide_lines(opening))

    def begin(self, sheet: DataSheet) -> None:
        """Begin a sheet with its headings, notes, widths and choices."""
        self._sheet, self._row = sheet, 1
        page = self._page = self._book.create_sheet(sheet.name)
        page.sheet_properties.tabColor = COLOURS["heading"]
        page.freeze_panes = f"{_first_free(sheet)}2"
        page.row_dimensions[1].height = 32
        page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.written))}1"
        page.print_title_rows = "1:1"
        page.page_setup.orientation = "landscape"
        for number, column in enumerate(sheet.written, start=1):
            page.column_dimensions[get_column_letter(number)].width = width_of(column)
        page.append([self._heading(column) for column in sheet.written])
        for number, column in enumerate(sheet.written, start=1):
            self._offer(column, get_column_letter(number))

    def add(self, rows: Iterable[Sequence[Value]], *, example: bool = False) -> None:
        """Add rows to the sheet begun. Raises ExportRefused for a text that no cell can hold."""
        assert self._sheet is not None  # noqa: S101 - a sheet was begun
        columns = self._sheet.written
        for row in rows:
            self._row += 1
            height = height_of(columns, row)
            if height is not None:
                self._page.row_dimensions[self._row].height = height
            try:
                cells = [self._cell(column, value, example) for column, value in zip(columns, row, strict=True)]
            except ExportRefused:
                # What was begun is ended, or the files it is written to would stay open.
                for page in self._book.worksheets:
                    page.close()
                raise
            self._page.append(cells)
            # Written by now; kept for every row they would take more memory than the rows.
            self._page.row_dimensions.pop(self._row, None)

    def save(self, path: Path) -> None:
        """Write the codes and the file."""
        self._write_codes()
        self._book.save(path)

    def _heading(self, column: SheetColumn) -> Any:
        cell = WriteOnlyCell(self._page, column.heading + (" *" if column.required else ""))
        cell.font, cell.alignment = _HEAD_FONT, _MIDDLE
        cell.fill = _HEAD_REQUIRED if column.required else _HEAD
        note = _note(column)
        comment = Comment(note, "Registry", width=340, height=40 + 17 * (1 + len(note) // 46 + note.count("\n")))
        cell.comment = comment
        return cell

    def _cell(self, column: SheetColumn, value: Value, example: bool) -> Any:
        made = WriteOnlyCell(self._page)
        made.alignment = _TOP
        match value:
            case None | () | []:
                if not example:
                    return None
            case bool():
                _text(made, "Yes" if value else "No")
            case int():
                made.value = value
            case dt.date() if value.year >= _FIRST_EXCEL_YEAR:
                made.value, made.number_format, made.alignment = value, _DAY, _TOP_LEFT
            case dt.date():
                _text(made, value.isoformat())
            case str():
                _text(made, self._held(column, value))
            case _:
                _text(made, self._held(column, joined(value)))
        if example:
            made.fill, made.font = _EXAMPLE, _EXAMPLE_FONT
        elif column.holds is Holds.KEY or value in UNKNOWNS.values():
            made.font = _MUTED_FONT
        return made

    def _held(self, column: SheetColumn, text: str) -> str:
        """The text as a cell holds it: what begins like an escape is escaped, and so is a carriage return."""
        wrong = _NOT_IN_XML.search(text)
        escaped = _ESCAPED.sub("_x005F_", text).replace("\r", "_x000D_")
        if wrong is None and len(escaped) <= LONGEST_CELL:
            return escaped
        name = self._sheet.name if self._sheet is not None else ""
        why = "holds a control character" if wrong else f"has {len(text):,} characters, more than {LONGEST_CELL:,}"
        raise ExportRefused(
            f"{name}, {column.heading}: a text {why}, which a cell of a workbook cannot hold: {text[:40]!r}... "
            "Export it as csv-folder or jsonl instead; both can be loaded back."
        )

    def _offer(self, column: SheetColumn, letter: str) -> None:
        choice = choice_of(column, self._codes)
        if choice is None:
            return
        offered = DataValidation(
            type="list",
            formula1=choice.formula,
            allow_blank=True,
            showErrorMessage=True,
            errorStyle="stop" if choice.closed else "information",
            errorTitle=column.heading[:32],
            error=choice.refusal,
        )
        offered.add(f"{letter}2:{letter}{_LAST_CHOICE_ROW}")
        self._page.data_validations.append(offered)

    def _guide(self, lines: Sequence[Line]) -> None:
        page = self._book.create_sheet(GUIDE_SHEET)
        page.sheet_view.showGridLines = False
        page.column_dimensions["A"].width = 22
        page.column_dimensions["B"].width = _GUIDE_WIDTH
        page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
        page.sheet_properties.pageSetUpPr.fitToPage = True
        for number, line in enumerate(lines, start=1):
            # Programs that show a file without opening it to edit do not work out how high a row is.
            height = _GUIDE_HEIGHTS.get(line.kind, 16 * (1 + len(line.right) // 115))
            page.row_dimensions[number].height = height
            page.append([self._guide_cell(page, text, line) for text in (line.left, line.right)])

    def _guide_cell(self, page: Any, text: str, line: Line) -> Any:
        made = WriteOnlyCell(page)
        made.alignment = Alignment(vertical="top", wrap_text=line.kind not in ("title", "heading"))
        _text(made, text)
        match line.kind:
            case "title":
                made.font = _font(bold=True, size=18, color=COLOURS["heading"])
            case "heading":
                made.font, made.border = _font(bold=True, size=13, color=COLOURS["heading"]), _LINE
        if line.link and text == line.left:
            made.hyperlink = line.link
            made.font = _font(underline="single", color=COLOURS["heading"])
        return made

    def _write_codes(self) -> None:
        page = self._book.create_sheet(CODES_SHEET)
        page.freeze_panes = "A2"
        for column in self._codes:
            page.column_dimensions[column.letter].width = 30
            page.column_dimensions[column.meaning_letter].width = 46
        headings: list[Any] = []
        for column in self._codes:
            headings += [_codes_heading(page, column.title), _codes_heading(page, "Meaning"), None]
        page.append(headings)
        for index in range(max(len(column.entries) for column in self._codes)):
            cells: list[Any] = []
            for column in self._codes:
                pair = column.entries[index] if index < len(column.entries) else None
                cells += [*([_plain(page, part) for part in pair] if pair else [None, None]), None]
            page.append(cells)


def _first_free(sheet: DataSheet) -> str:
    """The letter of the first column that moves: what a row is known by stays in sight."""
    at = next((i for i, c in enumerate(sheet.written) if c.required), 0)
    return get_column_letter(min(at, 2) + 2)


def _note(column: SheetColumn) -> str:
    lines = [column.help]
    if column.many:
        lines.append("Several are separated by semicolons.")
    if column.is_date and column.prop is not None:
        lines.append("A month or a year alone will do." if column.prop.precision else "A whole day.")
    if column.may_be_unknown:
        lines.append(f"Empty: not recorded. Or write {', '.join(list(UNKNOWNS.values())[1:])}.")
    if column.required:
        lines.append("Must be filled in.")
    return "\n".join(lines)


def _text(cell: Any, text: str) -> None:
    """Give a cell a text as it is, also where it looks like a formula."""
    cell.value = text
    cell.data_type = "s"


def _plain(page: Any, text: str) -> Any:
    made = WriteOnlyCell(page)
    _text(made, text)
    made.alignment = _TOP
    return made


def _codes_heading(page: Any, text: str) -> Any:
    made = WriteOnlyCell(page, text)
    made.font, made.fill, made.alignment = _HEAD_FONT, _HEAD, _MIDDLE
    return made
