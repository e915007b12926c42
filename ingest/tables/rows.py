"""Taking the rows of a source's tables from a file. Columns nobody declared are kept with them and reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from graph.model.spelling import plain
from ingest.reading.cells import FileContent, Sheet
from ingest.spool.lists import SpooledList
from ingest.tables.entry_rows import entry_rows
from ingest.tables.headings import NO_HEADING, few, misplaced, same
from ingest.tables.laid_out import LaidOut, laid_out, nothing_found, tables_of
from ingest.tables.layout import Row, Table

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
    for sheet, table in tables_of(content, tables):
        layout = laid_out(content, sheet, table, found.remarks)
        _take_sheet(found, content, sheet, layout, first_position + len(found.rows))
    if not found.rows and not _recognised(found):
        if named:
            raise nothing_found(content, tables)
        found.remarks.append(("file not used", f"{content.file_name} holds no table of this source."))
    return found


def _recognised(found: FoundRows) -> bool:
    return any(kind in ("empty table", _ROWS_LEFT_OUT) for kind, _ in found.remarks)


def _take_sheet(found: FoundRows, content: FileContent, sheet: Sheet, layout: LaidOut, position: int) -> None:
    table, where, headings, columns = layout.table, layout.where, layout.headings, layout.columns
    if table.names_people:
        sheet, headings = _without_people(found, where, sheet, table, headings, columns)
    _remark_unknown(found, where, table, headings, columns)
    labels = frozenset(headings[columns[c.field]] for c in table.columns if c.row_label and c.field in columns)
    called = {name: headings[i] for name, i in columns.items()}
    marks = next((i for i, h in enumerate(headings) if table.examples and same(h, table.examples)), None)
    saved: list[str] = []
    taken = left_out = examples = 0
    for number, cells in enumerate(islice(sheet.rows, layout.first, None), start=layout.first + 1):
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
        words, fault = _words(content, headings, cells, layout.width)
        for heading in (heading for i, heading in enumerate(headings) if (number, i) in sheet.formulas):
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


def _words(
    content: FileContent, headings: Sequence[str], cells: Sequence[str], width: int
) -> tuple[dict[str, str], tuple[str, str, str] | None]:
    """A row as published, and what is wrong with it: values beyond the headings, or fewer than all others have."""
    words = {heading: cells[i] if i < len(cells) else "" for i, heading in enumerate(headings) if heading}
    beyond = {f"{NO_HEADING} {i + 1}": c for i, c in enumerate(cells) if c.strip() and not _at(headings, i)}
    fault = misplaced(beyond) if beyond and not content.is_spreadsheet else None
    if len(cells) < width:
        fault = (headings[0], cells[0], f"the row has {len(cells)} values, the others have {width}")
    return words | beyond, fault


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


def _remark_unknown(
    found: FoundRows, where: str, table: Table, headings: Sequence[str], columns: Mapping[str, int]
) -> None:
    used = set(columns.values())
    unknown = [h for i, h in enumerate(headings) if h.strip() and i not in used and not same(h, table.examples or "")]
    if unknown:
        found.remarks.append(("unknown columns", f"{where}: kept with the rows and not understood: {few(unknown)}."))
