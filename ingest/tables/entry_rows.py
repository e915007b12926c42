"""Rows of entries whose values are named: those of a log, a list, or files of lines."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.errors import LayoutRefused
from ingest.reading.cells import Entry, FileContent
from ingest.spool.lists import SpooledList
from ingest.tables.headings import few, fields_by_heading, same
from ingest.tables.layout import Row, Table, heading_key


def entry_rows(
    content: FileContent, tables: Sequence[Table], position: int
) -> tuple[Sequence[Row], list[tuple[str, str]]]:
    """Return the rows that the entries of a file make, and what people should know about them.

    `position` is that of the first. Raises LayoutRefused where they are not those of the source.
    """
    rows: SpooledList[Row] = SpooledList()
    remarks: list[tuple[str, str]] = []
    by_table: dict[str, list[Entry]] = {}
    for entry in content.entries:
        of = _table_of_entry(content, entry, tables)
        if of is not None:
            by_table.setdefault(of.name, []).append(entry)
    for table in tables:
        if entries := by_table.get(table.name):
            remarks += _take(rows, content, table, entries, position + len(rows))
    return rows, remarks


def _table_of_entry(content: FileContent, entry: Entry, tables: Sequence[Table]) -> Table | None:
    if entry.sheet is None:
        return next((t for t in tables if t.entries), None)
    named = [t for t in tables if t.entries for name in (t.name, *t.sheets) if same(name, entry.sheet)]
    if not named:
        raise LayoutRefused(
            f"{content.file_name}, {entry.place}: there is no sheet {entry.sheet!r}. Sheets: "
            f"{few([t.name for t in tables if t.entries])}."
        )
    return named[0]


def _take(
    rows: SpooledList[Row], content: FileContent, table: Table, entries: Sequence[Entry], position: int
) -> list[tuple[str, str]]:
    known = fields_by_heading(table)
    seen: dict[str, int] = {}
    candidates: list[tuple[Entry, dict[str, str]]] = []
    for entry in entries:
        if table.examples and any(same(name, table.examples) and word for name, word in entry.words.items()):
            continue
        by_heading = {known[heading_key(name)]: name for name in entry.words if heading_key(name) in known}
        candidates.append((entry, by_heading))
        for name in entry.words:
            seen[name] = seen.get(name, 0) + 1
    if not candidates:
        return []
    anywhere = {name for _, by_heading in candidates for name in by_heading}
    missing = [c for c in table.columns if c.needed and c.field not in anywhere]
    if missing:
        raise LayoutRefused(
            f"{content.file_name} has no value called {missing[0].headings[0]!r}. Its entries have: "
            f"{few(sorted(seen))}. Check that it is a file of this source."
        )
    unknown = sorted(n for n in seen if heading_key(n) not in known and not same(n, table.examples or ""))
    for offset, (entry, by_heading) in enumerate(candidates):
        cells = {name: entry.words[heading] for name, heading in by_heading.items()}
        rows.append(
            Row(
                *(table.name, content.file_name, entry.place, position + offset, entry.words, cells),
                headings=by_heading,
            )
        )
    if not unknown:
        return []
    return [("unknown columns", f"{content.file_name}: kept with the rows and not understood: {few(unknown)}.")]
