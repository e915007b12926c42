"""Objects and pages: what is selected of a node becomes cells of a row, and subqueries for what it links to."""

from __future__ import annotations

import re

from graph.access import ScopeClass, named_and_seen
from graph.compile.asked.arguments import Arguments
from graph.compile.asked.selection import Selected
from graph.compile.cypher.context import Context, PageCost, held_between, value_expression
from graph.compile.cypher.order import Order, order_of, position, with_edge_keys
from graph.compile.cypher.page import OpenPage, PageRequest, Row
from graph.compile.cypher.where import Filters, where_clause
from graph.compile.errors import BadArgument
from graph.compile.shape import (
    Constant,
    Leaf,
    ObjectShape,
    One,
    OneOfMany,
    Page,
    PageField,
    Same,
    Shape,
    Value,
)
from graph.model.property import Kind, Property
from graph.model.registry import ResolvedLink
from graph.model.this import bind_this

_LEAVES = {Kind.CODE: Leaf.CODE, Kind.CODES: Leaf.CODES, Kind.INTEGER: Leaf.INTEGER, Kind.INSTANT: Leaf.INSTANT}


class Emitter:
    """Emits the statement parts of one context."""

    def __init__(self, context: Context, arguments: list[Arguments]) -> None:
        self.context = context
        self.arguments = arguments
        self.filters = Filters(context)

    def given(self, selected: Selected) -> Arguments:
        """Return the arguments of a field; only their shape may be looked at."""
        return self.arguments[selected.slot] if selected.slot >= 0 else {}

    def object(self, label: str, variable: str, fields: list[Selected], row: Row, within: int | None) -> ObjectShape:
        """Add what is selected of a node to a row and return its shape. `within` is the page it stands in."""
        shape = ObjectShape(label)
        for each in fields:
            shape.fields.append((each.key, self._field(label, variable, each, row, within)))
        return shape

    def _field(self, label: str, variable: str, each: Selected, row: Row, within: int | None) -> Shape:
        model = self.context.model
        node = model.nodes[label]
        links = model.links(label)
        if each.name == "__typename":
            return Constant(label)
        if each.name == "id":
            return Value(row.cell(f"{variable}.key"), Leaf.ID, label)
        if each.name == "caption":
            kind = model.property(label, node.caption).kind
            return Value(row.cell(value_expression(kind, self._told(label, variable, node.caption, row))))
        if each.name == "conditions":
            arms = ", ".join(f"CASE WHEN {bind_this(c.cypher, variable)} THEN '{c.code}' END" for c in node.conditions)
            cell = row.cell(f"[each IN [{arms}] WHERE each IS NOT NULL]")
            return Value(cell, Leaf.CODES, f"{label}Condition")
        computed = self.context.computed.get((label, each.name))
        if computed is not None:
            self.context.plain = False
            needs = [bind_this(need, variable) for need in computed.needs]
            if computed.named:
                needs.append(self._named(label, variable, row))
            return Value(row.cell(f"[{', '.join(needs)}]"), Leaf.COMPUTED)
        if each.name in links:
            return self._link(links[each.name], variable, each, row, within)
        return self._property(model.property(label, each.name), self._told(label, variable, each.name, row), row)

    def _told(self, label: str, variable: str, name: str, row: Row) -> str:
        """Return the Cypher of a property as the caller may read it."""
        others = self.context.model.nodes[label].names_others
        if others is None or not self.context.told_in_part(label, name):
            return f"{variable}.{name}"
        named = self._named(label, variable, row)
        return self.context.told(label, variable, name, f"size({named}) = size({variable}.{others.names})")

    def _named(self, label: str, variable: str, row: Row) -> str:
        """Return what a node names and the caller may see, looked for once a node; null where that is all."""
        if self.context.scope is ScopeClass.ALL:
            return "null"
        if variable not in row.named:
            found, name = self.context.name("n"), self.context.name("e")
            row.named[variable] = name
            row.calls += [
                f"CALL ({variable}) {{",
                f"MATCH {named_and_seen(self.context.model, label, variable, found, self.context.scope)}",
                f"RETURN collect([head(labels({found})), {found}.key]) AS {name}",
                "}",
            ]
        return row.named[variable]

    def _property(self, prop: Property, read: str, row: Row) -> Value:
        cell = row.cell(value_expression(prop.kind, read))
        return Value(cell, _LEAVES.get(prop.kind, Leaf.PLAIN), prop.codes.name if prop.codes else "")

    def _link(self, link: ResolvedLink, variable: str, each: Selected, row: Row, within: int | None) -> Shape:
        return (
            self._connection(link, variable, each, row, within)
            if link.many
            else self._to_one(link, variable, each, row, within)
        )

    def _to_one(self, link: ResolvedLink, variable: str, each: Selected, row: Row, within: int | None) -> Shape:
        other, name = self.context.name("n"), self.context.name("e")
        inner = Row()
        shapes: dict[str, ObjectShape] = {}
        if link.polymorphic:
            value, shapes = self.one_of_many(other, link.targets, each, inner, within)
        else:
            shapes[link.targets[0]] = self.object(link.targets[0], other, each.only(), inner, within)
            value = inner.expression
        lines = [f"CALL ({variable}) {{", f"MATCH {link.pattern(variable, '', other)}"]
        lines += where_clause(self.context.scoped_across(link, other))
        lines.append(f"WITH {other} ORDER BY {other}.key LIMIT 1")
        lines += inner.calls
        lines += [f"RETURN head(collect({value})) AS {name}", "}"]
        at = row.call(name, lines)
        return OneOfMany(at, shapes) if link.polymorphic else One(at, shapes[link.targets[0]])

    def _connection(self, link: ResolvedLink, variable: str, each: Selected, row: Row, within: int | None) -> Shape:
        other, edge = self.context.name("n"), self.context.name("r")
        fields = each.only()
        where = self._conditions_of(link, each, other, edge)
        order = order_of(self.context, link.targets, other, self.given(each).get("orderBy", []))
        if link.edge.key:
            order = with_edge_keys(order, edge, link)
        pattern = link.pattern(variable, edge, other)
        wanted = {f.name for f in fields}
        if wanted & {"nodes", "edges", "pageInfo"}:
            request = self.page_request(each, order)
            opened = OpenPage(request, other, link.targets, edge, link)
            page = self.page(each, opened, within)
            name = self.context.name("e")
            lines = [f"CALL ({variable}) {{", f"MATCH {pattern}", *where_clause(where + request.predicates)]
            lines.append(f"WITH {other}, {edge} ORDER BY {request.order.clause()} LIMIT {request.limit}")
            page.at = row.call(name, [*lines, *opened.finish(name), "}"])
        else:
            page = self.empty_page(each)
        if "totalCount" in wanted:
            counted = f"{pattern} WHERE {' AND '.join(where)}" if where else pattern
            page.count_at = row.cell(f"COUNT {{ {counted} }}")
        return page

    def _conditions_of(self, link: ResolvedLink, each: Selected, other: str, edge: str) -> list[str]:
        where = self.context.scoped_across(link, other)
        if self.context.as_of and link.edge.held is not None:
            where += held_between(edge, link.edge.held, set())
        if link.polymorphic:
            where += self.context.held_any(link.targets, other)
        else:
            label = link.targets[0]
            where += self.context.held(self.context.model.nodes[label], other)
            given = self.given(each).get("where")
            if given:
                where += self.filters.predicates(label, other, given, each.slot, ("where",))
        return where

    def empty_page(self, each: Selected) -> Page:
        """Return the shape of a connection of which no rows are read."""
        page = Page(None, "", 0, False, False, self.type_of(each))
        page.fields = [(f.key, PageField(f.name)) for f in each.only()]
        return page

    @staticmethod
    def type_of(each: Selected) -> str:
        """Return the name of the one object type a field returns."""
        return next(iter(each.children))

    def page_request(self, each: Selected, order: Order) -> PageRequest:
        """Read first/after/last/before of a field. Raises BadArgument where they contradict each other."""
        given = self.given(each)
        backward = "last" in given
        if backward and "after" in given:
            raise BadArgument("last goes with before, and first with after. Ask for one of the two pairs.")
        if "before" in given and not backward:
            raise BadArgument("before goes with last: say how many nodes before the cursor are wanted.")
        cursor = "before" if backward else "after"
        if backward:
            order = order.reversed()
        resumed = cursor in given
        beyond = position(self.context, order, each.slot, cursor) if resumed else []
        predicates = [order.beyond(beyond)] if resumed else []
        needed = "hasPreviousPage" if backward else "hasNextPage"
        info = [f for f in each.only() if f.name == "pageInfo"]
        extra = int(any(f.name == needed for each_info in info for f in each_info.only()))
        argument = "last" if backward else "first"
        if argument in given:
            limit = self.context.page_size(each.slot, argument, extra)
        else:
            limit = self.context.constant(self.context.default_page + extra)
        return PageRequest(order, limit, predicates, backward, resumed, extra, beyond)

    def page(self, each: Selected, opened: OpenPage, within: int | None) -> Page:
        """Add to the page's row what a connection needs of each node and return the shape of the connection."""
        request = opened.request
        limit = request.limit.removeprefix("$")
        self.context.pages.append(PageCost(each.key, limit, within))
        opened.number = len(self.context.pages) - 1
        page = Page(None, limit, request.extra, request.backward, request.resumed, self.type_of(each))
        for f in each.only():
            page.fields.append((f.key, self._page_field(f, page, opened)))
        return page

    def _page_field(self, f: Selected, page: Page, opened: OpenPage) -> PageField:
        if f.name == "nodes":
            return PageField("nodes", self._node_of(f, opened))
        if f.name == "pageInfo":
            names = [(info.key, info.name) for info in f.only()]
            if {"startCursor", "endCursor"} & {name for _, name in names}:
                page.cursor = opened.cursor()
            return PageField("pageInfo", fields=names)
        if f.name == "edges":
            shape = ObjectShape(self.type_of(f))
            for part in f.only():
                shape.fields.append((part.key, self._edge_field(shape.type_name, part, opened)))
            return PageField("edges", Same(shape))
        return PageField(f.name)

    def _edge_field(self, type_name: str, part: Selected, opened: OpenPage) -> Shape:
        if part.name == "__typename":
            return Constant(type_name)
        if part.name == "cursor":
            return opened.cursor()
        if part.name == "node":
            return self._node_of(part, opened)
        assert opened.link is not None  # noqa: S101 (only the edges of links carry properties)
        prop = next(p for p in opened.link.edge.properties if p.name == part.name)
        return self._property(prop, f"{opened.edge}.{prop.name}", opened.row)

    def _node_of(self, f: Selected, opened: OpenPage) -> Shape:
        row = opened.row
        if opened.made is not None:
            return opened.made(f, opened)
        if opened.link is not None and opened.link.polymorphic:
            cell, shapes = self.one_of_many(opened.node, opened.targets, f, row, opened.number)
            return OneOfMany(row.cell(cell), shapes)
        values = Row()
        shape = self.object(opened.targets[0], opened.node, f.only(), values, opened.number)
        row.calls += values.calls
        return One(row.cell(values.expression), shape)

    def one_of_many(
        self, variable: str, labels: tuple[str, ...], each: Selected, row: Row, within: int | None
    ) -> tuple[str, dict[str, ObjectShape]]:
        """Return a cell [label, values] of a node of one of several types, and the shape of each.

        Of each type only what its fragments select is read. Types of which the same is read share an arm.
        """
        arms: dict[str, list[str]] = {}
        shapes: dict[str, ObjectShape] = {}
        for label in labels:
            values = Row()
            as_label = self.context.name("n")
            shape = self.object(label, as_label, each.children.get(label, []), values, within)
            shapes[label] = shape
            if values.calls:
                name = self.context.name("e")
                row.calls += [
                    f"CALL ({variable}) {{",
                    f"UNWIND CASE WHEN {variable}:{label} THEN [{variable}] ELSE [] END AS {as_label}",
                    *values.calls,
                    f"RETURN head(collect({values.expression})) AS {name}",
                    "}",
                ]
                arms.setdefault(name, []).append(label)
            else:
                plain = re.sub(rf"\b{as_label}\b", variable, values.expression)
                arms.setdefault(plain, []).append(label)
        cases = " ".join(
            f"WHEN {variable}:{label} THEN ['{label}', {expression}]"
            for expression, group in arms.items()
            for label in group
        )
        return f"CASE {cases} END", shapes
