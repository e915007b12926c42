"""How headings are recognised, and told to people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.model.spelling import plain
from ingest.tables.layout import Table, heading_key

NO_HEADING = "(no heading)"
"""Begins what a value without a heading is called in the words of its row."""


def fields_by_heading(table: Table) -> dict[str, str]:
    """Return the columns of a table by every heading they go under. A heading that is listed counts before a name."""
    names = {heading_key(column.field): column.field for column in table.columns}
    return names | {heading_key(h): column.field for column in table.columns for h in column.headings}


def same(heading: str, other: str) -> bool:
    """Return whether two headings are one."""
    return bool(heading) and heading_key(heading) == heading_key(other)


def few(names: Sequence[str], last: str = ", ") -> str:
    """Return the first names of many as people read them."""
    shown = [plain(name) for name in names[:8]]
    more = f" and {len(names) - 8} more" if len(names) > 8 else ""
    return last.join(shown) + more


def misplaced(beyond: Mapping[str, str]) -> tuple[str, str, str]:
    """In a text file a value without a heading mostly means a comma that should stand in quotation marks."""
    heading, value = next(iter(beyond.items()))
    return heading, value, "the row has more values than there are headings; look for a comma outside quotation marks"
