"""The root field `sharing`: who gives what to whom, between two bodies or between one and all others.

Where no flow is recorded between the bodies, the agreements both are party to are the answer, and
`answeredBy` says so.
"""

from __future__ import annotations

from graph.compile.asked.ids import key_of
from graph.compile.asked.selection import Selected
from graph.compile.cypher.context import Context
from graph.compile.cypher.either import either
from graph.compile.cypher.emit import Emitter
from graph.compile.cypher.listing import Listing, listing
from graph.compile.cypher.order import order_of
from graph.compile.cypher.page import Row
from graph.compile.cypher.where import where_clause
from graph.compile.roots.flows_between import flows_between
from graph.compile.shape import Constant, Leaf, ObjectShape, One, Page, Shape, Value
from graph.model.property import CodeList

ANSWERED_BY = CodeList(
    "SharingAnsweredBy",
    "What an answer about sharing rests on.",
    {
        "FLOWS": "Flows are recorded between the bodies.",
        "AGREEMENTS": "No flow is recorded; both are party to an agreement.",
        "NOTHING": "Neither a flow nor a shared agreement is recorded. Sharing may still happen.",
    },
)


def sharing(emitter: Emitter, each: Selected) -> tuple[str, Shape]:
    """Compile `sharing(between:, and:, direction:)`."""
    context = emitter.context
    given = emitter.given(each)
    labels = frozenset(context.model.nodes)

    def key(argument: str) -> str:
        return context.parameter(each.slot, argument, transform=lambda text: key_of(text, "Organisation", labels))

    lines = [f"MATCH (a:Organisation {{key: {key('between')}}})"]
    lines += where_clause(context.scoped("Organisation", "a"))
    two = "and" in given
    if two:
        lines.append(f"MATCH (b:Organisation {{key: {key('and')}}})")
        lines += where_clause(context.scoped("Organisation", "b"))
    part = _Sharing(emitter, two, given.get("direction", "BOTH"))
    row = Row()
    shape = ObjectShape(next(iter(each.children)))
    for f in each.only():
        shape.fields.append((f.key, part.field(f, row)))
    lines += row.calls
    lines.append(f"RETURN head(collect({row.expression})) AS c0")
    return "\n".join(lines), One(0, shape)


class _Sharing:
    def __init__(self, emitter: Emitter, two: bool, direction: str) -> None:
        self.emitter = emitter
        self.context: Context = emitter.context
        self.two = two
        self.direction = direction
        self.bodies = "a, b" if two else "a"

    def field(self, f: Selected, row: Row) -> Shape:
        match f.name:
            case "__typename":
                return Constant(self.emitter.type_of(f) if f.children else "Sharing")
            case "between":
                return self._body("a", f, row)
            case "and":
                return self._body("b", f, row) if self.two else Constant(None)
            case "flows":
                return self._connection("Flow", f, row)
            case "agreements":
                return self._connection("Agreement", f, row)
            case _:
                return Value(self._answered_by(row), Leaf.CODE, ANSWERED_BY.name)

    def _body(self, variable: str, f: Selected, row: Row) -> Shape:
        values = Row()
        shape = self.emitter.object("Organisation", variable, f.only(), values, None)
        row.calls += values.calls
        return One(row.cell(values.expression), shape)

    def _connection(self, label: str, f: Selected, row: Row) -> Page:
        node = self.context.name("n")
        order = order_of(self.context, (label,), node, self.emitter.given(f).get("orderBy", []))
        lines = [*self._source(label, node), f"WITH {node}"]
        return listing(
            self.emitter, f, row, Listing(label, node, self.bodies, lines, self._where(label, node, f)), order
        )

    def _where(self, label: str, node: str, f: Selected | None) -> list[str]:
        context = self.context
        found = context.scoped(label, node) + context.held(context.model.nodes[label], node)
        if f is not None and self.emitter.given(f).get("where"):
            given = self.emitter.given(f)["where"]
            found += self.emitter.filters.predicates(label, node, given, f.slot, ("where",))
        return found

    def _answered_by(self, row: Row) -> int:
        counts = []
        for label in ("Flow", "Agreement"):
            node, name = self.context.name("n"), self.context.name("e")
            lines = [f"CALL ({self.bodies}) {{", *self._source(label, node), f"WITH {node}"]
            lines += [*where_clause(self._where(label, node, None)), f"WITH {node} LIMIT 1"]
            row.calls += [*lines, f"RETURN count({node}) AS {name}", "}"]
            counts.append(name)
        flows, agreements = counts
        return row.cell(
            f"CASE WHEN {flows} > 0 THEN 'FLOWS' WHEN {agreements} > 0 THEN 'AGREEMENTS' ELSE 'NOTHING' END"
        )

    def _source(self, label: str, node: str) -> list[str]:
        if label == "Agreement":
            return self._agreements(node)
        ways = []
        if self.direction in ("BOTH", "GIVES"):
            ways.append(flows_between("a", "b", node) if self.two else [f"MATCH (a)-[:DISCLOSES]->({node}:Flow)"])
        if self.direction in ("BOTH", "RECEIVES"):
            ways.append(flows_between("b", "a", node) if self.two else [f"MATCH (a)<-[:RECEIVED_BY]-({node}:Flow)"])
        return either(self.bodies, node, *ways)

    def _agreements(self, node: str) -> list[str]:
        context = self.context
        party = context.model.nodes["Party"]
        mine = context.name("x")
        found = context.held(party, mine)
        lines = [f"MATCH (a)<-[:OF]-({mine}:Party)-[:IN]->({node}:Agreement)"]
        if self.two:
            theirs = context.name("x")
            found += context.held(party, theirs)
            # A MATCH of its own: where both are one body, one pattern could not go back the way it came.
            lines.append(f"MATCH ({node})<-[:IN]-({theirs}:Party)-[:OF]->(b)")
        return [*lines, *where_clause(found), f"WITH DISTINCT {node}"]
