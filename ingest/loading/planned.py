"""What a load will write, as it was planned, set aside on disk where there is much of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from heapq import nlargest
from operator import itemgetter
from typing import Any, NamedTuple

from ingest.drafting.ref import EdgeName, Ref
from ingest.loading.disagreements import Disagreements
from ingest.loading.tally import Tally
from ingest.loading.withdrawal import Loss, Mark
from ingest.spool.lists import SpooledList

_KEYS_COUNTED = 4_000
"""Of so many nodes at an end of edges the edges are counted; where there are more, of those with most until then."""


class NodeWrite(NamedTuple):
    """Properties to set on one node; None removes a property.

    `before` are the values that change, as they were; `sources` are those that state the node afterwards.
    """

    ref: Ref
    values: Mapping[str, Any]
    before: Mapping[str, Any]
    sources: tuple[str, ...]
    new: bool


class EdgeChange(NamedTuple):
    """Properties to set on one edge that is there; None removes one. `before` are the values that change."""

    name: EdgeName
    values: Mapping[str, Any]
    before: Mapping[str, Any]


@dataclass(slots=True)
class _End:
    """How many edges meet in one node at one end of edges of a kind, at most."""

    edges: dict[str, int] = field(default_factory=dict)
    most: int = 0

    def add(self, key: str) -> None:
        count = self.edges[key] = self.edges.get(key, 0) + 1
        self.most = max(self.most, count)
        if len(self.edges) > _KEYS_COUNTED:
            self.edges = dict(nlargest(_KEYS_COUNTED // 2, self.edges.items(), key=itemgetter(1)))


@dataclass(slots=True)
class NewEdges:
    """Edges of one type between two node types that are made, or stated by one more source."""

    edges: SpooledList[tuple[EdgeName, Mapping[str, Any]]] = field(default_factory=SpooledList)
    properties: set[str] = field(default_factory=set)
    _start: _End = field(default_factory=_End)
    _end: _End = field(default_factory=_End)

    def add(self, name: EdgeName, values: Mapping[str, Any]) -> None:
        """Add an edge with its properties."""
        self.edges.append((name, values))
        self.properties.update(values)
        self._start.add(name.start[1])
        self._end.add(name.end[1])

    @property
    def key_names(self) -> tuple[str, ...]:
        """The properties that tell parallel edges apart."""
        return tuple(name for name, _ in self.edges[0][0].key)

    @property
    def quieter_at_end(self) -> bool:
        """Whether the nodes that the arrows lead to have fewer edges each than those they leave."""
        return self._start.most > self._end.most


@dataclass(slots=True)
class Plan:
    """Everything to write, nodes by type and edges by type and the types of both ends, and the count of it all."""

    nodes: dict[str, SpooledList[NodeWrite]] = field(default_factory=dict)
    edges: dict[tuple[str, str, str], NewEdges] = field(default_factory=dict)
    marks: SpooledList[Mark] = field(default_factory=SpooledList)
    losses: list[Loss] = field(default_factory=list)
    changed_edges: SpooledList[EdgeChange] = field(default_factory=SpooledList)
    removed_edges: SpooledList[EdgeName] = field(default_factory=SpooledList)
    disowned_edges: SpooledList[tuple[EdgeName, tuple[str, ...]]] = field(default_factory=SpooledList)
    node_tallies: dict[str, Tally] = field(default_factory=dict)
    edge_tallies: dict[str, Tally] = field(default_factory=dict)
    remarks: list[tuple[str, str]] = field(default_factory=list)
    disagreements: Disagreements = field(default_factory=lambda: Disagreements("", {}, {}))

    def add_node(self, write: NodeWrite) -> None:
        """Add a node to write."""
        self.nodes.setdefault(write.ref[0], SpooledList()).append(write)

    def add_edge(self, name: EdgeName, values: Mapping[str, Any]) -> None:
        """Add an edge to make, or to state as one more source."""
        self.edges.setdefault((name.type, name.start[0], name.end[0]), NewEdges()).add(name, values)

    def node_writes(self) -> Iterator[NodeWrite]:
        """Yield every node to write."""
        for writes in self.nodes.values():
            yield from writes

    def new_edges(self) -> Iterator[EdgeName]:
        """Yield every edge to make, or to state as one more source."""
        for group in self.edges.values():
            yield from (name for name, _ in group.edges)

    @property
    def writes(self) -> int:
        """How many nodes and edges there are to write, and marks of what is withdrawn."""
        nodes = sum(map(len, self.nodes.values()))
        edges = sum(len(group.edges) for group in self.edges.values())
        nodes += len(self.marks)
        edges += len(self.changed_edges) + len(self.removed_edges) + len(self.disowned_edges)
        return nodes + edges + len(self.disagreements.written) + len(self.disagreements.settled)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to write."""
        return self.writes == 0
