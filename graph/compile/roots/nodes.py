"""Root fields over one node type: one node, a list of nodes, and any node by its id."""

from __future__ import annotations

from graph.access import ScopeClass
from graph.compile.asked.ids import key_of, label_and_key
from graph.compile.asked.selection import Selected
from graph.compile.cypher.anchor import Anchor, find_anchor
from graph.compile.cypher.context import Context
from graph.compile.cypher.emit import Emitter
from graph.compile.cypher.order import NULL_SORT_KEY, moment_key, order_of
from graph.compile.cypher.page import OpenPage, Row
from graph.compile.cypher.where import where_clause
from graph.compile.errors import BadId
from graph.compile.shape import One, Page, Shape
from graph.model.registry import SORT_SUFFIX

# The statement's text and the shape of its record.
Compiled = tuple[str, Shape]


def one_node(emitter: Emitter, label: str, each: Selected) -> Compiled:
    """Compile a field that finds one node by its id or key."""
    context = emitter.context
    labels = frozenset(context.model.nodes)
    key = context.parameter(each.slot, "id", transform=lambda text: key_of(text, label, labels))
    return _one(emitter, label, each, each.only(), key)


def known_node(emitter: Emitter, label: str, each: Selected, key: str) -> Compiled:
    """Compile a field that holds the node of a key known beforehand, as the answers of mutations do."""
    return _one(emitter, label, each, each.only(), emitter.context.constant(key))


def any_node(emitter: Emitter, each: Selected, label: str | None) -> Compiled:
    """Compile `node(id:)`. The label inside the id is part of the plan's key."""
    context = emitter.context
    labels = frozenset(context.model.nodes)
    key = context.parameter(each.slot, "id", transform=lambda text: label_and_key(text, labels)[1])
    if label is None or label not in labels:
        label_and_key(emitter.given(each)["id"], labels)
        raise BadId("The id names no type of this registry.")
    text, shape = _one(emitter, label, each, each.children[label], key)
    assert isinstance(shape, One)  # noqa: S101
    return text, shape


def _one(emitter: Emitter, label: str, each: Selected, fields: list[Selected], key: str) -> Compiled:
    context = emitter.context
    node = context.name("n")
    row = Row()
    shape = emitter.object(label, node, fields, row, None)
    lines = [f"MATCH ({node}:{label} {{key: {key}}})", *where_clause(context.scoped(label, node)), *row.calls]
    lines.append(f"RETURN head(collect({row.expression})) AS c0")
    return "\n".join(lines), One(0, shape)


def many_nodes(emitter: Emitter, label: str, each: Selected) -> Compiled:
    """Compile a field that lists the nodes of a type."""
    context = emitter.context
    node = context.name("n")
    given = emitter.given(each)
    where = given.get("where", {})
    anchor = find_anchor(context.model, label, where) if where else None
    order = order_of(context, (label,), node, given.get("orderBy", []))
    wanted = {f.name for f in each.only()}
    parts: list[list[str]] = []
    columns: list[str] = []
    page: Page
    if wanted & {"nodes", "edges", "pageInfo"}:
        request = emitter.page_request(each, order)
        opened = OpenPage(request, node, (label,))
        lines = _candidates(emitter, label, each, opened, anchor)
        page = emitter.page(each, opened, None)
        page.at = len(columns)
        columns.append("c0")
        parts.append([*lines, *opened.finish("c0")])
    else:
        page = emitter.empty_page(each)
    if "totalCount" in wanted:
        name = f"c{len(columns)}"
        page.count_at = len(columns)
        columns.append(name)
        parts.append(_count(emitter, label, each, anchor, name))
    if not parts:
        return "RETURN [] AS c0", page
    if len(parts) == 1:
        return "\n".join(parts[0]), page
    lines = [line for part in parts for line in ("CALL () {", *part, "}")]
    return "\n".join([*lines, f"RETURN {', '.join(columns)}"]), page


def _candidates(emitter: Emitter, label: str, each: Selected, opened: OpenPage, anchor: Anchor | None) -> list[str]:
    context, request, node = emitter.context, opened.request, opened.node
    first = request.predicates or [request.order.index_predicate()]
    paged = f"ORDER BY {request.order.clause()} LIMIT {request.limit}"
    if anchor is None:
        predicates = first + _filter(emitter, label, each, node)
        return [f"MATCH ({node}:{label})", *where_clause(predicates), f"WITH {node} {paged}"]
    named = context.name("a")
    key = _anchor_key(context, each, anchor)
    comparison = "=" if anchor.operator == "eq" else "IN"
    pure = anchor.pure and context.scope is ScopeClass.ALL
    rest = _filter(emitter, label, each, node, leave_out=anchor.links[0].name if pure else None)
    # The page side tests what the anchor side starts from.
    test = [f"EXISTS {{ {anchor.chain(node, context.name('b'), named)} }}"]
    return [
        f"MATCH ({named}:{anchor.label}) WHERE {named}.key {comparison} {key}",
        f"WITH {named}, {anchor.degree(named)} AS degree",
        f"CALL ({named}, degree) {{",
        "UNWIND CASE WHEN degree <= $switch THEN [1] ELSE [] END AS one",
        f"CALL ({named}) {{",
        f"MATCH {anchor.chain(node, context.name('b'), named, label)}",
        f"WITH DISTINCT {node}",
        *where_clause(request.predicates + rest),
        f"WITH {node} {paged}",
        f"RETURN {node}",
        "}",
        f"RETURN {node}",
        "UNION",
        "UNWIND CASE WHEN degree > $switch THEN [1] ELSE [] END AS one",
        f"CALL ({named}) {{",
        f"MATCH ({node}:{label})",
        *where_clause(first + test + rest),
        f"WITH {node} {paged}",
        f"RETURN {node}",
        "}",
        f"RETURN {node}",
        "}",
        f"WITH DISTINCT {node} {paged}",
    ]


def _filter(emitter: Emitter, label: str, each: Selected, node: str, *, leave_out: str | None = None) -> list[str]:
    context = emitter.context
    given = emitter.given(each)
    where = given.get("where", {})
    since = []
    if "since" in given:
        begins = f"{node}.{context.model.nodes[label].since}{SORT_SUFFIX}"
        since = [
            f"{begins} >= {context.parameter(each.slot, 'since', transform=moment_key)}",
            f"{begins} < '{NULL_SORT_KEY}'",
        ]
    return (
        context.scoped(label, node)
        + context.held(context.model.nodes[label], node)
        + since
        + emitter.filters.predicates(label, node, where, each.slot, ("where",), leave_out=leave_out)
    )


def _anchor_key(context: Context, each: Selected, anchor: Anchor) -> str:
    labels = frozenset(context.model.nodes)
    label = anchor.label
    if anchor.operator == "eq":
        return context.parameter(each.slot, *anchor.path, "eq", transform=lambda text: key_of(text, label, labels))
    return context.parameter(
        each.slot, *anchor.path, "in", transform=lambda texts: [key_of(text, label, labels) for text in texts]
    )


def _count(emitter: Emitter, label: str, each: Selected, anchor: Anchor | None, name: str) -> list[str]:
    context = emitter.context
    node = context.name("n")
    if anchor is None:
        return [
            f"MATCH ({node}:{label})",
            *where_clause(_filter(emitter, label, each, node)),
            f"RETURN count({node}) AS {name}",
        ]
    named = context.name("a")
    key = _anchor_key(context, each, anchor)
    comparison = "=" if anchor.operator == "eq" else "IN"
    pure = anchor.pure and context.scope is ScopeClass.ALL
    rest = _filter(emitter, label, each, node, leave_out=anchor.links[0].name if pure else None)
    return [
        f"MATCH ({named}:{anchor.label}) WHERE {named}.key {comparison} {key}",
        f"MATCH {anchor.chain(node, context.name('b'), named, label)}",
        f"WITH DISTINCT {node}",
        *where_clause(rest),
        f"RETURN count({node}) AS {name}",
    ]
