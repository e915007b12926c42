"""The Cypher of a rule: what its file may write for short, and the statements that are run."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from graph.model.declaration import ANY_NODE
from graph.model.partial_days import last_day
from graph.model.registry import Model

_CONDITION = re.compile(r"\bcondition\(\s*(\w+):(\w+)\s*,\s*(\w+)\s*\)")
_COLLECTS = re.compile(r"\bcollects\(\s*(\w+):(\w+)\s*,\s*(\w+)\s*\)")
_COLLECTING = "collecting_"
_COLLECTED = re.compile(rf"\$({_COLLECTING}([A-Za-z0-9]+)_([A-Za-z0-9]+))")
_LAST_DAY = re.compile(r"\blastDay\(\s*(\w+\.\w+)\s*\)")
_SHORTHAND = re.compile(r"\b(?:condition|collects|lastDay)\s*\(")
_BOUND = re.compile(r"\((\w+)(?=[:)])")
_NODE = re.compile(r"\(\s*(?:(\w+)|:(\w+))\s*\)")
_EDGE = re.compile(r"\s*(?:-\[:(\w+)\]->|<-\[:(\w+)\]-)\s*")


class CypherError(ValueError):
    """A rule's Cypher or path cannot be understood. The message says what to change."""


@dataclass(frozen=True, slots=True)
class PathNode:
    """A node of a path: one of the rule's nodes by name, or (name empty) a type on the way that is not read."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class PathEdge:
    """An edge of a path; `outward` says whether its arrow runs with the reading."""

    type: str
    outward: bool


@dataclass(frozen=True, slots=True)
class Path:
    """How the nodes of a rule hang together: one node more than edges."""

    nodes: tuple[PathNode, ...]
    edges: tuple[PathEdge, ...]


def expanded(text: str, model: Model) -> str:
    """Return Cypher with what rules write for short written out: conditions, what sources collect, last days.

    Raises CypherError for a condition or a field that the model does not have.
    """

    def condition(found: re.Match[str]) -> str:
        variable, label, code = found.groups()
        node = model.nodes.get(label)
        declared = next((c for c in node.conditions if c.code == code), None) if node else None
        if declared is None:
            raise CypherError(f"{label} has no condition {code}")
        return f"({_renamed(declared.cypher, variable)})"

    def collects(found: re.Match[str]) -> str:
        variable, label, name = found.groups()
        if label not in model.nodes:
            raise CypherError(f"there is no node type {label}")
        if name not in model.links(label) and name not in {prop.name for prop in model.properties(label)}:
            raise CypherError(f"{label} has no {name}")
        # Where the key stood bare, Neo4j would begin at the sources, which state far more than the node is stated by.
        return (
            f"EXISTS {{ ({variable})<-[:STATES]-(:Record)-[:IN_EDITION]->(:Edition)-[:OF_SOURCE]->"
            f"({variable}Source:Source) WHERE coalesce({variable}Source.key, '') IN ${_COLLECTING}{label}_{name} }}"
        )

    text = _COLLECTS.sub(collects, _CONDITION.sub(condition, text))
    text = _LAST_DAY.sub(lambda found: f"({last_day(found[1])})", text)
    if wrong := _SHORTHAND.search(text):
        raise CypherError(
            "write condition(name:Type, CODE), collects(name:Type, field) or lastDay(name.property), not "
            f"{text[wrong.start() :][:40]!r}"
        )
    return text.strip()


def fields_collected(*texts: str) -> dict[str, str]:
    """Return the parameters of expanded Cypher that hold the keys of sources, each with the field those ask for."""
    return {name: f"{label}.{field}" for text in texts for name, label, field in _COLLECTED.findall(text)}


def _renamed(cypher: str, variable: str) -> str:
    """A condition over another variable. Its own variables are renamed, so that none is taken for one of the rule."""
    own = {name for name in _BOUND.findall(cypher) if name != "this"}
    for name in own:
        cypher = re.sub(rf"(?<![\w.:'\[]){name}(?=[:.)])", f"{variable}_{name}", cypher)
    return re.sub(r"\bthis\b", variable, cypher)


def read_path(text: str, label_of: Callable[[str], str | None], model: Model) -> Path:
    """Read a path such as ``(discloser)-[:DISCLOSES]->(flow)``; ``(:Party)`` is a type on the way.

    `label_of` gives the type of a name. Raises CypherError where the path is not of that form, a name is not one of
    the rule's, or the model has no such edge.
    """
    nodes: list[PathNode] = []
    edges: list[PathEdge] = []
    place = 0
    while True:
        node = _NODE.match(text, place)
        if node is None:
            raise CypherError(f"write a path as (name)-[:TYPE]->(name); it cannot be read from {text[place:]!r} on")
        name, on_the_way = node.groups()
        label = on_the_way or label_of(name)
        if label is None:
            raise CypherError(f"{name} is not one of the rule's nodes")
        if label not in model.nodes:
            raise CypherError(f"there is no node type {label}")
        nodes.append(PathNode(name or "", label))
        place = node.end()
        if place == len(text):
            break
        edge = _EDGE.match(text, place)
        if edge is None:
            raise CypherError(f"write a path as (name)-[:TYPE]->(name); it cannot be read from {text[place:]!r} on")
        edges.append(PathEdge(edge[1] or edge[2], edge[1] is not None))
        place = edge.end()
    for left, edge_, right in zip(nodes, edges, nodes[1:], strict=False):
        start, end = (left.label, right.label) if edge_.outward else (right.label, left.label)
        if not any(e.type == edge_.type and (end in e.to or e.to == (ANY_NODE,)) for e in model.nodes[start].edges):
            raise CypherError(f"the model has no ({start})-[:{edge_.type}]->({end})")
    return Path(tuple(nodes), tuple(edges))


def finding_statement(match: str, subject: str, nodes: dict[str, tuple[str, bool]], values: dict[str, str]) -> str:
    """Return the statement that finds: one record, a list of [subject's key, nodes, values].

    `nodes` are caption properties by name, with whether the name holds a list of nodes.
    """
    read = [
        f"[each IN {name} | [each.key, each.{caption}]]" if listed else f"[{name}.key, {name}.{caption}]"
        for name, (caption, listed) in nodes.items()
    ]
    return f"{match}\nRETURN collect([{subject}.key, [{', '.join(read)}], [{', '.join(values.values())}]])"


def count_statement(count: str, subject: str) -> str:
    """Return the statement that counts what a rule looks at: one record, a number."""
    return f"{count}\nRETURN count(DISTINCT {subject})"
