"""A page of whatever some lines of Cypher find: what a root field of its own type lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from graph.compile.asked.selection import Selected
from graph.compile.cypher.emit import Emitter
from graph.compile.cypher.order import Order
from graph.compile.cypher.page import OpenPage, Row
from graph.compile.cypher.where import where_clause
from graph.compile.shape import Page, Shape


@dataclass(frozen=True, slots=True)
class Listing:
    """What is listed: nodes of a label under a variable, which `lines` find and whose last line is a WITH.

    `imports` are the outer variables that the lines read, `where` is what must hold beside, `carried` are
    variables that the rows of the page need as well. `made` makes the entries where they are no nodes of the
    model; `within` is the page that the list stands in. `first` gives the lines that run for each row of the page
    before what is selected of it.
    """

    label: str
    node: str
    imports: str
    lines: list[str]
    where: list[str]
    carried: Sequence[str] = ()
    made: Callable[[Selected, OpenPage], Shape] | None = None
    within: int | None = None
    first: Callable[[], list[str]] = list


def listing(emitter: Emitter, f: Selected, row: Row, listed: Listing, order: Order) -> Page:
    """Add what a connection field asks of a list to a row and return the connection's shape."""
    context, node = emitter.context, listed.node
    wanted = {each.name for each in f.only()}
    if wanted & {"nodes", "edges", "pageInfo"}:
        request = emitter.page_request(f, order)
        opened = OpenPage(request, node, (listed.label,), made=listed.made)
        page = emitter.page(f, opened, listed.within)
        name = context.name("e")
        variables = ", ".join([node, *listed.carried])
        lines = [f"CALL ({listed.imports}) {{", *listed.lines, *where_clause(listed.where + request.predicates)]
        lines.append(f"WITH {variables} ORDER BY {request.order.clause()} LIMIT {request.limit}")
        lines += listed.first()
        page.at = row.call(name, [*lines, *opened.finish(name), "}"])
    else:
        page = emitter.empty_page(f)
    if "totalCount" in wanted:
        name = context.name("e")
        lines = [f"CALL ({listed.imports}) {{", *listed.lines, *where_clause(listed.where)]
        page.count_at = row.call(name, [*lines, f"RETURN count({node}) AS {name}", "}"])
    return page
