"""The flat form of a prepared question: one table with columns that keep their names and types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from queries.prepared.answers import Cell, Table, tables
from queries.prepared.question import Question


@dataclass(frozen=True, slots=True)
class FlatAnswer:
    """An answer as its question's columns lay it out.

    `rows` hold a cell a column, in the order of `question.columns`; a date is its ISO text. `total` is how many rows
    the registry has, where the question counts them, and `more` whether some of them are not here. `others` are the
    tables of the answer that the columns leave out.
    """

    question: Question
    rows: tuple[tuple[Cell, ...], ...]
    total: int | None
    more: bool
    others: tuple[Table, ...]

    def records(self) -> list[dict[str, Cell]]:
        """Return the rows as mappings from column name to cell."""
        names = [column.name for column in self.question.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]

    def table(self) -> Table:
        """Return the rows as a table that is named and headed as the question says."""
        names = tuple(column.name for column in self.question.columns)
        return Table(self.question.table, names, self.rows, self.total, self.more)


def flat_answer(question: Question, data: Mapping[str, Any]) -> FlatAnswer:
    """Lay the data of an answer out by its question's columns.

    Columns from outside the table say the same on every row; what an answer lacks is None.
    """
    found = {table.name: table for table in tables(data)}
    of_rows = found.get(question.table, Table(question.table, (), ()))
    around = _around(question, found)
    inside = f"{question.table}."
    rows = []
    for row in of_rows.rows:
        cells = dict(zip(of_rows.columns, row, strict=True))
        rows.append(
            tuple(
                cells.get(column.path.removeprefix(inside)) if column.path.startswith(inside) else around[column.path]
                for column in question.columns
            )
        )
    shown = {question.table, *(name for name, table in found.items() if _only_around(name, table, around))}
    return FlatAnswer(
        question,
        tuple(rows),
        of_rows.total,
        of_rows.more or (of_rows.total is not None and of_rows.total > len(of_rows.rows)),
        tuple(table for name, table in found.items() if name not in shown and table.rows),
    )


def _around(question: Question, found: Mapping[str, Table]) -> dict[str, Cell]:
    """The values of the columns that stand outside the table: in the thing that holds it."""
    around: dict[str, Cell] = {}
    for column in question.columns:
        if not column.path.startswith(f"{question.table}."):
            name, _, path = column.path.partition(".")
            table = found.get(name)
            at = table.columns.index(path) if table is not None and path in table.columns else None
            around[column.path] = table.rows[0][at] if table is not None and at is not None and table.rows else None
    return around


def _only_around(name: str, table: Table, around: Mapping[str, Cell]) -> bool:
    return all(f"{name}.{column}" in around for column in table.columns)
