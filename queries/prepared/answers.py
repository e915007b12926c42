"""Answers as tables: the JSON of a GraphQL answer laid out in rows and columns, for people and spreadsheets."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

# What GraphQL puts between a list and what is in it. They are no part of a column's name.
WRAPPERS = ("nodes", "edges", "node")
# Properties that things are known by.
CAPTIONS = ("name", "title", "caption", "reference", "citation", "code", "key")
# A spreadsheet takes a text that begins so for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

Cell = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Table:
    """One field of an answer laid out.

    `columns` are dotted paths inside a row. `total` is how many rows there are in the registry where the
    question asked for that, `more` whether a further page follows.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int | None = None
    more: bool = False


def tables(data: Mapping[str, Any]) -> tuple[Table, ...]:
    """Lay out every root field of an answer: a list a row an item, anything else as one row.

    Lists inside a thing that is asked for alone are tables of their own, named with a dotted path.
    """
    return tuple(table for name, value in data.items() for table in _tables(name, value))


def csv_text(table: Table) -> str:
    """Return a table as CSV (RFC 4180, headed). A text that a spreadsheet would run as a formula is quoted."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([_inert(column) for column in table.columns])
    writer.writerows([[_inert(cell) for cell in row] for row in table.rows])
    return out.getvalue()


def short_names(columns: Sequence[str]) -> tuple[str, ...]:
    """Return the columns as people read them: `recipient.name` is `recipient` where nothing else of it is shown."""
    parents = Counter(column.rpartition(".")[0] for column in columns)
    return tuple(
        parent if parent and parents[parent] == 1 and parent not in columns and leaf in CAPTIONS else column
        for column in columns
        for parent, _, leaf in (column.rpartition("."),)
    )


def words(cell: Cell) -> str:
    """Return a cell as people read it: yes and no, and nothing for null."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return str(cell)


def _inert(cell: Cell) -> Cell:
    if isinstance(cell, bool):
        return words(cell)
    return "'" + cell if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def _tables(name: str, value: Any) -> Iterator[Table]:
    if not isinstance(value, dict) or _items(value) is not None:
        yield _table(name, value)
        return
    inner = {field: each for field, each in value.items() if _holds_things(each)}
    plain = {field: each for field, each in value.items() if field not in inner}
    if plain:
        yield _table(name, plain)
    for field, each in inner.items():
        yield _table(f"{name}.{field}", each)


def _holds_things(value: Any) -> bool:
    """Say whether a value is a list of things with fields, not of mere values."""
    items = _items(value)
    return items is not None and (isinstance(value, dict) or any(isinstance(item, dict) for item in items))


def _table(name: str, value: Any) -> Table:
    about = value if isinstance(value, dict) else {}
    items = _items(value)
    rows = [dict(_cells(item, ())) for item in ([value] if items is None else items) if item is not None]
    columns = _columns(rows)
    return Table(
        name,
        tuple(column or name for column in columns),
        tuple(tuple(row.get(column) for column in columns) for row in rows),
        total=about.get("totalCount") if items is not None else None,
        more=bool(about.get("pageInfo", {}).get("hasNextPage")) if items is not None else False,
    )


def _items(value: Any) -> list[Any] | None:
    """Return the items of a list or a connection, None where the value is neither."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        for wrapper in ("nodes", "edges"):
            if isinstance(value.get(wrapper), list):
                return list(value[wrapper])
    return None


def _cells(value: Any, path: tuple[str, ...]) -> Iterator[tuple[str, Cell]]:
    items = _items(value)
    if items is not None:
        yield from _joined([dict(_cells(item, ())) for item in items if item is not None], path)
        if isinstance(value, dict) and value.get("totalCount") is not None:
            yield ".".join((*path, "totalCount")), value["totalCount"]
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _cells(inner, path if name in WRAPPERS else (*path, name))
    else:
        yield ".".join(path), value


def _joined(rows: Sequence[Mapping[str, Cell]], path: tuple[str, ...]) -> Iterator[tuple[str, Cell]]:
    """Put the items of a list inside a row into one cell a column, in order, a gap where one has no value."""
    for column in _columns(rows):
        cells = [words(row.get(column)) for row in rows]
        yield ".".join((*path, column) if column else path), "; ".join(cells)


def _columns(rows: Sequence[Mapping[str, Cell]]) -> tuple[str, ...]:
    """Return the columns of all rows. One that is an object elsewhere is null here and no column of its own."""
    found = dict.fromkeys(column for row in rows for column in row)
    return tuple(c for c in found if not any(other.startswith(c + ".") for other in found))
