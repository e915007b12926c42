"""What earlier loads and editions of a source left in the graph: editions, records, changes, marks, disagreements."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Iterable

from graph.store.batches import batches
from graph.store.store import Store
from ingest.drafting.ref import Ref, ref_text
from ingest.loading.disagreements import Place, Values
from ingest.loading.held import KnownEdition
from ingest.loading.long_reads import LongReads
from ingest.loading.row_records import HeldRecord
from ingest.loading.words import Words
from ingest.spool.maps import SpooledMap

KEYS = 1000
"""How many records one statement is asked for."""


class EditionReader:
    """Asks one store for what loads keep beside the facts."""

    def __init__(self, store: Store) -> None:
        self._long = LongReads(store)

    async def editions(self, source: str) -> list[KnownEdition]:
        """Return every edition of a source."""
        rows = await self._long.rows(
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
        rows = await self._long.rows(
            "MATCH (s:Source)<-[:OF_SOURCE]-(d:Disagreement)-[:DIFFERS_ON]->(n) "
            "RETURN collect([s.key, labels(n)[0], n.key, d.property, d.stated, d.shown])",
            {},
        )
        return {
            Place(source, (label, key), name): Values(stated, shown) for source, label, key, name, stated, shown in rows
        }

    async def withdrawn(self, source: str) -> SpooledMap[Ref, str]:
        """Return every node that a source states no longer, with the key of the edition that left it out first."""
        found: SpooledMap[Ref, str] = SpooledMap(ref_text)
        marked = self._long.in_windows(
            "MATCH (:Source {key: $source})<-[:OF_SOURCE]-(e:Edition)-[:WITHDRAWS]->(n) "
            "WITH e.key AS edition, labels(n)[0] AS label, n.key AS key "
            "WHERE label > $label OR (label = $label AND key > $after) "
            "WITH edition, label, key ORDER BY label, key LIMIT $most RETURN collect([label, key, edition])",
            {"source": source},
            {"label": "", "after": ""},
            lambda row: {"label": row[0], "after": row[1]},
        )
        async for label, key, edition in marked:
            found[label, key] = edition
        return found

    async def records(self, keys: Iterable[str]) -> SpooledMap[str, HeldRecord]:
        """Return those of the records that are there, by key."""
        found: SpooledMap[str, HeldRecord] = SpooledMap(str)
        for some in batches(keys, KEYS):
            digests = await self._long.rows(
                "UNWIND $keys AS key MATCH (r:Record {key: key}) RETURN collect([r.key, r.digest])", {"keys": some}
            )
            states = await self._long.rows(
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
        spoken = self._long.in_windows(
            "MATCH (:Edition {key: $key})<-[:IN_EDITION]-(r:Record) WHERE r.position > $after "
            "WITH r ORDER BY r.position LIMIT $most RETURN collect([r.key, r.position, r.words])",
            {"key": edition},
            {"after": -1},
            lambda row: {"after": row[1]},
        )
        async for key, position, words in spoken:
            yield key, position, words

    async def relabelled(self, prefix: str) -> dict[Words, str]:
        """Return the relabellings that a load has begun to write, with the type of each; their keys begin so."""
        rows = await self._long.rows(
            "MATCH (c:Change) WHERE c.key STARTS WITH $prefix RETURN collect([c.property, c.before, c.after, c.type])",
            {"prefix": prefix},
        )
        return {Words(name, before, after): label for name, before, after, label in rows}

    async def made(self, prefix: str) -> SpooledMap[Ref, bool]:
        """Return the nodes that a load has begun to write as new; the keys of its changes begin so."""
        found: SpooledMap[Ref, bool] = SpooledMap(ref_text)
        told = self._long.in_windows(
            "MATCH (c:Change {kind: 'NEW'})-[:OF_NODE]->(n) WHERE c.key STARTS WITH $prefix AND c.key > $after "
            "WITH c.key AS key, c.type AS label, n.key AS node ORDER BY key LIMIT $most "
            "RETURN collect([key, label, node])",
            {"prefix": prefix},
            {"after": ""},
            lambda row: {"after": row[0]},
        )
        async for _, label, node in told:
            found[label, node] = True
        return found
