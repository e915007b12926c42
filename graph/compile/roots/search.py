"""The root field `search`: full text over several node types, best hits first."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.compile.asked.selection import Selected
from graph.compile.cypher.context import Context
from graph.compile.cypher.emit import Emitter
from graph.compile.cypher.page import Row
from graph.compile.cypher.where import where_clause
from graph.compile.errors import BadArgument
from graph.compile.shape import Constant, Listed, ObjectShape, OneOfMany, Same, Shape, Value
from graph.model.registry import Model
from graph.store.search_text import lucene_query

_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class IndexName:
    """Stands for the engine's name of a label's search index, which the store knows."""

    label: str


def kind_code(label: str) -> str:
    """Return a node type as a search kind, e.g. LEGAL_BASIS for LegalBasis."""
    return _WORD.sub("_", label).upper()


def search_kinds(model: Model) -> dict[str, str]:
    """Return the labels that search covers, by kind code."""
    return {kind_code(node.label): node.label for node in model.searchable()}


def default_kinds(model: Model) -> list[str]:
    """Return the kinds searched where none are named: the types that have fields of their own on Query."""
    return [kind_code(node.label) for node in model.searchable() if node.roots]


def search(emitter: Emitter, each: Selected) -> tuple[str, Shape]:
    """Compile `search(text:, kinds:, first:)`."""
    context = emitter.context
    known = search_kinds(context.model)
    labels = [known[code] for code in emitter.given(each).get("kinds", default_kinds(context.model))]
    if not labels:
        raise BadArgument("kinds: name at least one kind, or leave it out to search them all.")
    hits = [f for f in each.only() if f.name == "hits"]
    shape = ObjectShape(next(iter(each.children)))
    limit = context.page_size(each.slot, "first", 0) if "first" in emitter.given(each) else None
    limit = limit or context.constant(context.default_page)
    row = Row()
    score = row.cell("score")
    lines = _hits(context, labels, limit, context.parameter(each.slot, "text", transform=_query))
    for f in each.only():
        if f.name == "__typename":
            shape.fields.append((f.key, Constant(shape.type_name)))
        else:
            shape.fields.append((f.key, Listed(0, _hit(emitter, f, tuple(labels), row, score))))
    if not hits:
        return "RETURN [] AS c0", Same(shape)
    lines += row.calls
    lines.append(f"RETURN collect({row.expression}) AS c0")
    return "\n".join(lines), Same(shape)


def _query(text: str) -> str:
    try:
        return lucene_query(text)
    except ValueError as error:
        raise BadArgument(f"text: {error}") from None


def _hits(context: Context, labels: list[str], limit: str, query: str) -> list[str]:
    ranked = f"ORDER BY score DESC, n.key LIMIT {limit}"
    branches: list[str] = []
    for label in labels:
        index = context.constant(IndexName(label))
        if branches:
            branches.append("UNION ALL")
        branches += [
            f"CALL db.index.fulltext.queryNodes({index}, {query}) YIELD node, score",
            "WITH node AS n, score",
            *where_clause(context.scoped(label, "n")),
            f"WITH n, score {ranked}",
            "RETURN n, score",
        ]
    return ["CALL () {", *branches, "}", f"WITH n, score {ranked}"]


def _hit(emitter: Emitter, field: Selected, labels: tuple[str, ...], row: Row, score: int) -> ObjectShape:
    shape = ObjectShape(next(iter(field.children)))
    for part in field.only():
        if part.name == "__typename":
            shape.fields.append((part.key, Constant(shape.type_name)))
        elif part.name == "score":
            shape.fields.append((part.key, Value(score)))
        else:
            cell, shapes = emitter.one_of_many("n", labels, part, row, None)
            shape.fields.append((part.key, OneOfMany(row.cell(cell), shapes)))
    return shape
