"""Filters, orders and pages of the oracle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cmp_to_key, partial
from typing import Any

from graph.access import Role
from graph.compile.asked.ids import encode_id
from graph.model.property import Kind
from graph.model.records import EdgeRecord, NodeRecord
from graph.model.registry import SORT_SUFFIX, ResolvedLink
from tests.property.oracle_conditions import CONDITIONS
from tests.property.oracle_world import Asked, World, held_edge
from tests.seeded.cursors import Cursors, Entry, ListKind

DEFAULT_PAGE = 25


class UnknownCursor(LookupError):
    """A cursor was not given out by a list of this kind."""


@dataclass(frozen=True)
class Listed:
    """One entry of a list: the node and, in the list of a link, the edge that leads to it."""

    node: NodeRecord
    edge: EdgeRecord | None = None


@dataclass(frozen=True)
class Page:
    """A page of a list, with all it may be asked for."""

    kind: ListKind
    entries: Sequence[Listed]
    count: int
    has_next: bool
    has_previous: bool
    asked: Asked


class Lists:
    """Answers what a list holds, for one world."""

    def __init__(self, world: World, cursors: Cursors) -> None:
        self.world = world
        self.cursors = cursors
        self._keys = {encode_id(*name): name for name in world.nodes}

    def key(self, text: str) -> str:
        """The key that an id or key stands for."""
        return self._keys[text][1] if text in self._keys else text

    def seen(self, nodes: Sequence[NodeRecord], asked: Asked) -> list[NodeRecord]:
        """Those of some nodes that the caller may see."""
        return [node for node in nodes if self.world.may_see(node, asked.caller)]

    def across(self, node: NodeRecord, link: ResolvedLink, asked: Asked) -> list[Listed]:
        """What a link leads to, as far as the caller may see it."""
        if link.outward:
            edges = self.world.edges_out(node, link.edge.type)
            found = [Listed(self.world.nodes[edge.end], edge) for edge in edges]
        else:
            edges = self.world.edges_in(node, link.edge.type)
            found = [Listed(self.world.nodes[edge.start], edge) for edge in edges if edge.start[0] == link.source]
        if link.polymorphic and asked.caller.role is not Role.ADMINISTRATOR:
            # Changes hang on nodes of any type; among such nodes they are left to administrators.
            found = [each for each in found if each.node.label != "Change"]
        if link.name == "history":
            # Seen with the node itself.
            return found
        return [each for each in found if self.world.may_see(each.node, asked.caller)]

    def listed_across(self, node: NodeRecord, link: ResolvedLink, asked: Asked) -> list[Listed]:
        """The same as a list: without what did not hold on the day, where a day is named."""
        found = self.across(node, link, asked)
        if not asked.as_of:
            return found
        return [
            each
            for each in found
            if each.edge is not None
            and held_edge(each.edge, link.edge.held, asked.day)
            and self.world.held(each.node, asked.day)
        ]

    def page(self, kind: ListKind, entries: Sequence[Listed], given: dict[str, Any], asked: Asked) -> Page:
        """The page of a list that its arguments ask for."""
        where = given.get("where")
        if where is not None:
            entries = [each for each in entries if self.holds(each.node, where, asked)]
        ordered = sorted(entries, key=cmp_to_key(partial(self._compare, kind)))
        count = len(ordered)
        last = given.get("last")
        cursor = given.get("after") if last is None else given.get("before")
        if cursor is not None:
            start = self._entry(kind, cursor)
            side = 1 if last is None else -1
            ordered = [each for each in ordered if self._compare(kind, each, start) * side > 0]
        size = last if last is not None else given.get("first")
        size = DEFAULT_PAGE if size is None else size
        more, resumed = len(ordered) > size, cursor is not None
        if last is None:
            return Page(kind, ordered[:size], count, more, resumed, asked)
        return Page(kind, ordered[len(ordered) - size :] if more else ordered, count, resumed, more, asked)

    def holds(self, node: NodeRecord, where: dict[str, Any], asked: Asked) -> bool:
        """Whether a node fits a filter. Null is not asked."""
        return all(self._term(node, name, value, asked) for name, value in where.items() if value is not None)

    def _term(self, node: NodeRecord, name: str, value: Any, asked: Asked) -> bool:
        match name:
            case "and":
                return all(self.holds(node, each, asked) for each in value)
            case "or":
                return any(self.holds(node, each, asked) for each in value)
            case "not":
                return not self.holds(node, value, asked)
            case "conditions":
                return self._conditions(node, value, asked)
        link = self.world.model.links(node.label).get(name)
        if link is not None:
            ends = [each.node for each in self.across(node, link, asked)]
            if not link.many:
                return any(self.holds(end, value, asked) for end in ends)
            some, none = value.get("some"), value.get("none")
            return (some is None or any(self.holds(end, some, asked) for end in ends)) and (
                none is None or not any(self.holds(end, none, asked) for end in ends)
            )
        return all(self._compares(node, name, how, to, asked) for how, to in value.items() if to is not None)

    def _conditions(self, node: NodeRecord, value: dict[str, Any], asked: Asked) -> bool:
        of = {code: test(self.world, node, asked.day) for code, test in CONDITIONS[node.label].items()}
        has, any_of, none_of = value.get("has"), value.get("hasAny"), value.get("hasNone")
        return (
            (has is None or of[has])
            and (any_of is None or any(of[code] for code in any_of))
            and (none_of is None or not any(of[code] for code in none_of))
        )

    def _compares(self, node: NodeRecord, name: str, how: str, to: Any, asked: Asked) -> bool:
        prop = self.world.model.property(node.label, name)
        stored: Any = node.key if name == "key" else self.world.told(node, name, asked.caller)
        if how == "isRecorded":
            return (stored is not None) is to
        if name == "key" and how in ("eq", "in"):
            to = self.key(to) if how == "eq" else [self.key(each) for each in to]
        if prop.kind is Kind.DATE:
            to = dt.date.fromisoformat(to)
        if prop.kind in (Kind.TEXTS, Kind.CODES):
            stored = stored or []
        elif stored is None:
            return how == "not"
        match how:
            case "eq":
                return bool(stored == to)
            case "not":
                return bool(stored != to)
            case "in":
                return stored in to
            case "contains":
                return to.lower() in stored.lower()
            case "startsWith":
                return bool(stored.startswith(to) if name == "key" else stored.lower().startswith(to.lower()))
            case "before" | "lessThan":
                return bool(stored < to)
            case "after" | "moreThan":
                return bool(stored > to)
            case "onOrBefore":
                return bool(stored <= to)
            case "onOrAfter":
                return bool(stored >= to)
            case "has":
                return to in stored
            case "hasAny":
                return any(each in to for each in stored)
            case "hasNone":
                return not any(each in to for each in stored)
        raise AssertionError(f"no such comparison: {how}")

    def _compare(self, kind: ListKind, one: Listed, other: Listed) -> int:
        """Less than, equal to or more than 0, as one entry comes before, with or after the other."""
        order = kind.order
        if not order and len(kind.targets) == 1:
            usual = self.world.model.nodes[kind.targets[0]].default_order
            order = ((usual, "ASC"),) if usual else ()
        for name, direction in (*order, ("key", "ASC")):
            a, b = _sort_key(one.node, name), _sort_key(other.node, name)
            if a != b:
                return (1 if a > b else -1) * (1 if direction == "ASC" else -1)
        ties = [(each.node.label, *_edge_keys(kind, each)) for each in (one, other)]
        return (ties[0] > ties[1]) - (ties[0] < ties[1])

    def _entry(self, kind: ListKind, cursor: str) -> Listed:
        entry = self.cursors.of_kind.get(kind, {}).get(cursor)
        if entry is None:
            raise UnknownCursor(f"{cursor} belongs to no list of {kind}")
        edge = None
        if kind.edge_keys:
            values = dict(zip(kind.edge_keys, entry.edge_keys, strict=True))
            edge = EdgeRecord("", ("", ""), ("", ""), {}, values)
        return Listed(self.world.nodes[entry.label, entry.key], edge)


def entry_of(kind: ListKind, listed: Listed) -> Entry:
    """The entry that a cursor stands for."""
    return Entry(listed.node.label, listed.node.key, _edge_keys(kind, listed))


def _edge_keys(kind: ListKind, listed: Listed) -> tuple[str, ...]:
    return tuple(str(listed.edge.key[name]) for name in kind.edge_keys) if listed.edge is not None else ()


def _sort_key(node: NodeRecord, name: str) -> str:
    return node.key if name == "key" else str(node.properties[name + SORT_SUFFIX])
