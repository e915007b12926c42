"""A random registry: nodes of every type, edges of every declared kind, made from the model alone."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from graph.access import ADMINISTRATOR, PUBLIC, Caller, Role
from graph.model.declaration import Edge, Node
from graph.model.records import EdgeRecord, NodeRecord, Records
from graph.model.registry import Model, ResolvedLink
from tests.seeded.values import random_values

# Keys are unique within a type only, so every type uses the same ones. Below U+D800 the engines order them alike.
ODD_KEYS = ("ods:R0A", "N-003", "n-003", "É/1", "a b", "\u4e2d", 'q"q', "b\\s")

_HUB_EDGES = 9


@dataclass(frozen=True)
class SeededGraph:
    """The records of a random registry, and its nodes by label and key."""

    model: Model
    nodes: tuple[NodeRecord, ...]
    edges: tuple[EdgeRecord, ...]

    @cached_property
    def by_label(self) -> dict[str, list[NodeRecord]]:
        """The nodes of each type, in the order they were made."""
        found: dict[str, list[NodeRecord]] = {label: [] for label in self.model.nodes}
        for node in self.nodes:
            found[node.label].append(node)
        return found

    @cached_property
    def _neighbours(self) -> dict[tuple[str, str, str, bool], list[NodeRecord]]:
        found: dict[tuple[str, str, str, bool], list[NodeRecord]] = defaultdict(list)
        nodes = {(node.label, node.key): node for node in self.nodes}
        for edge in self.edges:
            found[(*edge.start, edge.type, True)].append(nodes[edge.end])
            found[(*edge.end, edge.type, False)].append(nodes[edge.start])
        return found

    def across(self, node: NodeRecord, link: ResolvedLink) -> list[NodeRecord]:
        """The nodes that a link leads to from a node."""
        found = self._neighbours.get((node.label, node.key, link.edge.type, link.outward), [])
        return [each for each in found if each.label in link.targets]

    @cached_property
    def callers(self) -> tuple[Caller, Caller, Caller]:
        """The administrator, a member acting for two bodies, and the public."""
        bodies = tuple(node.key for node in self.by_label["Organisation"][1:3])
        return (ADMINISTRATOR, Caller(Role.MEMBER, bodies), PUBLIC)


def make_graph(model: Model, seed: int = 1) -> SeededGraph:
    """Return the random registry of a seed."""
    rng = random.Random(seed)
    records = Records(model)
    nodes = [
        records.node(label, key, **random_values(rng, model.properties(label)))
        for label in model.nodes
        for key in _keys(_count(model, label))
    ]
    keys = {label: [node.key for node in nodes if node.label == label] for label in model.nodes}
    edges = [
        each for node in model.nodes.values() for edge in node.edges for each in _edges(rng, records, node, edge, keys)
    ]
    return SeededGraph(model, tuple(nodes), tuple(edges))


def _count(model: Model, label: str) -> int:
    """Return how many nodes of a type there are: more where much hangs on it, and where conditions must be met."""
    links = model.links(label)
    judged = bool(model.nodes[label].conditions)
    decides = any(not x.many and not x.polymorphic and model.nodes[x.targets[0]].conditions for x in links.values())
    return 14 + min(20, len(links)) + 45 * judged + 40 * decides


def _keys(count: int) -> list[str]:
    return [*ODD_KEYS, *(f"n-{index:03d}" for index in range(10, 10 + count - len(ODD_KEYS)))]


def _edges(
    rng: random.Random, records: Records, node: Node, edge: Edge, keys: dict[str, list[str]]
) -> list[EdgeRecord]:
    """Return the edges of one declaration: none from some nodes, many from one, self loops where types allow."""
    labels = list(keys) if edge.to == ("*",) else list(edge.to)
    one_out = edge.out is not None and not edge.out.many
    one_back = edge.back is not None and not edge.back.many
    taken: set[tuple[object, ...]] = set()
    reached: set[tuple[str, str]] = set()
    made: list[EdgeRecord] = []
    for index, key in enumerate(keys[node.label]):
        for _ in range(_how_many(rng, index, one_out=one_out)):
            label = rng.choice(labels)
            end = (label, _towards_first(rng, keys[label]))
            if one_back and end in reached:
                continue
            each = records.edge(edge.type, (node.label, key), end, **_edge_values(rng, edge))
            identity = (each.start, each.end, *each.key.items())
            if identity not in taken:
                taken.add(identity)
                reached.add(end)
                made.append(each)
    return made


def _towards_first(rng: random.Random, keys: list[str]) -> str:
    """Return one of some keys, the earlier the likelier: the first are hubs, many of the last have no edge."""
    return keys[int(len(keys) * rng.random() ** 2.5)]


def _how_many(rng: random.Random, index: int, *, one_out: bool) -> int:
    if one_out:
        return int(rng.random() < 0.85)
    return _HUB_EDGES if index == 0 else rng.choice((0, 1, 1, 2, 3, 5))


def _edge_values(rng: random.Random, edge: Edge) -> dict[str, object]:
    values = random_values(rng, edge.properties)
    for prop in edge.properties:
        if prop.name in edge.key and prop.codes is not None:
            values[prop.name] = rng.choice(list(prop.codes.values))
    return values
