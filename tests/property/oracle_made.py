"""Answers of the oracle that are put together field by field, with pages of entries in an order of their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graph.model.records import NodeRecord
from graph.model.registry import SORT_SUFFIX
from tests.property.oracle_world import Asked, World
from tests.seeded.cursors import Entry, ListKind

Nodes = list[NodeRecord]
DEFAULT_PAGE = 25


@dataclass(frozen=True)
class Found:
    """A list of nodes of a type, each once, in whatever order."""

    label: str
    nodes: Nodes


@dataclass(frozen=True)
class Ranked:
    """A list of entries of a type, each with what it is sorted by."""

    entry: str
    entries: list[tuple[tuple[Any, ...], Made]]


@dataclass(frozen=True)
class Made:
    """An object of an answer: nodes, values, lists of nodes, lists of entries and lists of parts by field name."""

    asked: Asked
    fields: dict[str, Any]


@dataclass(frozen=True)
class RankedPage:
    """A page of entries."""

    kind: ListKind
    entries: list[tuple[tuple[Any, ...], Made]]
    count: int
    has_next: bool
    has_previous: bool

    def entry(self, at: int) -> Entry:
        """Return what the cursor of an entry stands for."""
        return Entry(self.kind.targets[0], str(self.entries[at][0]), ())


def page_of(ranked: Ranked, given: dict[str, Any]) -> RankedPage:
    """Return the first or last page of entries; cursors are not read."""
    ordered = sorted(ranked.entries, key=lambda each: each[0])
    last = given.get("last")
    size = last if last is not None else given.get("first")
    size = DEFAULT_PAGE if size is None else size
    more = len(ordered) > size
    kind = ListKind((ranked.entry,), (), ())
    if last is None:
        return RankedPage(kind, ordered[:size], len(ordered), more, False)
    return RankedPage(kind, ordered[len(ordered) - size :] if more else ordered, len(ordered), False, more)


def by_title(node: NodeRecord) -> tuple[str, str]:
    """Return what nodes of a type are usually sorted by: name or title, then key."""
    name = "name" if node.label == "Organisation" else "title"
    return str(node.properties[f"{name}{SORT_SUFFIX}"]), node.key


def once(nodes: Iterable[NodeRecord]) -> Nodes:
    """Return each node once, in the order of their first appearance."""
    return list({(each.label, each.key): each for each in nodes}.values())


def held(world: World, label: str, nodes: Iterable[NodeRecord], asked: Asked) -> Found:
    """Return the list of those that held on the day, where a day is named."""
    return Found(label, [each for each in nodes if not asked.as_of or world.held(each, asked.day)])
