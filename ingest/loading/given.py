"""What the files of a load hold: the rows of an edition, or corrected rows of one already begun."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.errors import FileRefused, LayoutRefused, RejectsUnusable
from ingest.limits import Limits
from ingest.loading.bookkeeping import EditionName, edition_of
from ingest.loading.progress import Progress
from ingest.reading.cells import FileContent
from ingest.reading.files import given_files, read_file
from ingest.source import Source
from ingest.spool.lists import SpooledList
from ingest.tables.layout import Row
from ingest.tables.rejects import is_rejects_file, read_rejects
from ingest.tables.rows import find_rows


@dataclass(slots=True)
class Given:
    """The rows of an edition by the order of tables, or corrected rows, then with the edition they `correct`.

    `partial` says that files of these kinds never hold the whole of the source.
    """

    edition: EditionName
    rows: Sequence[Row]
    remarks: list[tuple[str, str]] = field(default_factory=list)
    corrects: str | None = None
    partial: bool = False


def read_given(source: Source, paths: Sequence[Path], limits: Limits, tell: Progress, today: dt.date) -> Given:
    """Read the files that paths name.

    Raises FileRefused, LayoutRefused or RejectsUnusable where they cannot be taken.
    """
    files = given_files(paths)
    contents: list[tuple[FileContent, bool]] = []
    remarks: list[tuple[str, str]] = []
    for done, (path, named) in enumerate(files):
        tell("reading files", done, len(files))
        try:
            content = read_file(path, limits)
            if content.kind not in source.info.formats and not is_rejects_file(content):
                raise FileRefused(
                    f"{path.name} is a {content.kind} file; {source.info.name} is published as "
                    f"{', '.join(source.info.formats)}. Check that it is the right file and the right source."
                )
        except FileRefused as refused:
            if named:
                raise
            remarks.append(("file not used", str(refused)))
            continue
        contents.append((content, named))
    tell("reading files", len(files), len(files))
    if any(is_rejects_file(content) for content, _ in contents):
        return _corrections(source, contents)
    return _edition(source, contents, remarks, today)


def _corrections(source: Source, contents: Sequence[tuple[FileContent, bool]]) -> Given:
    if not all(is_rejects_file(content) for content, _ in contents):
        raise RejectsUnusable("Load files of rejected rows by themselves, without other files.")
    corrected = [read_rejects(content, source.tables) for content, _ in contents]
    editions = {c.edition for c in corrected}
    if len(editions) != 1:
        raise RejectsUnusable("These files of rejected rows belong to several editions. Load them one by one.")
    edition = editions.pop()
    rows = [row for c in corrected for row in c.rows]
    return Given(EditionName(edition, "", "", None), rows, corrects=edition)


def _edition(
    source: Source, contents: Sequence[tuple[FileContent, bool]], remarks: list[tuple[str, str]], today: dt.date
) -> Given:
    rows: SpooledList[Row] = SpooledList()
    used: list[FileContent] = []
    for content, named in contents:
        try:
            found = find_rows(content, source.tables, named=named, first_position=len(rows) + 1)
        except LayoutRefused as refused:
            if named:
                raise
            remarks.append(("file not used", str(refused)))
            continue
        rows.extend(found.rows)
        remarks += [("reading", text) for text in content.remarks] + found.remarks
        if found.rows or named:
            used.append(content)
    if not rows:
        names = ", ".join(content.file_name for content, _ in contents) or "The folder"
        if any(kind == "example rows" for kind, _ in remarks):
            raise FileRefused(f"{names}: it holds example rows alone, which are not loaded. Fill in rows of your own.")
        raise FileRefused(f"{names}: there are no rows of {source.info.name} in it. Check that it is the right file.")
    there = {row.table for row in rows}
    lacking = next((t for t in source.tables if not t.optional and t.name not in there), None)
    if lacking is not None:
        raise LayoutRefused(
            f"{', '.join(c.file_name for c in used)}: there are no rows of the table {lacking.name}, which "
            f"{source.info.name} needs. Load its files together, or the folder that holds them."
        )
    names_used = [content.file_name for content in used]
    twice = next((name for name in names_used if names_used.count(name) > 1), None)
    if twice is not None:
        raise FileRefused(f"Two files are called {twice}. Give them names of their own: rows are known by their file.")
    edition = edition_of(source, used)
    if edition.as_at is not None and edition.as_at.day > today:
        remarks.append(("dates ahead", f"This edition describes {edition.as_at.day}, which is still to come."))
    partial = bool(source.whole_formats) and not any(c.kind in source.whole_formats for c in used)
    return Given(edition, in_table_order(source, rows), remarks, partial=partial)


def in_table_order(source: Source, rows: Iterable[Row]) -> Sequence[Row]:
    """Return the rows table by table, those of one in the order given."""
    by_table: dict[str, SpooledList[Row]] = {table.name: SpooledList() for table in source.tables}
    for row in rows:
        by_table[row.table].append(row)
    first, *others = by_table.values()
    for other in others:
        first.extend(other)
    return first
