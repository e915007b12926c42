"""The nodes and edges that the graph holds, read in a few statements, so that a plan can be made without writing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from graph.model.declaration import ANY_NODE, Edge
from graph.model.property import Kind
from graph.model.records import stored_properties
from graph.model.registry import Model
from graph.store.batches import batches
from graph.store.store import Store
from ingest.drafting.ref import EdgeName, Ref, edge_text, ref_text
from ingest.loading import long_reads
from ingest.loading.held import HeldEdge, HeldNode, Stated
from ingest.loading.held_columns import HeldColumn, held_values
from ingest.loading.long_reads import LongReads
from ingest.loading.ownership import BOOKKEEPING, SHARED, STATED_BY, withdrawable
from ingest.spool.maps import SpooledMap

REFS = 20_000
"""How many nodes are sorted by type at once, to be asked for."""

KEYS = 1000
"""How many nodes one statement is asked for."""


class FactReader:
    """Asks one store for the nodes and edges that a load must know."""

    def __init__(self, store: Store, model: Model) -> None:
        self.model = model
        self._long = LongReads(store)

    async def properties(self, label: str, key: str) -> dict[str, Any] | None:
        """Return the properties of one node, or None where it is not there."""
        node = (await self.nodes([(label, key)])).get((label, key))
        return None if node is None else node.values

    async def nodes(self, refs: Iterable[Ref]) -> SpooledMap[Ref, HeldNode]:
        """Return those of the nodes that are there."""
        found: SpooledMap[Ref, HeldNode] = SpooledMap(ref_text)
        for some in batches(refs, REFS):
            by_label: dict[str, list[str]] = {}
            for label, key in some:
                by_label.setdefault(label, []).append(key)
            for label, keys in by_label.items():
                columns = self._columns(label)
                text = (
                    f"UNWIND $keys AS key MATCH (n:{label} {{key: key}}) "
                    f"RETURN collect([n.key, n.{STATED_BY}, {', '.join(c.cypher for c in columns)}])"
                )
                for chunk in batches(keys, KEYS):
                    rows = await self._long.rows(text, {"keys": chunk})
                    for row in rows:
                        found[label, row[0]] = HeldNode(held_values(columns, row[2:]), tuple(row[1] or ()))
        return found

    async def variants(self, label: str, prefix: str) -> dict[str, HeldNode]:
        """Return the nodes of a label whose key begins so, by key."""
        columns = self._columns(label)
        rows = await self._long.rows(
            f"MATCH (n:{label}) WHERE n.key STARTS WITH $prefix "
            f"RETURN collect([n.key, n.{STATED_BY}, {', '.join(c.cypher for c in columns)}])",
            {"prefix": prefix},
        )
        return {row[0]: HeldNode(held_values(columns, row[2:]), tuple(row[1] or ())) for row in rows}

    async def stated(self, source: str) -> SpooledMap[Ref, Stated]:
        """Return every node a source states, with all its sources and its state where its type has one."""
        found: SpooledMap[Ref, Stated] = SpooledMap(ref_text)
        with_state = withdrawable(self.model)
        for label in self.model.nodes:
            if label in BOOKKEEPING:
                continue
            state = "n.state" if label in with_state else "null"
            text = (
                f"MATCH (n:{label}) WHERE n.key > $after AND $source IN n.{STATED_BY} "
                f"WITH n ORDER BY n.key LIMIT $most RETURN collect([n.key, n.{STATED_BY}, {state}])"
            )
            stating = self._long.in_windows(text, {"source": source}, {"after": ""}, lambda row: {"after": row[0]})
            async for key, sources, at in stating:
                found[label, key] = (tuple(sources), at)
        return found

    async def edges(self, source: str, stated: Iterable[Ref]) -> SpooledMap[EdgeName, HeldEdge]:
        """Return every edge a source states. `stated` are the nodes it states, those of a type in the order of keys."""
        found: SpooledMap[EdgeName, HeldEdge] = SpooledMap(edge_text)
        bounds = _bounds(stated)
        for label, edge in self._edge_types():
            columns = [HeldColumn.of(p, "r") for p in edge.properties]
            # A body may have any number of edges, a flow has a few: what is read at once is bounded by the latter.
            by_end = label in SHARED and len(edge.to) == 1 and not SHARED.intersection(edge.to)
            side, parts = ("b", bounds.get(edge.to[0], ())) if by_end else ("a", bounds.get(label, ()))
            cells = ["a.key", "labels(b)[0]", "b.key", f"r.{STATED_BY}", *(c.cypher for c in columns)]
            for after, last in pairwise((None, *parts, None)):
                between = "" if after is None else f"{side}.key > $after AND "
                between += "" if last is None else f"{side}.key <= $last AND "
                rows = await self._long.rows(
                    f"MATCH (a:{label})-[r:{edge.type}]->(b:{'|'.join(edge.to)}) "
                    f"WHERE {between}$source IN r.{STATED_BY} RETURN collect([{', '.join(cells)}])",
                    {"source": source, "after": after, "last": last},
                )
                for row in rows:
                    values = held_values(columns, row[4:])
                    key = tuple(sorted((name, values.pop(name, None)) for name in edge.key))
                    name = EdgeName(edge.type, (label, row[0]), (row[1], row[2]), key)
                    found[name] = HeldEdge(values, tuple(row[3]))
        return found

    def _columns(self, label: str) -> list[HeldColumn]:
        columns = [HeldColumn.of(p, "n") for p in self.model.properties(label) if p.name != "key"]
        # Sort keys and joined words are kept beside what people see; the model says which.
        kept = stored_properties(self.model, label, {})
        columns += [HeldColumn(name, Kind.TEXT, f"n.`{name}`") for name in kept]
        return columns

    def _edge_types(self) -> Iterator[tuple[str, Edge]]:
        for label, node in self.model.nodes.items():
            for edge in node.edges:
                if label not in BOOKKEEPING and edge.to != (ANY_NODE,):
                    yield label, edge


def _bounds(refs: Iterable[Ref]) -> dict[str, tuple[str, ...]]:
    """By node type: the keys at which reading pauses, where there are many nodes. Those of a type come in order."""
    counts: dict[str, int] = {}
    found: dict[str, list[str]] = {}
    for label, key in refs:
        counts[label] = counts.get(label, 0) + 1
        if counts[label] % long_reads.WINDOW == 0:
            found.setdefault(label, []).append(key)
    return {label: tuple(keys) for label, keys in found.items()}
