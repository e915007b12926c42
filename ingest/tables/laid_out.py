"""Where the rows of a source's tables stand in a file: on which sheet, under which headings, in which columns.

Headings may stand below a title, in another order, in other case, with line breaks in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from graph.model.spelling import plain
from ingest.errors import LayoutRefused
from ingest.reading.cells import FileContent, Sheet
from ingest.tables.headings import few, fields_by_heading
from ingest.tables.layout import Column, Table, Unheaded, heading_key

_HEADING_ROWS = 25
"""Headings are looked for in the first rows alone: further down a match would be chance."""


def tables_of(content: FileContent, tables: Sequence[Table]) -> list[tuple[Sheet, Table]]:
    """Return the sheets to read with the table each holds: by the sheets' names, and tables without one by headings.

    Sheets beside known ones may have the same headings and mean something else, such as amendments.
    """
    known: list[tuple[Sheet, Table]] = []
    if content.is_spreadsheet:
        names = {heading_key(known): table for table in tables for known in (table.name, *table.sheets)}
        known = [(s, names[heading_key(s.name)]) for s in content.sheets if heading_key(s.name) in names]
    found = {table.name for _, table in known}
    read = {sheet.name for sheet, _ in known}
    others = [table for table in tables if table.name not in found]
    rest = [sheet for sheet in content.sheets if sheet.name not in read]
    by_headings = [(sheet, table) for sheet in rest if (table := _table_by_headings(sheet, others)) is not None]
    return [*known, *by_headings]


def _table_by_headings(sheet: Sheet, tables: Sequence[Table]) -> Table | None:
    best: Table | None = None
    best_count = 0
    for table in tables:
        row, columns = _headings(sheet, table)
        # One word among others may be a value of a row that happens to be called like a column.
        alone = len(columns) == 1 and sum(bool(cell.strip()) for cell in sheet.rows[row]) > 1
        if table.needed <= columns.keys() and len(columns) > best_count and not alone:
            best, best_count = table, len(columns)
    return best or next((table for table in tables if _first_unheaded(sheet, table) is not None), None)


def _first_unheaded(sheet: Sheet, table: Table) -> int | None:
    """The index of the first row where the sheet has rows of the table and no headings."""
    unheaded = table.unheaded
    if unheaded is None:
        return None
    near = [(index, row) for index, row in enumerate(sheet.rows[:_HEADING_ROWS]) if len(row) in unheaded.widths]
    if not any(_fits(unheaded, row) for _, row in near):
        return None
    # A row with a wrong value is still a row of the table, to be refused by name; a notice fills fewer columns.
    return next(i for i, row in near if all(unheaded.cells(row).get(name, "").strip() for name in table.needed))


def _fits(unheaded: Unheaded, row: Sequence[str]) -> bool:
    cells = unheaded.cells(row)
    return all(pattern.fullmatch(cells.get(name, "").strip()) for name, pattern in unheaded.fits.items())


def _headings(sheet: Sheet, table: Table) -> tuple[int, dict[str, int]]:
    """The row index of the headings and the place of each known column, where most columns match."""
    known = fields_by_heading(table)
    best_row, best = 0, dict[str, int]()
    for index, row in enumerate(sheet.rows[:_HEADING_ROWS]):
        columns: dict[str, int] = {}
        for position, cell in enumerate(row):
            name = known.get(heading_key(cell)) if cell else None
            if name is not None:
                columns.setdefault(name, position)
        if len(columns) > len(best):
            best_row, best = index, columns
    return best_row, best


@dataclass(frozen=True, slots=True)
class LaidOut:
    """Where the rows of a table begin (the index of the first), under which headings, and the place of each column.

    `width` is the number of cells that every row must have, where no headings show what is missing.
    """

    table: Table
    where: str
    first: int
    headings: list[str]
    columns: dict[str, int]
    width: int = 0


def laid_out(content: FileContent, sheet: Sheet, table: Table, remarks: list[tuple[str, str]]) -> LaidOut:
    """Return where the rows of a table stand in a sheet, adding to the remarks what people should know of it.

    Raises LayoutRefused where a column is missing that the table needs.
    """
    heading_row, columns = _headings(sheet, table)
    where = f"{content.file_name}, sheet {sheet.name}" if content.is_spreadsheet else content.file_name
    missing = [c for c in table.columns if c.needed and c.field not in columns]
    if missing and table.unheaded is not None:
        first = _first_unheaded(sheet, table) if table.unheaded.widths else 0
        if first is not None:
            return _without_headings(sheet, table, table.unheaded, where, first, remarks)
    if missing:
        raise _column_missing(where, sheet, heading_row, missing)
    return LaidOut(table, where, heading_row + 1, _unique_headings(sheet.rows[heading_row]), columns)


def _without_headings(
    sheet: Sheet, table: Table, unheaded: Unheaded, where: str, first: int, remarks: list[tuple[str, str]]
) -> LaidOut:
    """Give the columns their usual headings. One that nobody declared is named by its place where it holds anything."""
    width = len(sheet.rows[first]) if unheaded.widths else len(unheaded.columns)
    usual = {column.field: column.headings[0] for column in table.columns}
    names = (*unheaded.columns, *[""] * width)[:width]
    filled = {i for row in islice(sheet.rows, first, None) for i, cell in enumerate(row) if cell.strip()}
    headings = [usual[n] if n else f"(column {i + 1})" if i in filled else "" for i, n in enumerate(names)]
    columns = {name: i for i, name in enumerate(names) if name}
    above = [" ".join(cell for cell in row if cell.strip()) for row in sheet.rows[:first]]
    if any(above):
        remarks.append(("lines above the rows", f"{where}: not taken as rows: {few([a for a in above if a])}."))
    return LaidOut(table, where, first, headings, columns, width if unheaded.widths else 0)


def _unique_headings(cells: Iterable[str]) -> list[str]:
    """Headings as published; a repeated one is numbered so that no word is lost."""
    seen: dict[str, int] = {}
    headings: list[str] = []
    for cell in cells:
        seen[cell] = seen.get(cell, 0) + 1
        headings.append(cell if seen[cell] == 1 or not cell else f"{cell} ({seen[cell]})")
    return headings


def _column_missing(where: str, sheet: Sheet, heading_row: int, missing: Sequence[Column]) -> LayoutRefused:
    column = missing[0]
    also = f" (also known as {few(column.headings[1:])})" if len(column.headings) > 1 else ""
    more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
    there = [cell for cell in sheet.rows[heading_row] if cell.strip()] if sheet.rows else []
    return LayoutRefused(
        f"{where} has no column {plain(column.headings[0])!r}{also}{more}. Headings found in row {heading_row + 1}: "
        f"{few(there) or 'none'}. Check that it is a file of this source, or rename the column."
    )


def nothing_found(content: FileContent, tables: Sequence[Table]) -> LayoutRefused:
    """Return the refusal of a file that holds none of the tables: what was looked for, and what it has."""
    wanted = [t for t in tables if not t.optional] or list(tables)
    if content.entries:
        return LayoutRefused(f"{content.file_name} is a {content.kind} file, which this source does not publish.")
    if content.is_spreadsheet:
        return LayoutRefused(
            f"{content.file_name} has no sheet {few([t.name for t in wanted], ' or ')}, and none with its columns. "
            f"Sheets found: {few([s.name for s in content.sheets])}. Check that it is a file of this source."
        )
    sheet = content.sheets[0] if content.sheets else Sheet(content.file_name, ())

    def lacking(table: Table) -> int:
        return len(table.needed - _headings(sheet, table)[1].keys())

    nearest = min(wanted, key=lacking)
    row, columns = _headings(sheet, nearest)
    return _column_missing(
        content.file_name, sheet, row, [c for c in nearest.columns if c.needed and c.field not in columns]
    )
