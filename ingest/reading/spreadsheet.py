"""Spreadsheets: every sheet as text, and which cells hold formulas."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from html import unescape
from xml.etree.ElementTree import ParseError

from openpyxl.packaging.relationship import get_dependents
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from openpyxl.xml.functions import fromstring
from python_calamine import CalamineError, CalamineWorkbook

from ingest.errors import FileRefused
from ingest.limits import MAX_FILE_VARIABLE, Limits, megabytes
from ingest.reading.cells import Sheet
from ingest.reading.kind import FileKind

_FORMULA = re.compile(rb'<c r="([A-Z]{1,3}[0-9]+)"[^>]*>\s*<f[^>]*?(?:/>|>([^<]*)</f>)')
_TEXT_ALONE = re.compile(r'"((?:[^"]|"")*)"')
"""A formula that is nothing but a text, such as ="Yes": its value is known even where none was saved."""
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_spreadsheet(name: str, data: bytes, kind: FileKind, limits: Limits) -> tuple[Sheet, ...]:
    """Return the sheets in their order. Raises FileRefused where the file is damaged or unpacks to too much."""
    if kind is not FileKind.XLS:
        _check_unpacked(name, data, limits)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        formulas = _formulas(data) if kind is FileKind.XLSX else {}
        return tuple(
            _sheet(title, workbook.get_sheet_by_name(title).to_python(skip_empty_area=False), formulas.get(title, {}))
            for title in workbook.sheet_names
        )
    except (CalamineError, zipfile.BadZipFile, ParseError, KeyError, ValueError, OSError) as error:
        what = "protected with a password" if "password" in str(error).lower() else "damaged"
        raise FileRefused(f"{name} is {what} and cannot be read. Save it again and load that.") from error


def _sheet(title: str, rows: Sequence[Sequence[object]], formulas: Mapping[tuple[int, int], str | None]) -> Sheet:
    known = {place: text for place, text in formulas.items() if text is not None}
    cells = tuple(
        tuple(as_text(cell) or known.get((number, index), "") for index, cell in enumerate(row))
        for number, row in enumerate(rows, start=1)
    )
    return Sheet(title, cells, frozenset(formulas.keys() - known.keys()))


def as_text(cell: object) -> str:
    """Return a cell as people see it: whole numbers without a point, dates as ISO text, no value as nothing."""
    match cell:
        case None:
            return ""
        case str():
            return cell
        case bool():
            return "TRUE" if cell else "FALSE"
        case float():
            return str(int(cell)) if cell.is_integer() else repr(cell)
        case dt.datetime():
            return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
        case dt.date() | dt.time():
            return cell.isoformat()
    return str(cell)


def _check_unpacked(name: str, data: bytes, limits: Limits) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        unpacked = sum(member.file_size for member in archive.infolist())
    if unpacked > limits.max_unpacked_bytes:
        raise FileRefused(
            f"{name} unpacks to {megabytes(unpacked)}, more than the limit of {megabytes(limits.max_unpacked_bytes)}. "
            f"Save it as CSV and, if that is needed, raise {MAX_FILE_VARIABLE}."
        )


def _formulas(data: bytes) -> dict[str, dict[tuple[int, int], str | None]]:
    """The cells of each sheet that hold formulas, with the text of those that are a text alone.

    The reader gives their last saved values alone.
    """
    found: dict[str, dict[tuple[int, int], str | None]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        book = "xl/workbook.xml"
        if book not in archive.namelist():
            return found
        targets = {r.id: r.target for r in get_dependents(archive, "xl/_rels/workbook.xml.rels")}
        for sheet in fromstring(archive.read(book)).iter(f"{_MAIN}sheet"):
            path = targets.get(sheet.get(_RELATION, ""), "")
            if path in archive.namelist():
                cells = _FORMULA.findall(archive.read(path))
                found[sheet.get("name", "")] = {_position(cell.decode("ascii")): _text(body) for cell, body in cells}
    return found


def _text(formula: bytes) -> str | None:
    match = _TEXT_ALONE.fullmatch(unescape(formula.decode("utf-8")))
    return match[1].replace('""', '"') if match else None


def _position(cell: str) -> tuple[int, int]:
    column, row = coordinate_from_string(cell)
    return row, column_index_from_string(column) - 1
