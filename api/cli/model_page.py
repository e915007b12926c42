"""docs/model.md: every node type with its properties, edges and conditions, as the model declares them."""

from __future__ import annotations

from collections.abc import Iterator

from graph.model.declaration import ANY_NODE, Edge, Node
from graph.model.property import Property
from graph.model.registry import Model

INTRODUCTION = """\
# The model

<!-- Made by `isa model --write` from graph/model. Change the node's file there, not this page. -->

What the registry can hold. Every node type is one file in `graph/model/nodes/`; constraints, indexes, the GraphQL
types, what a source may load and this page come from it. Names are the same in the graph, in GraphQL and here.

Every node has a `key`, the registry's own readable name for it. Beside a property marked *recording* stands
`<name>Recording`, which says why a value is missing; beside a date marked *precision* stands `<name>Precision`, since
a source that gives a year alone is not made to say more. Conditions are worked out when you ask, from dates and edges,
and never stored.
"""


def page(model: Model, drawn: list[tuple[str, str]]) -> str:
    """Return the page. `drawn` holds the title and file name of every picture."""
    lines = [INTRODUCTION]
    for title, file in drawn:
        lines += [f"## {title}", "", f"![{title}](pictures/{file})", ""]
    lines += ["## Node types", "", *_contents(model)]
    for node in model.nodes.values():
        lines += ["", *_node(model, node)]
    lines += ["", "## Code lists", "", *_codes(model)]
    return "\n".join(lines).rstrip() + "\n"


def _contents(model: Model) -> Iterator[str]:
    yield "| type | what it is |"
    yield "|---|---|"
    for node in model.nodes.values():
        yield f"| [{node.label}](#{node.label.lower()}) | {_cell(node.description)} |"


def _node(model: Model, node: Node) -> Iterator[str]:
    yield f"### {node.label}"
    yield ""
    yield node.description
    yield ""
    yield "| property | kind | what it is |"
    yield "|---|---|---|"
    for each in node.properties:
        yield f"| `{each.name}` | {_kind(each)} | {_cell(each.description)}{_marks(each)} |"
    outward = node.edges
    inward = [
        (other.label, edge)
        for other in model.nodes.values()
        for edge in other.edges
        if node.label in edge.to and edge.back is not None
    ]
    if outward or inward:
        yield ""
        yield "| edge | field in GraphQL | what it says |"
        yield "|---|---|---|"
        for edge in outward:
            to = " or ".join(_name(label) for label in edge.to)
            field = f"`{edge.out.name}`" if edge.out else ""
            yield f"| `{edge.type}` to {to} | {field} | {_cell(edge.description)}{_of_edge(edge)} |"
        for source, edge in inward:
            field = f"`{edge.back.name}`" if edge.back else ""
            said = edge.back.description if edge.back else ""
            yield f"| `{edge.type}` from {_name(source)} | {field} | {_cell(said)} |"
    if node.conditions:
        yield ""
        yield "| condition | when it holds |"
        yield "|---|---|"
        for condition in node.conditions:
            yield f"| `{condition.code}` | {_cell(condition.description)} |"


def _codes(model: Model) -> Iterator[str]:
    for codes in model.code_lists.values():
        yield f"### {codes.name}"
        yield ""
        yield codes.description
        yield ""
        yield "| code | meaning |"
        yield "|---|---|"
        for code, meaning in codes.values.items():
            yield f"| `{code}` | {_cell(meaning)} |"
        yield ""


def _kind(each: Property) -> str:
    if each.codes is not None:
        link = f"[{each.codes.name}](#{each.codes.name.lower()})"
        return f"codes of {link}" if each.kind == "CODES" else link
    return {
        "TEXT": "text",
        "TEXTS": "texts",
        "DATE": "date",
        "INSTANT": "instant (UTC)",
        "INTEGER": "whole number",
        "FLAG": "yes or no",
    }[each.kind]


def _marks(each: Property) -> str:
    marks = [
        word
        for word, holds in (
            ("required", each.required),
            ("sortable", each.order),
            ("searched", each.search),
            ("recording", each.recording),
            ("precision", each.precision),
        )
        if holds
    ]
    return f" *{', '.join(marks)}*" if marks else ""


def _of_edge(edge: Edge) -> str:
    if not edge.properties:
        return ""
    return (
        " Holds "
        + ", ".join(f"`{each.name}` ({_cell(each.description).rstrip('.')})" for each in edge.properties)
        + "."
    )


def _name(label: str) -> str:
    return "any node" if label == ANY_NODE else f"[{label}](#{label.lower()})"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
