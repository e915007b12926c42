"""Cursors that the engine gave out, each with the entry it was given for."""

from __future__ import annotations

import itertools
import random
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from graph.model.registry import Model, ResolvedLink

Ask = Callable[[str], Awaitable[Any]]
"""Asks a question as the administrator and returns its data."""

OrderBy = tuple[tuple[str, str], ...]
"""What a list is asked to be sorted by: property and direction, most important first. Empty: as usual."""

ENTRIES = 40


@dataclass(frozen=True, slots=True)
class ListKind:
    """Lists whose cursors can be exchanged: of the same types, in the same order, with the same edge keys."""

    targets: tuple[str, ...]
    edge_keys: tuple[str, ...]
    order: OrderBy


@dataclass(frozen=True, slots=True)
class Entry:
    """The entry of a list that a cursor was given for."""

    label: str
    key: str
    edge_keys: tuple[str, ...]


@dataclass
class Cursors:
    """All cursors collected and what each stands for, by the kind of list."""

    of_kind: dict[ListKind, dict[str, Entry]] = field(default_factory=dict)

    def draw(self, rng: random.Random, kind: ListKind) -> str | None:
        """Return a cursor of a kind of list, or None where none was collected."""
        known = self.of_kind.get(kind)
        return rng.choice(list(known)) if known else None

    def note(self, kind: ListKind, cursor: str, entry: Entry) -> None:
        """Keep a cursor. The same cursor in two lists of a kind must stand for the same entry."""
        known = self.of_kind.setdefault(kind, {})
        assert known.setdefault(cursor, entry) == entry, f"{cursor} stands for {entry} and for {known[cursor]}"


def list_kind(link: ResolvedLink | None, label: str | None, order: OrderBy) -> ListKind:
    """Return the kind of a list: of a link, or of a root field over the nodes of a label."""
    if link is None:
        assert label is not None
        return ListKind((label,), (), order)
    return ListKind(link.targets, link.edge.key, order)


def orders_of(model: Model, label: str) -> Iterator[OrderBy]:
    """Return the orders that lists of a type are tested in: the usual one, each alone both ways, and pairs."""
    yield ()
    names = [*(p.name for p in model.ordered(label)), "key"]
    for name in names:
        yield ((name, "ASC"),)
        yield ((name, "DESC"),)
    for first, second in itertools.pairwise(names):
        yield ((first, "ASC"), (second, "DESC"))
        yield ((first, "DESC"), (second, "ASC"))


def order_argument(order: OrderBy) -> str:
    """Return an order as a GraphQL literal."""
    return f"[{', '.join(f'{{{name}: {direction}}}' for name, direction in order)}]"


async def collect_cursors(model: Model, ask: Ask) -> Cursors:
    """Return cursors of every kind of list that can be asked for."""
    cursors = Cursors()
    for label, node in model.nodes.items():
        if node.roots:
            for order in orders_of(model, label):
                text = f"{{ {node.plural}({_arguments(order)}) {{ edges {{ cursor node {{ __typename key }} }} }} }}"
                _note_all(cursors, list_kind(None, label, order), (await ask(text))[node.plural]["edges"])
    for way in ways_to_links(model):
        link = way.link
        for order in [()] if link.polymorphic else orders_of(model, link.targets[0]):
            kind = list_kind(link, None, order)
            if kind in cursors.of_kind:
                continue
            keys = " ".join(link.edge.key)
            field_text = f"{link.name}({_arguments(order)}) {{ edges {{ cursor {keys} node {{ __typename key }} }} }}"
            data = await ask(way.question(field_text))
            for owner in way.owners(data):
                _note_all(cursors, kind, owner[link.name]["edges"])
    return cursors


@dataclass(frozen=True, slots=True)
class Way:
    """The way from a root field to the lists of one link, through other links."""

    root: str
    through: tuple[ResolvedLink, ...]
    link: ResolvedLink

    def question(self, field_text: str, arguments: str = f"(first: {ENTRIES})", owner_fields: str = "") -> str:
        """Return a question that asks a field of every owner the way leads to."""
        text = f"{owner_fields} {field_text}"
        for link in reversed(self.through):
            text = f"{link.name}(first: 6) {{ nodes {{ {text} }} }}" if link.many else f"{link.name} {{ {text} }}"
        return f"{{ {self.root}{arguments} {{ nodes {{ {text} }} }} }}"

    def owners(self, data: Any) -> list[Any]:
        """Return the owners in the answer to such a question."""
        found = list(data[self.root]["nodes"])
        for link in self.through:
            found = [
                inner
                for each in found
                if each[link.name] is not None
                for inner in (each[link.name]["nodes"] if link.many else [each[link.name]])
            ]
        return found


def ways_to_links(model: Model) -> Iterator[Way]:
    """Return the shortest way to every list of a link that can be reached from a root field."""
    reached: dict[str, tuple[str, tuple[ResolvedLink, ...]]] = {
        label: (node.plural, ()) for label, node in model.nodes.items() if node.roots
    }
    waiting = list(reached)
    while waiting:
        label = waiting.pop(0)
        root, through = reached[label]
        for link in model.links(label).values():
            if link.many:
                yield Way(root, through, link)
            if not link.polymorphic and link.targets[0] not in reached:
                reached[link.targets[0]] = (root, (*through, link))
                waiting.append(link.targets[0])


def _arguments(order: OrderBy) -> str:
    return f"first: {ENTRIES}, orderBy: {order_argument(order)}" if order else f"first: {ENTRIES}"


def _note_all(cursors: Cursors, kind: ListKind, edges: list[Any]) -> None:
    for edge in edges:
        keys = tuple(edge[name] for name in kind.edge_keys)
        cursors.note(kind, edge["cursor"], Entry(edge["node"]["__typename"], edge["node"]["key"], keys))
