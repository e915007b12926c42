"""A row made again from its words, as the graph or a rejects file keeps them."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.errors import LayoutRefused
from ingest.reading.cells import Words
from ingest.tables.headings import NO_HEADING, few, fields_by_heading, misplaced
from ingest.tables.layout import Row, Table, heading_key


def row_of_words(words: Words, tables: Sequence[Table], file: str, place: str, position: int) -> Row:
    """Make a row again from its words.

    Raises LayoutRefused where the words fit no table of the source.
    """
    words = {heading: word for heading, word in words.items() if word or not heading.startswith(NO_HEADING)}
    sheet = heading_key(place.rpartition("!")[0])
    best: tuple[int, Table, dict[str, str]] | None = None
    for table in tables:
        known = fields_by_heading(table)
        columns = {known[heading_key(h)]: h for h in reversed(list(words)) if heading_key(h) in known}
        by_name = sheet in {heading_key(name) for name in (table.name, *table.sheets)}
        score = len(columns) + 1000 * by_name
        if (table.needed <= columns.keys() or table.entries) and (best is None or score > best[0]):
            best = (score, table, columns)
    if best is None:
        raise LayoutRefused(f"{place} has headings that this source does not know: {few(list(words))}.")
    _, table, columns = best
    labels = frozenset(columns[c.field] for c in table.columns if c.row_label and c.field in columns)
    cells = {name: words[heading] for name, heading in columns.items()}
    beyond = {h: str(word) for h, word in words.items() if h.startswith(NO_HEADING)}
    spreadsheet = not place.startswith(f"{file}!")
    fault = misplaced(beyond) if beyond and not spreadsheet else None
    return Row(table.name, file, place, position, words, cells, labels, fault, columns)
