"""What the graph holds already, read in a few statements, so that a plan can be made without writing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.model.declaration import ANY_NODE, Edge, Kind, Property
from graph.model.records import stored_properties
from graph.model.registry import Model
from graph.store.store import Store
from ingest.bodies import Directory
from ingest.disagreements import Place, Values
from ingest.draft import EdgeName, Ref
from ingest.words import Words

STATED_BY = "ingestSources"
"""Kept on every node and edge that sources state: their names. Not part of the model and never shown."""

BOOKKEEPING = frozenset({"Source", "Edition", "Record", "Change", "Disagreement", "Resolution"})
"""Node types that no source states: the pipeline keeps them, or people do."""

_KEYS_AT_ONCE = 1000
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


@dataclass(slots=True)
class HeldEdition:
    """An edition as the graph holds it: its properties, and the digest and mentions of each of its records."""

    values: dict[str, Any] | None = None
    digests: dict[str, str] = field(default_factory=dict)
    states: dict[str, set[Ref]] = field(default_factory=dict)


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
        for edge in ("MEANS", "RULES_OUT"):
            [rows] = await self._read(
                f"MATCH (d:Resolution)-[:{edge}]->(n:Organisation) WHERE d.undoneAt IS NULL "
                "WITH d, n ORDER BY d.key RETURN collect([d.normal, n.key])",
                {},
            )
            for normal, key in rows:
                if edge == "MEANS":
                    directory.meant[normal] = key
                else:
                    directory.ruled_out.setdefault(normal, set()).add(key)

    async def nodes(self, refs: Iterable[Ref]) -> dict[Ref, HeldNode]:
        """Return those of the nodes that are there."""
        by_label: dict[str, list[str]] = {}
        for label, key in refs:
            by_label.setdefault(label, []).append(key)
        found: dict[Ref, HeldNode] = {}
        for label, keys in by_label.items():
            columns = self._columns(label)
            text = (
                f"UNWIND $keys AS key MATCH (n:{label} {{key: key}}) "
                f"RETURN collect([n.key, n.{STATED_BY}, {', '.join(c.cypher for c in columns)}])"
            )
            for chunk in _chunks(keys):
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

    async def stated(self, source: str) -> dict[Ref, tuple[tuple[str, ...], str | None]]:
        """Return every node a source states, with all its sources and its state where its type has one."""
        found: dict[Ref, tuple[tuple[str, ...], str | None]] = {}
        for label in self.model.nodes:
            if label in BOOKKEEPING:
                continue
            state = "n.state" if _has_state(self.model, label) else "null"
            [rows] = await self._read(
                f"MATCH (n:{label}) WHERE $source IN n.{STATED_BY} RETURN collect([n.key, n.{STATED_BY}, {state}])",
                {"source": source},
            )
            for key, sources, at in rows:
                found[label, key] = (tuple(sources), at)
        return found

    async def edges(self, source: str) -> dict[EdgeName, HeldEdge]:
        """Return every edge a source states."""
        found: dict[EdgeName, HeldEdge] = {}
        for label, edge in self._edge_types():
            columns = [HeldColumn.of(p, "r") for p in edge.properties]
            target = "|".join(edge.to)
            [rows] = await self._read(
                f"MATCH (a:{label})-[r:{edge.type}]->(b:{target}) WHERE $source IN r.{STATED_BY} RETURN collect("
                f"[{', '.join(['a.key', 'labels(b)[0]', 'b.key', f'r.{STATED_BY}', *(c.cypher for c in columns)])}])",
                {"source": source},
            )
            for row in rows:
                values = held_values(columns, row[4:])
                key = tuple(sorted((name, values.pop(name, None)) for name in edge.key))
                found[EdgeName(edge.type, (label, row[0]), (row[1], row[2]), key)] = HeldEdge(values, tuple(row[3]))
        return found

    async def edition(self, key: str) -> HeldEdition:
        """Return an edition with its records, or one without values where it is not there."""
        held = HeldEdition()
        node = (await self.nodes([("Edition", key)])).get(("Edition", key))
        if node is None:
            return held
        held.values = node.values
        where = {"key": key}
        [rows] = await self._read(
            "MATCH (:Edition {key: $key})<-[:IN_EDITION]-(r:Record) RETURN collect([r.key, r.digest])", where
        )
        held.digests = dict(rows)
        [states] = await self._read(
            "MATCH (:Edition {key: $key})<-[:IN_EDITION]-(r:Record)-[:STATES]->(n) "
            "RETURN collect([r.key, labels(n)[0], n.key])",
            where,
        )
        for record, label, node_key in states:
            held.states.setdefault(record, set()).add((label, node_key))
        return held

    async def words(self, edition: str) -> list[tuple[str, int, str]]:
        """Return key, position and words of every record of an edition."""
        [rows] = await self._read(
            "MATCH (:Edition {key: $key})<-[:IN_EDITION]-(r:Record) RETURN collect([r.key, r.position, r.words])",
            {"key": edition},
        )
        return [(key, position, words) for key, position, words in rows]

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


@dataclass(frozen=True, slots=True)
class HeldColumn:
    """A property as a statement reads it, with nothing temporal in the answer, and how its value is made again."""

    name: str
    kind: Kind
    cypher: str

    @classmethod
    def of(cls, prop: Property, variable: str) -> HeldColumn:
        """Return the column of a property of the node or edge bound to a variable."""
        path = f"{variable}.`{prop.name}`"
        match prop.kind:
            case Kind.DATE:
                return cls(prop.name, prop.kind, f"toString({path})")
            case Kind.INSTANT:
                return cls(prop.name, prop.kind, f"{path}.epochMillis")
        return cls(prop.name, prop.kind, path)


def held_values(columns: Sequence[HeldColumn], cells: Sequence[Any]) -> dict[str, Any]:
    """Return the values that a statement answered with, by property, without those that are missing."""
    return {c.name: _value(c.kind, cell) for c, cell in zip(columns, cells, strict=True) if cell is not None}


def _value(kind: Kind, cell: Any) -> Any:
    match kind:
        case Kind.DATE:
            return dt.date.fromisoformat(cell)
        case Kind.INSTANT:
            return dt.datetime.fromtimestamp(cell / 1000, tz=dt.UTC)
    return cell


def _has_state(model: Model, label: str) -> bool:
    return any(p.name == "state" and p.codes and "WITHDRAWN" in p.codes.values for p in model.properties(label))


def withdrawable(model: Model) -> frozenset[str]:
    """Return the node types that can be marked as withdrawn."""
    return frozenset(label for label in model.nodes if _has_state(model, label))


def _chunks(keys: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        yield list(keys[start : start + _KEYS_AT_ONCE])
