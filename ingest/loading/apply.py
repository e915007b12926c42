"""Writing a plan: idempotent batches, each whole or not at all, each with a sign of life.

While the database works on one transaction the next is made ready.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from graph.model.records import Records, stored_properties
from graph.store.errors import StoreError
from graph.store.revision import next_revision
from graph.store.store import Statement, Store
from ingest.loading.changes import Changes, ChangeWrite
from ingest.loading.lease import Lease
from ingest.loading.planned import Plan
from ingest.loading.progress import Progress
from ingest.loading.row_records import RowRecords
from ingest.loading.statements import (
    Row,
    Write,
    change_statements,
    changed_edges,
    disagreement_writes,
    edge_writes,
    mark_writes,
    node_writes,
    record_writes,
    removed_edges,
)

WRITES = 5_000
_CHARACTERS = 2_000_000
"""A transaction ends with so many nodes and edges or so much text, whichever comes first: texts can be long."""

_BREATH = 50
"""Rows that are made ready before the transaction under way is looked after again."""

_OWN_FIRST = "registry"
"""Stands for whatever made an edge before any source stated it, so that no source ever removes it."""


class Writer:
    """Writes one load's plan through one store."""

    def __init__(self, store: Store, records: Records, source: str, lease: Lease, progress: Progress) -> None:
        self.store = store
        self.records = records
        self.source = source
        self.lease = lease
        self.progress = progress
        self._done = self._total = 0
        self._parameters: dict[str, object] = {}
        self._rows: dict[str, list[Row]] = {}
        self._changes: list[ChangeWrite] = []
        self._count = self._characters = 0
        self._under_way: asyncio.Task[int] | None = None

    async def begin(self, source: Mapping[str, Any], edition: str, values: Mapping[str, Any]) -> None:
        """Write source and edition, the edition marked as being loaded."""
        await self._transaction(
            [
                (
                    "MERGE (s:Source {key: $key}) SET s += $values",
                    {"key": self.source, "values": self._stored("Source", source)},
                ),
                (
                    "MERGE (e:Edition {key: $key}) SET e += $values",
                    {"key": edition, "values": self._stored("Edition", values)},
                ),
                (
                    "MATCH (e:Edition {key: $edition}) MATCH (s:Source {key: $source}) MERGE (e)-[:OF_SOURCE]->(s)",
                    {"edition": edition, "source": self.source},
                ),
            ]
        )

    async def end(self, source: Mapping[str, Any], edition: str, values: Mapping[str, Any]) -> None:
        """Write source and edition, the edition marked as loaded: the last thing a load does."""
        await self.begin(source, edition, values)

    async def write(self, plan: Plan, changes: Changes, records: RowRecords, edition: str) -> None:
        """Write nodes and edges, each with the changes it makes, then where sources disagree, then the records."""
        self._parameters = {"edition": edition, "source": self.source, "first": _OWN_FIRST}
        self._done, self._total = 0, plan.writes + changes.count + records.writes
        try:
            # Before the states and sources of nodes, so that a load cut short tells each change once.
            await self._put(mark_writes(plan, changes), "writing what is withdrawn")
            for label, nodes in node_writes(plan, changes):
                await self._put(nodes, f"writing {label}")
            await self._send("writing what is new")
            for kind, edges in edge_writes(plan, changes):
                await self._put(edges, f"writing {kind}")
            await self._put(changed_edges(plan, changes), "writing what changed")
            await self._put(removed_edges(plan, changes), "removing what is no longer stated")
            await self._put((Write("", {}, (each,)) for each in changes.contradictions), "writing contradictions")
            await self._put(disagreement_writes(plan.disagreements, self.records), "writing where sources disagree")
            for rows, mentions in record_writes(records):
                await self._put(rows, "writing rows")
                # The embedded engine lost most edges of records that the same transaction made.
                await self._send("writing rows")
                await self._put(mentions, "writing what each row states")
            await self._send("writing what each row states")
            await self._landed("writing what each row states")
        finally:
            if self._under_way is not None:
                self._under_way.cancel()
                with suppress(asyncio.CancelledError, StoreError):
                    await self._under_way

    async def _put(self, writes: Iterable[Write], phase: str) -> None:
        """Add rows to the transaction being filled, with the changes they make, and send it whenever it is full."""
        for number, write in enumerate(writes):
            if write.text:
                self._rows.setdefault(write.text, []).append(write.row)
                self._count += write.count
            self._changes += write.changes
            self._count += len(write.changes)
            self._characters += _characters(write.row)
            if self._count >= WRITES or self._characters >= _CHARACTERS:
                await self._send(phase)
            elif number % _BREATH == 0:
                await asyncio.sleep(0)

    async def _send(self, phase: str) -> None:
        """Begin to write what waits as one transaction, once the one before is written."""
        statements: list[Statement] = [(text, {**self._parameters, "rows": rows}) for text, rows in self._rows.items()]
        statements += change_statements(self._changes, self._parameters)
        count = self._count
        self._rows, self._changes, self._count, self._characters = {}, [], 0, 0
        await self._landed(phase)
        if statements:
            self._under_way = asyncio.create_task(self._sent(statements, count))
            await asyncio.sleep(0)

    async def _sent(self, statements: Sequence[Statement], count: int) -> int:
        await self._transaction(statements)
        return count

    async def _landed(self, phase: str) -> None:
        """Wait for the transaction under way and tell how far the load is."""
        if self._under_way is not None:
            under_way, self._under_way = self._under_way, None
            self._done += await under_way
            self.progress(phase, self._done, self._total)

    async def _transaction(self, statements: Sequence[Statement]) -> None:
        await self.lease.check()
        await self.store.write([*statements, next_revision(), self.lease.renewal()])

    def _stored(self, label: str, values: Mapping[str, Any]) -> dict[str, object]:
        """Properties with their sort keys; None stays, to remove what is no longer so."""
        there = {n: v for n, v in values.items() if v is not None}
        return {**values, **stored_properties(self.records.model, label, there)}


def _characters(row: Row) -> int:
    values = row.get("values")
    return 0 if not values else sum(len(v) for v in values.values() if isinstance(v, str))
