"""Finding the rows of a source's tables in a file, tolerantly.

Headings may stand below a title, in another order, in other case, with line breaks in them. Columns nobody declared
are kept with the row's words and reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from graph.model.spelling import plain
from ingest.errors import LayoutRefused
from ingest.reading.cells import FileContent, Sheet
from ingest.spool.lists import SpooledList
from ingest.tables.entry_rows import entry_rows
from ingest.tables.headings import NO_HEADING, few, fields_by_heading, misplaced, same
from ingest.tables.layout import Column, Row, Table, Unheaded, heading_key

_HEADING_ROWS = 25
"""Headings are looked for in the first rows alone: further down a match would be chance."""

_UNSAVED = "the cell holds a formula without a saved value; save the sheet with values and load it again"
_LEFT_OUT = "[left out]"
_ROWS_LEFT_OUT = "rows left out"


@dataclass(slots=True)
class FoundRows:
    """The rows found in files, and what people should know about the layout."""

    rows: SpooledList[Row] = field(default_factory=SpooledList)
    remarks: list[tuple[str, str]] = field(default_factory=list)


def find_rows(content: FileContent, tables: Sequence[Table], *, named: bool, first_position: int = 1) -> FoundRows:
    """Return the rows of every table that the file holds.

    `named` says that somebody named this very file, so that finding nothing in it is an error. Raises LayoutRefused
    saying which sheet or column was looked for and what was found.
    """
    found = FoundRows()
    if content.entries:
        rows, remarks = entry_rows(content, tables, first_position)
        found.rows.extend(rows)
        found.remarks += remarks
    spreadsheet = content.kind in ("xlsx", "ods", "xls")
    for sheet, table in _tables_of(content, tables, spreadsheet):
        laid_out = _layout(found, content, sheet, table, spreadsheet)
        _take_sheet(found, content, sheet, laid_out, spreadsheet, first_position + len(found.rows))
    if not found.rows and not _recognised(found):
        if named:
            raise _nothing_found(content, tables, spreadsheet)
        found.remarks.append(("file not used", f"{content.file_name} holds no table of this source."))
    return found


def _recognised(found: FoundRows) -> bool:
    return any(kind in ("empty table", _ROWS_LEFT_OUT) for kind, _ in found.remarks)


def _tables_of(content: FileContent, tables: Sequence[Table], spreadsheet: bool) -> list[tuple[Sheet, Table]]:
    """The sheets to read with the table each holds: by the sheets' names, and tables without one by headings.

    Sheets beside known ones may have the same headings and mean something else, such as amendments.
    """
    known: list[tuple[Sheet, Table]] = []
    if spreadsheet:
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
        _, columns = _headings(sheet, table)
        if table.needed <= columns.keys() and len(columns) > best_count:
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
class _Layout:
    """Where the rows of a table begin (the index of the first), under which headings, and the place of each column.

    `width` is the number of cells that every row must have, where no headings show what is missing.
    """

    table: Table
    where: str
    first: int
    headings: list[str]
    columns: dict[str, int]
    width: int = 0


def _layout(found: FoundRows, content: FileContent, sheet: Sheet, table: Table, spreadsheet: bool) -> _Layout:
    heading_row, columns = _headings(sheet, table)
    where = f"{content.file_name}, sheet {sheet.name}" if spreadsheet else content.file_name
    missing = [c for c in table.columns if c.needed and c.field not in columns]
    if missing and table.unheaded is not None:
        first = _first_unheaded(sheet, table) if table.unheaded.widths else 0
        if first is not None:
            return _without_headings(found, sheet, table, table.unheaded, where, first)
    if missing:
        raise _column_missing(where, sheet, heading_row, missing)
    return _Layout(table, where, heading_row + 1, _unique_headings(sheet.rows[heading_row]), columns)


def _without_headings(
    found: FoundRows, sheet: Sheet, table: Table, unheaded: Unheaded, where: str, first: int
) -> _Layout:
    """Give the columns their usual headings. One that nobody declared is named by its place where it holds anything."""
    width = len(sheet.rows[first]) if unheaded.widths else len(unheaded.columns)
    usual = {column.field: column.headings[0] for column in table.columns}
    names = (*unheaded.columns, *[""] * width)[:width]
    filled = {i for row in islice(sheet.rows, first, None) for i, cell in enumerate(row) if cell.strip()}
    headings = [usual[n] if n else f"(column {i + 1})" if i in filled else "" for i, n in enumerate(names)]
    columns = {name: i for i, name in enumerate(names) if name}
    above = [" ".join(cell for cell in row if cell.strip()) for row in sheet.rows[:first]]
    if any(above):
        found.remarks.append(("lines above the rows", f"{where}: not taken as rows: {few([a for a in above if a])}."))
    return _Layout(table, where, first, headings, columns, width if unheaded.widths else 0)


def _take_sheet(
    found: FoundRows, content: FileContent, sheet: Sheet, laid_out: _Layout, spreadsheet: bool, position: int
) -> None:
    table, where, headings, columns = laid_out.table, laid_out.where, laid_out.headings, laid_out.columns
    if table.names_people:
        sheet, headings = _without_people(found, where, sheet, table, headings, columns)
    _remark_unknown(found, where, table, headings, columns)
    labels = frozenset(headings[columns[c.field]] for c in table.columns if c.row_label and c.field in columns)
    called = {name: headings[i] for name, i in columns.items()}
    marks = next((i for i, h in enumerate(headings) if table.examples and same(h, table.examples)), None)
    saved: list[str] = []
    taken = left_out = examples = 0
    for number, cells in enumerate(islice(sheet.rows, laid_out.first, None), start=laid_out.first + 1):
        if not any(cell.strip() for cell in cells):
            continue
        if marks is not None and marks < len(cells) and cells[marks].strip():
            examples += 1
            continue
        by_field = {name: cells[i] if i < len(cells) else "" for name, i in columns.items()}
        if table.only is not None and not table.only(by_field):
            left_out += 1
            continue
        place = f"{sheet.name}!{number}"
        words = {heading: cells[i] if i < len(cells) else "" for i, heading in enumerate(headings) if heading}
        beyond = {f"{NO_HEADING} {i + 1}": c for i, c in enumerate(cells) if c.strip() and not _at(headings, i)}
        fault = misplaced(beyond) if beyond and not spreadsheet else None
        if len(cells) < laid_out.width:
            fault = (headings[0], cells[0], f"the row has {len(cells)} values, the others have {laid_out.width}")
        words |= beyond
        for index, heading in enumerate(headings):
            if (number, index) in sheet.formulas:
                if words.get(heading):
                    saved.append(f"{plain(heading)} in {place}")
                elif heading:
                    fault = (heading, "", _UNSAVED)
        found.rows.append(
            Row(table.name, content.file_name, place, position + taken, words, by_field, labels, fault, called)
        )
        taken += 1
    if saved:
        found.remarks.append(
            (
                "formula cells",
                f"{where}: {len(saved)} cells hold formulas; the values last saved were read: {few(saved)}.",
            )
        )
    if examples:
        found.remarks.append(("example rows", f"{where}: rows marked as examples and left out: {examples}."))
    if left_out:
        found.remarks.append((_ROWS_LEFT_OUT, f"{where}: {left_out:,} may speak of a person and are not kept."))
    elif not taken:
        found.remarks.append(("empty table", f"{where} has headings and no rows."))


def _without_people(
    found: FoundRows, where: str, sheet: Sheet, table: Table, headings: list[str], columns: Mapping[str, int]
) -> tuple[Sheet, list[str]]:
    """The sheet with what may be kept of each cell alone, and the headings that say so."""
    keeps = {columns[c.field]: c for c in table.columns if c.keep is not None and c.field in columns}
    known = set(columns.values())
    left_out = [heading for i, heading in enumerate(headings) if heading.strip() and i not in known]
    if left_out:
        found.remarks.append(
            ("columns left out", f"{where}: not understood, so they may name people: {few(left_out)}.")
        )
    for position, column in keeps.items():
        found.remarks.append(
            (
                "names of people left out",
                f"{where}: of {plain(headings[position])!r} only {column.headings[-1]!r} is kept.",
            )
        )

    def kept(position: int, cell: str) -> str:
        if position >= len(headings):
            # The words do not matter, that there are any does: a comma may have moved every value.
            return _LEFT_OUT if cell.strip() else ""
        keep = keeps[position].keep if position in keeps else None
        return (keep(cell) if keep else cell) if position in known else ""

    rows = SpooledList(tuple(kept(i, cell) for i, cell in enumerate(row)) for row in sheet.rows)
    shown = [keeps[i].headings[-1] if i in keeps else h if i in known else "" for i, h in enumerate(headings)]
    return replace(sheet, rows=rows), shown


def _at(headings: Sequence[str], index: int) -> str:
    return headings[index].strip() if index < len(headings) else ""


def _unique_headings(cells: Iterable[str]) -> list[str]:
    """Headings as published; a repeated one is numbered so that no word is lost."""
    seen: dict[str, int] = {}
    headings: list[str] = []
    for cell in cells:
        seen[cell] = seen.get(cell, 0) + 1
        headings.append(cell if seen[cell] == 1 or not cell else f"{cell} ({seen[cell]})")
    return headings


def _remark_unknown(
    found: FoundRows, where: str, table: Table, headings: Sequence[str], columns: Mapping[str, int]
) -> None:
    used = set(columns.values())
    unknown = [h for i, h in enumerate(headings) if h.strip() and i not in used and not same(h, table.examples or "")]
    if unknown:
        found.remarks.append(("unknown columns", f"{where}: kept with the rows and not understood: {few(unknown)}."))


def _column_missing(where: str, sheet: Sheet, heading_row: int, missing: Sequence[Column]) -> LayoutRefused:
    column = missing[0]
    also = f" (also known as {few(column.headings[1:])})" if len(column.headings) > 1 else ""
    more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
    there = [cell for cell in sheet.rows[heading_row] if cell.strip()] if sheet.rows else []
    return LayoutRefused(
        f"{where} has no column {plain(column.headings[0])!r}{also}{more}. Headings found in row {heading_row + 1}: "
        f"{few(there) or 'none'}. Check that it is a file of this source, or rename the column."
    )


def _nothing_found(content: FileContent, tables: Sequence[Table], spreadsheet: bool) -> LayoutRefused:
    wanted = [t for t in tables if not t.optional] or list(tables)
    if content.entries:
        return LayoutRefused(f"{content.file_name} is a {content.kind} file, which this source does not publish.")
    if spreadsheet:
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
