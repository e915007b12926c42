"""Rows that are no nodes, in what a declared root field answers: a table with typed columns, paged by a cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from graph.compile.asked.selection import Selected
from graph.compile.cypher.emit import Emitter
from graph.compile.cypher.order import Order, Term
from graph.compile.cypher.page import OpenPage, Row
from graph.compile.declared.fields import ListField, Prepared
from graph.compile.declared.scene import Scene
from graph.compile.shape import Leaf, One, OneOfMany, Value
from graph.model.property import CodeList, Kind


@dataclass(frozen=True, slots=True)
class Column:
    """A plain value. `cypher` is what crosses the wire, so a day is text; `required` says that it is always there.

    `find` are the lines that bind what `cypher` reads, where it is not bound already; they may begin with the
    variables of the arguments.
    """

    name: str
    kind: Kind
    description: str
    cypher: str
    codes: CodeList | None = None
    required: bool = True
    find: Callable[[Scene], list[str]] | None = None


@dataclass(frozen=True, slots=True)
class NodeColumn:
    """The node that a variable of the row holds: of one type, or of one of several."""

    name: str
    labels: tuple[str, ...]
    variable: str
    description: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class RowsField:
    """A page of rows. `find` gives the lines that bind `variables`, a row each, and ends in a WITH of them.

    The first of the variables is never null. `sorted_by` are expressions over the variables, each a text, that tell
    any two rows apart; `signature` names the order in cursors. Lines that several fields of a row read are `prepared`.
    """

    name: str
    entry: str
    entry_description: str
    description: str
    variables: tuple[str, ...]
    find: Callable[[Scene], list[str]]
    sorted_by: tuple[str, ...]
    signature: str
    fields: tuple[Column | NodeColumn | ListField, ...]
    prepared: tuple[Prepared, ...] = ()

    def order(self) -> Order:
        """Return the order of the rows, which is always the same."""
        return Order(tuple(Term(each, ascending=True) for each in self.sorted_by), self.signature)


DAY_ASKED = Column("day", Kind.DATE, "The day asked about.", "toString($today)")
"""The day that an answer is of."""

_LEAVES = {Kind.INTEGER: Leaf.INTEGER, Kind.CODE: Leaf.CODE}


def column_value(column: Column, expression: str, row: Row) -> Value:
    """Add a column to a row and return its shape."""
    code = column.codes.name if column.codes else ""
    return Value(row.cell(expression), _LEAVES.get(column.kind, Leaf.PLAIN), code)


def value_of(column: Column, scene: Scene, bound: Sequence[str], row: Row) -> str:
    """Return the expression of a column's value; what it has to be found by is added to the row's subqueries."""
    if column.find is None:
        return column.cypher
    name = scene.name("e")
    row.calls += [f"CALL ({', '.join(bound)}) {{", *column.find(scene), f"RETURN {column.cypher} AS {name}", "}"]
    return name


def node_value(emitter: Emitter, column: NodeColumn, part: Selected, opened: OpenPage) -> One | OneOfMany:
    """Add what is selected of a row's node to the row and return its shape."""
    row, variable = opened.row, column.variable
    if len(column.labels) > 1:
        cell, shapes = emitter.one_of_many(variable, column.labels, part, row, opened.number)
        return OneOfMany(row.cell(cell), shapes)
    values = Row()
    shape = emitter.object(column.labels[0], variable, part.only(), values, opened.number)
    row.calls += values.calls
    cell = values.expression
    if not column.required:
        cell = f"CASE WHEN {variable} IS NOT NULL THEN {cell} END"
    return One(row.cell(cell), shape)
