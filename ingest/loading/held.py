"""What the graph holds already, read in a few statements, so that a plan can be made without writing."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar

from graph.compile.declared.worked import facts_text
from graph.model.declaration import ANY_NODE, Edge
from graph.model.property import Kind
from graph.model.records import stored_properties
from graph.model.registry import Model
from graph.store.batches import batches
from graph.store.store import Store
from ingest.drafting.draft import EdgeName, Ref, edge_text, ref_text
from ingest.loading.disagreements import Place, Values
from ingest.loading.held_columns import HeldColumn, held_values
from ingest.loading.row_records import HeldRecord
from ingest.loading.words import Words
from ingest.spool.maps import SpooledMap
from ingest.who.bodies import Directory
from ingest.who.decided_names import MEANT, RULED_OUT

STATED_BY = "ingestSources"
"""Kept on every node and edge that sources state: their names. Not part of the model and never shown."""

BOOKKEEPING = frozenset({"Source", "Edition", "Record", "Change", "Disagreement", "Resolution"})
"""Node types that no source states: the pipeline keeps them, or people do."""

SHARED = frozenset(
    {
        *("Organisation", "Place", "Dataset", "DataElement", "DataCategory", "DataSubject", "Purpose", "LegalBasis"),
        "Programme",
    }
)
"""Node types that stand on their own: an edge to one that is no longer named was taken back, not withdrawn with it."""

WITHDRAWN = "WITHDRAWN"
"""The state of what no source states any more."""

Stated = tuple[tuple[str, ...], str | None]
"""The sources that state a node, and its state where its type has one."""

T = TypeVar("T")

_KEYS_AT_ONCE = 1000
_REFS_AT_ONCE = 20_000
_NODES_AT_ONCE = 20_000
_SECONDS = 120.0
"""A limit for reads over the whole of a source, which take longer than a page does."""


@dataclass(slots=True)
class HeldNode:
    """A node as the graph holds it: its properties, and the sources that state it."""

    values: dict[str, Any]
    sources: tuple[str, ...]


@dataclass(slots=True)
class HeldEdge:
    """An edge as the graph holds it: its properties without those that tell it apart, and its sources."""

    values: dict[str, Any]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownEdition:
    """An edition that was loaded or begun: its key, the day it describes, and whether it was loaded to the end."""

    key: str
    as_at: dt.date | None
    loaded: bool


class GraphReader:
    """Asks one store for what a load must know."""

    def __init__(self, store: Store, model: Model) -> None:
        self.store = store
        self.model = model

    async def directory(self, label: str, title: str) -> Directory:
        """Return the bodies or datasets known, with identifiers and every spelling met."""
        found = Directory()
        [rows] = await self._read(
            f"MATCH (n:{label}) RETURN collect([n.key, n.{title}, coalesce(n.identifiers, [])])", {}
        )
        for key, name, identifiers in rows:
            found.add(key, [name] if name else [], identifiers)
        [spellings] = await self._read(f"MATCH (s:Name)-[:NAMES]->(n:{label}) RETURN collect([n.key, s.text])", {})
        for key, text in spellings:
            found.add(key, [text])
        if label == "Organisation":
            await self._decisions(found)
        return found

    async def _decisions(self, directory: Directory) -> None:
        """Add what people decided on names, as far as it is in force."""
        meant, ruled_out = await self._read(facts_text((MEANT, RULED_OUT)), {})
        directory.decided(meant, ruled_out)

    async def properties(self, label: str, key: str) -> dict[str, Any] | None:
        """Return the properties of one node, or None where it is not there."""
        node = (await self.nodes([(label, key)])).get((label, key))
        return None if node is None else node.values

    async def nodes(self, refs: Iterable[Ref]) -> SpooledMap[Ref, HeldNode]:
        """Return those of the nodes that are there."""
        found: SpooledMap[Ref, HeldNode] = SpooledMap(ref_text)
        for some in batches(refs, _REFS_AT_ONCE):
            by_label: dict[str, list[str]] = {}
            for label, key in some:
                by_label.setdefault(label, []).append(key)
            for label, keys in by_label.items():
                columns = self._columns(label)
                text = (
                    f"UNWIND $keys AS key MATCH (n:{label} {{key: key}}) "
                    f"RETURN collect([n.key, n.{STATED_BY}, {', '.join(c.cypher for c in columns)}])"
                )
                for chunk in batches(keys, _KEYS_AT_ONCE):
                    [rows] = await self._read(text, {"keys": chunk})
                    for row in rows:
                        found[label, row[0]] = HeldNode(held_values(columns, row[2:]), tuple(row[1] or ()))
        return found

    async def variants(self, label: str, prefix: str) -> dict[str, HeldNode]:
        """Return the nodes of a label whose key begins so, by key."""
        columns = self._columns(label)
        [rows] = await self._read(
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
            after, full = "", True
            while full:
                [rows] = await self._read(text, {"source": source, "after": after, "most": _NODES_AT_ONCE})
                for key, sources, at in rows:
                    found[label, key] = (tuple(sources), at)
                full = len(rows) == _NODES_AT_ONCE
                after = rows[-1][0] if rows else after
        return found

    async def withdrawn(self, source: str) -> SpooledMap[Ref, str]:
        """Return every node that a source states no longer, with the key of the edition that left it out first."""
        found: SpooledMap[Ref, str] = SpooledMap(ref_text)
        label, after, full = "", "", True
        while full:
            [rows] = await self._read(
                "MATCH (:Source {key: $source})<-[:OF_SOURCE]-(e:Edition)-[:WITHDRAWS]->(n) "
                "WITH e.key AS edition, labels(n)[0] AS label, n.key AS key "
                "WHERE label > $label OR (label = $label AND key > $after) "
                "WITH edition, label, key ORDER BY label, key LIMIT $most RETURN collect([label, key, edition])",
                {"source": source, "label": label, "after": after, "most": _NODES_AT_ONCE},
            )
            for label, after, edition in rows:
                found[label, after] = edition
            full = len(rows) == _NODES_AT_ONCE
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
                [rows] = await self._read(
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

    async def records(self, keys: Iterable[str]) -> SpooledMap[str, HeldRecord]:
        """Return those of the records that are there, by key."""
        found: SpooledMap[str, HeldRecord] = SpooledMap(str)
        for some in batches(keys, _KEYS_AT_ONCE):
            [digests] = await self._read(
                "UNWIND $keys AS key MATCH (r:Record {key: key}) RETURN collect([r.key, r.digest])", {"keys": some}
            )
            [states] = await self._read(
                "UNWIND $keys AS key MATCH (r:Record {key: key})-[:STATES]->(n) "
                "RETURN collect([r.key, labels(n)[0], n.key])",
                {"keys": some},
            )
            spoken_of: dict[str, set[Ref]] = {}
            for record, label, node in states:
                spoken_of.setdefault(record, set()).add((label, node))
            for key, digest in digests:
                found[key] = HeldRecord(digest, frozenset(spoken_of.get(key, ())))
        return found

    async def words(self, edition: str) -> AsyncIterator[tuple[str, int, str]]:
        """Yield key, position and words of every record of an edition."""
        after, full = -1, True
        while full:
            [rows] = await self._read(
                "MATCH (:Edition {key: $key})<-[:IN_EDITION]-(r:Record) WHERE r.position > $after "
                "WITH r ORDER BY r.position LIMIT $most RETURN collect([r.key, r.position, r.words])",
                {"key": edition, "after": after, "most": _NODES_AT_ONCE},
            )
            for key, position, words in rows:
                yield key, position, words
            full = len(rows) == _NODES_AT_ONCE
            after = rows[-1][1] if rows else after

    async def editions(self, source: str) -> list[KnownEdition]:
        """Return every edition of a source."""
        [rows] = await self._read(
            "MATCH (e:Edition)-[:OF_SOURCE]->(:Source {key: $source}) "
            "RETURN collect([e.key, toString(e.asAt), e.state])",
            {"source": source},
        )
        return [
            KnownEdition(key, dt.date.fromisoformat(day) if day else None, state == "LOADED")
            for key, day, state in rows
        ]

    async def disagreements(self) -> dict[Place, Values]:
        """Return what sources state otherwise than the registry shows."""
        [rows] = await self._read(
            "MATCH (s:Source)<-[:OF_SOURCE]-(d:Disagreement)-[:DIFFERS_ON]->(n) "
            "RETURN collect([s.key, labels(n)[0], n.key, d.property, d.stated, d.shown])",
            {},
        )
        return {
            Place(source, (label, key), name): Values(stated, shown) for source, label, key, name, stated, shown in rows
        }

    async def relabelled(self, prefix: str) -> dict[Words, str]:
        """Return the relabellings that a load has begun to write, with the type of each; their keys begin so."""
        [rows] = await self._read(
            "MATCH (c:Change) WHERE c.key STARTS WITH $prefix RETURN collect([c.property, c.before, c.after, c.type])",
            {"prefix": prefix},
        )
        return {Words(name, before, after): label for name, before, after, label in rows}

    async def made(self, prefix: str) -> SpooledMap[Ref, bool]:
        """Return the nodes that a load has begun to write as new; the keys of its changes begin so."""
        found: SpooledMap[Ref, bool] = SpooledMap(ref_text)
        after, full = "", True
        while full:
            [rows] = await self._read(
                "MATCH (c:Change {kind: 'NEW'})-[:OF_NODE]->(n) WHERE c.key STARTS WITH $prefix AND c.key > $after "
                "WITH c.key AS key, c.type AS label, n.key AS node ORDER BY key LIMIT $most "
                "RETURN collect([key, label, node])",
                {"prefix": prefix, "after": after, "most": _NODES_AT_ONCE},
            )
            for _, label, node in rows:
                found[label, node] = True
            full = len(rows) == _NODES_AT_ONCE
            after = rows[-1][0] if rows else after
        return found

    async def _read(self, text: str, parameters: Mapping[str, object]) -> list[Any]:
        return await self.store.read(text, parameters, timeout=_SECONDS)

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


def withdrawable(model: Model) -> frozenset[str]:
    """Return the node types whose state says that they are withdrawn."""
    return frozenset(
        label
        for label in model.nodes
        if any(p.name == "state" and p.codes and WITHDRAWN in p.codes.values for p in model.properties(label))
    )


def _bounds(refs: Iterable[Ref]) -> dict[str, tuple[str, ...]]:
    """By node type: the keys at which reading pauses, where there are many nodes. Those of a type come in order."""
    counts: dict[str, int] = {}
    found: dict[str, list[str]] = {}
    for label, key in refs:
        counts[label] = counts.get(label, 0) + 1
        if counts[label] % _NODES_AT_ONCE == 0:
            found.setdefault(label, []).append(key)
    return {label: tuple(keys) for label, keys in found.items()}
