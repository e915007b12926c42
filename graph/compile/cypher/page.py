"""Rows and pages under construction: cells, the subqueries that fill them, and the lines that gather a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from graph.compile.asked.selection import Selected
from graph.compile.cypher.order import Order
from graph.compile.shape import CursorOf, Shape
from graph.model.registry import ResolvedLink


@dataclass
class Row:
    """One row under construction: its cells and the subqueries that fill some of them.

    `named` are the names under which those find what a node names and the caller may see, by the node's variable.
    """

    cells: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)

    def cell(self, expression: str) -> int:
        """Return the place of an expression in the row; the same expression is fetched once."""
        if expression not in self.cells:
            self.cells.append(expression)
        return self.cells.index(expression)

    def call(self, name: str, lines: list[str]) -> int:
        """Add a subquery that returns one value under a name, and return the value's place."""
        self.calls += lines
        return self.cell(name)

    @property
    def expression(self) -> str:
        """The row as a Cypher list."""
        return f"[{', '.join(self.cells)}]"


@dataclass
class PageRequest:
    """A page to be read: its order, where it starts, how many rows; all from one field's arguments.

    `beyond` are the placeholders of the sort keys it starts after, of which `predicates` are made.
    """

    order: Order
    limit: str
    predicates: list[str]
    backward: bool
    resumed: bool
    extra: int
    beyond: list[str]


@dataclass
class OpenPage:
    """A page being filled: the variables of its nodes and edges, its row, and its number among all pages.

    `made` makes the entries of a page whose entries are no nodes of the model.
    """

    request: PageRequest
    node: str
    targets: tuple[str, ...]
    edge: str = ""
    link: ResolvedLink | None = None
    row: Row = field(default_factory=Row)
    number: int = -1
    made: Callable[[Selected, OpenPage], Shape] | None = None

    def cursor(self) -> CursorOf:
        """Return the shape of a row's cursor, with the row's sort keys side by side in it."""
        keys = [term.expression for term in self.request.order.terms]
        cells = self.row.cells
        for start in range(len(cells) - len(keys) + 1):
            if cells[start : start + len(keys)] == keys:
                return CursorOf(self.request.order.signature, start, start + len(keys))
        start = len(cells)
        cells += keys
        return CursorOf(self.request.order.signature, start, start + len(keys))

    def finish(self, name: str) -> list[str]:
        """Return the lines that gather the page's rows under a name.

        The rows keep the order they had before their subqueries, which run for one row after another. Saying
        the order again would make Neo4j plan everything within twice, and twice again at each level further in.
        """
        return [*self.row.calls, f"RETURN collect({self.row.expression}) AS {name}"]
