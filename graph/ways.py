"""The ways in which a node may be seen, joined where one pattern says what several would.

How long Neo4j takes to plan a statement grows with the patterns that its row scope asks for, of which a node that may
be of any type has dozens. Most of them differ in the first steps alone: a party, a flow and a version are all seen by
whoever sees the agreement at the end of one edge. Those are asked with one pattern, wherever the model has no other
walk that it could take.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from graph.model.declaration import ANY_NODE
from graph.model.registry import Model
from graph.model.this import bind_this

_STEP = re.compile(r"-\[:([\w|]+)\]->\((?:\w*):([\w|]+)\)")
_STEPS = re.compile(rf"\(this\)((?:{_STEP.pattern})+)")
_LAST = "other"

Walk = tuple[str, ...]
"""A walk through the model: a label, then the type of an edge and the label it leads to, and so on."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step along an edge of one of some types, in its direction, to a node of one of some labels."""

    types: tuple[str, ...]
    labels: tuple[str, ...]


def steps_of(pattern: str) -> tuple[Step, ...] | None:
    """Return the steps of a declared pattern such as `(this)-[:FOR_PARTY]->(:Party)-[:IN]->(:Agreement)`.

    None where it is anything else than steps in the direction of edges.
    """
    if not _STEPS.fullmatch(pattern):
        return None
    return tuple(Step(tuple(types.split("|")), tuple(labels.split("|"))) for types, labels in _STEP.findall(pattern))


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which nodes of some labels may be seen: steps, then patterns that match and what holds.

    `patterns` and `conditions` are Cypher over `this`, which stands for the node that the steps lead to. Ways are kept
    flat: written as one EXISTS within another, the same test takes Neo4j minutes to plan.
    """

    starts: tuple[str, ...]
    steps: tuple[Step, ...] = ()
    patterns: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()

    def after(self, start: str, steps: tuple[Step, ...]) -> Way:
        """Return the same way for nodes of a label from which steps lead to this one's."""
        return replace(self, starts=(start,), steps=(*steps, *self.steps))

    def pattern(self, last: str = "", *, ask_type: bool = False) -> str:
        """Return the pattern of the steps from `this`, the last node under a name; `ask_type` asks for its label."""
        asked = f":{'|'.join(self.starts)}" if ask_type else ""
        names = ["" for _ in self.steps[1:]] + [last]
        there = (
            f"-[:{'|'.join(step.types)}]->({name}:{'|'.join(step.labels)})"
            for step, name in zip(self.steps, names, strict=False)
        )
        return f"(this{asked}){''.join(there)}"

    def predicate(self, *, ask_type: bool = False) -> str:
        """Return the way as a Cypher predicate over `this`."""
        end = _LAST if self.steps else "this"
        holds = bind_this(" AND ".join(self.conditions), end)
        if not (self.steps or self.patterns or ask_type):
            return holds or "true"
        # A MATCH each: within one, the edge that leads to an agreement could not be walked back from it.
        first = [self.pattern(_LAST, ask_type=ask_type)] if self.steps or ask_type else []
        matched = " ".join(f"MATCH {each}" for each in (*first, *(bind_this(more, end) for more in self.patterns)))
        return f"EXISTS {{ {matched}{f' WHERE {holds}' if holds else ''} }}"


def joined(model: Model, ways: Iterable[Way]) -> list[Way]:
    """Return ways that hold for the same nodes as the given ones, in as few patterns as the model allows."""
    kept: list[Way] = []
    for way in ways:
        for i, earlier in enumerate(kept):
            if (both := _both(model, earlier, way)) is not None:
                kept[i] = both
                break
        else:
            kept.append(way)
    return kept


def _both(model: Model, one: Way, other: Way) -> Way | None:
    """Return one way for two; None where they differ past the steps, or where it would take a walk of neither."""
    if len(one.steps) != len(other.steps):
        return None
    if (one.patterns, one.conditions) != (other.patterns, other.conditions):
        return None
    steps = tuple(
        Step(_either(a.types, b.types), _either(a.labels, b.labels))
        for a, b in zip(one.steps, other.steps, strict=True)
    )
    both = replace(one, starts=_either(one.starts, other.starts), steps=steps)
    return both if _walks(model, both) == _walks(model, one) | _walks(model, other) else None


def _either(some: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*some, *more)))


def _walks(model: Model, way: Way) -> set[Walk]:
    """Return every walk in the model that the steps of a way can take."""
    walks: set[Walk] = {(start,) for start in way.starts}
    for step in way.steps:
        walks = {
            (*walk, edge.type, label)
            for walk in walks
            for edge in model.nodes[walk[-1]].edges
            if edge.type in step.types
            for label in (step.labels if edge.to == (ANY_NODE,) else set(edge.to) & set(step.labels))
        }
    return walks
