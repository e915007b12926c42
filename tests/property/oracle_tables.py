"""Tables in the oracle's answers: rows that are no nodes, their pages and cursors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.model.records import NodeRecord
from tests.property.oracle_world import Asked
from tests.seeded.cursors import Entry, ListKind

DEFAULT_PAGE = 25

Nodes = list[NodeRecord]


@dataclass(frozen=True)
class TableRow:
    """A row: where it stands, its values (a node is one of them), and lists of nodes by field name."""

    asked: Asked
    place: tuple[str, ...]
    values: Mapping[str, Any]
    lists: Mapping[str, tuple[str, Nodes]]


@dataclass(frozen=True)
class Tabled:
    """The answer to a root field that holds tables: plain values and nodes, and the rows of each table."""

    asked: Asked
    values: Mapping[str, Any]
    tables: Mapping[str, list[TableRow]]


@dataclass(frozen=True)
class TablePage:
    """A page of one table."""

    kind: ListKind
    rows: list[TableRow]
    count: int
    has_next: bool
    has_previous: bool

    def entry(self, row: TableRow) -> Entry:
        """What the cursor of a row stands for."""
        return Entry(self.kind.targets[0], "\0".join(row.place), ())


def table_page(name: str, rows: list[TableRow], given: Mapping[str, Any]) -> TablePage:
    """Return the page that `first` or `last` asks for."""
    ordered = sorted(rows, key=lambda row: row.place)
    last = given.get("last")
    size = last if last is not None else given.get("first")
    size = DEFAULT_PAGE if size is None else size
    more = len(ordered) > size
    kind = ListKind((name,), ("place",), ())
    if last is None:
        return TablePage(kind, ordered[:size], len(ordered), more, False)
    return TablePage(kind, ordered[len(ordered) - size :] if more else ordered, len(ordered), False, more)
