"""The bodies that `onward` reaches, as a page: nearest first, each with the flows and the way that lead there."""

from __future__ import annotations

from graph.compile.asked.cursor import decode_cursor
from graph.compile.asked.selection import Selected
from graph.compile.cypher.context import PageCost
from graph.compile.cypher.emit import Emitter
from graph.compile.cypher.listing import Listing, listing
from graph.compile.cypher.order import Order, Term, order_of
from graph.compile.cypher.page import OpenPage, Row
from graph.compile.cypher.where import where_clause
from graph.compile.errors import BadArgument
from graph.compile.shape import Constant, Leaf, Listed, ObjectShape, One, Page, Same, Shape, Value
from graph.compile.walks.reach import (
    BODY,
    DIRECTLY,
    FLOW,
    HOP,
    IDENTIFIABILITY_ONWARD,
    RANK,
    RANK_BEFORE,
    RANKED,
    Reach,
)


class Entries:
    """One field `reached`. Once its page is made, `suffices` says of what is found whether it fills the page.

    None where every hop is needed. A page is filled from the hop that its cursor names on.
    """

    def __init__(self, emitter: Emitter, reach: Reach) -> None:
        self.emitter = emitter
        self.context = emitter.context
        self.reach = reach
        self.entry = self.context.name("r")
        self.node = self.context.name("n")
        self.suffices: str | None = None
        self.imports = ["found", *([reach.followed.dataset] if reach.followed.dataset else [])]

    def page(self, f: Selected, row: Row) -> Page:
        """Add what the field asks to a row and return its shape."""
        context, given, entry, node = self.context, self.emitter.given(f), self.entry, self.node
        step = context.name("s")
        by_name = order_of(context, ("Organisation",), node, [])
        order = Order((Term(step, True), *by_name.terms), f"hop,{by_name.signature}")
        wanted = f"each[{HOP}] > 0"
        if "hop" in given:
            wanted = f"each[{HOP}] = {context.parameter(f.slot, 'hop', transform=self._checked)}"
        lines = [
            f"UNWIND [each IN found WHERE {wanted}] AS {entry}",
            f"WITH {', '.join(self.imports)}, {entry}, {entry}[{BODY}] AS {node}, toString({entry}[{HOP}]) AS {step}",
        ]
        carried = [entry, step, *self.imports]
        listed = Listing("Organisation", node, ", ".join(self.imports), lines, [], carried, self._entry)
        page = listing(self.emitter, f, row, listed, order)
        if page.at is not None and page.count_at is None and not page.backward:
            if "after" in given:
                length, signature = len(order.terms), order.signature
                start = context.parameter(
                    f.slot, "after", transform=lambda text: decode_cursor(text, signature, length)[0]
                )
                wanted += f" AND toString(each[{HOP}]) > {start}"
            self.suffices = f"size([each IN found WHERE {wanted}]) >= ${page.limit}"
        return page

    def _checked(self, hop: int) -> int:
        if not 1 <= hop <= self.reach.hops:
            raise BadArgument(f"hop: there is no hop {hop}. Ask for one of 1 to {self.reach.hops}.")
        return hop

    def _entry(self, f: Selected, opened: OpenPage) -> Shape:
        shape = ObjectShape(self.emitter.type_of(f))
        for each in f.only():
            shape.fields.append((each.key, self._field(each, opened)))
        return Same(shape)

    def _field(self, each: Selected, opened: OpenPage) -> Shape:
        row, entry = opened.row, self.entry
        match each.name:
            case "__typename":
                return Constant("OnwardBody")
            case "body":
                return self._node("Organisation", self.node, each, row, opened.number)
            case "flows":
                return self._flows(each, row, opened.number)
            case "path":
                return self._path(each, row, opened.number)
            case "identifiability" | "stopsBeingIdentifiable":
                self.reach.tells_ranks = True
        return _told(each.name, entry, row)

    def _node(self, label: str, variable: str, each: Selected, row: Row, within: int | None) -> One:
        values = Row()
        shape = self.emitter.object(label, variable, each.only(), values, within)
        row.calls += values.calls
        return One(row.cell(values.expression), shape)

    def _flows(self, f: Selected, row: Row, within: int) -> Page:
        """The flows from the bodies of the hop before to this one."""
        context, entry, node = self.context, self.entry, self.node
        flow, giver, givers = context.name("n"), context.name("g"), context.name("g")
        given = self.emitter.given(f)
        order = order_of(context, ("Flow",), flow, given.get("orderBy", []))
        before = f"each[{HOP}] = {entry}[{HOP}] - 1"
        lines = [
            f"WITH {node}, {', '.join(self.imports)}, [each IN found WHERE {before} | each[{BODY}]] AS {givers}",
            f"MATCH ({node})<-[:RECEIVED_BY]-({flow}:Flow)<-[:DISCLOSES]-({giver}:Organisation)",
            *where_clause([f"{giver} IN {givers}", *self.reach.carries(flow)]),
            f"WITH {flow}",
        ]
        where = self.reach.predicates(flow)
        if given.get("where"):
            where += self.emitter.filters.predicates("Flow", flow, given["where"], f.slot, ("where",))
        listed = Listing("Flow", flow, ", ".join([node, entry, *self.imports]), lines, where, within=within)
        return listing(self.emitter, f, row, listed, order)

    def _path(self, f: Selected, row: Row, within: int) -> Listed:
        """The way here: from the entry back to where it starts, hop by hop, then read forwards."""
        self.reach.tells_ranks = self.reach.tells_ways = True
        context, node = self.context, self.context.name
        step, flow, giver, taker, name = node("s"), node("n"), node("n"), node("n"), node("e")
        context.pages.append(PageCost(f.key, context.constant(self.reach.hops).removeprefix("$"), within))
        number = len(context.pages) - 1
        cells, shape = Row(), ObjectShape(self.emitter.type_of(f))
        ends = {"flow": ("Flow", flow), "discloser": ("Organisation", giver), "recipient": ("Organisation", taker)}
        for each in f.only():
            if each.name == "__typename":
                part: Shape = Constant(shape.type_name)
            elif each.name in ends:
                part = self._node(*ends[each.name], each, cells, number)
            else:
                part = _told(each.name, step, cells)
            shape.fields.append((each.key, part))
        lines = [f"CALL ({self.entry}, found) {{", f"WITH found, {self.entry} AS at, [{self.entry}] AS way"]
        for _ in range(self.reach.hops - 1):
            lines += self._one_back()
        lines += [
            f"UNWIND way AS {step}",
            f"WITH {step}, {step}[{BODY}] AS {taker}, {step}[{FLOW}] AS flowKey",
            f"MATCH ({taker})<-[:RECEIVED_BY]-({flow}:Flow {{key: flowKey}})<-[:DISCLOSES]-({giver}:Organisation)",
            f"WITH {step}, {taker}, {flow}, {giver}",
            *cells.calls,
            f"RETURN collect({cells.expression}) AS {name}",
            "}",
        ]
        row.calls += lines
        return Listed(row.cell(name), shape)

    def _one_back(self) -> list[str]:
        flow, giver, taker, before = (self.context.name(each) for each in ("f", "g", "t", "e"))
        return [
            "CALL (at, found) {",
            f"UNWIND CASE WHEN at[{HOP}] > 1 THEN [at] ELSE [] END AS here",
            f"WITH here, here[{BODY}] AS {taker}, here[{FLOW}] AS flowKey, found",
            f"MATCH ({taker})<-[:RECEIVED_BY]-({flow}:Flow {{key: flowKey}})<-[:DISCLOSES]-({giver}:Organisation)",
            f"WITH [each IN found WHERE each[{HOP}] = here[{HOP}] - 1 AND each[{BODY}] = {giver}] AS back",
            f"RETURN head(collect(head(back))) AS {before}",
            "}",
            f"WITH found, CASE WHEN {before} IS NULL THEN way ELSE [{before}] + way END AS way, "
            f"CASE WHEN {before} IS NULL THEN at ELSE {before} END AS at",
        ]


def _told(name: str, entry: str, row: Row) -> Value:
    """Return what an entry itself tells: its hop, and how identifiable the data is."""
    match name:
        case "hop":
            return Value(row.cell(f"{entry}[{HOP}]"), Leaf.INTEGER)
        case "identifiability":
            codes = "[" + ", ".join(f"'{code}'" for code in RANKED) + "]"
            return Value(row.cell(f"{codes}[{entry}[{RANK}]]"), Leaf.CODE, IDENTIFIABILITY_ONWARD.name)
        case _:
            return Value(row.cell(f"{entry}[{RANK}] < {DIRECTLY} AND {entry}[{RANK_BEFORE}] >= {DIRECTLY}"))
