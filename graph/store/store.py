"""One engine, asked and written through one driver."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar, cast

from neo4j import (
    READ_ACCESS,
    WRITE_ACCESS,
    AsyncDriver,
    AsyncManagedTransaction,
    AsyncResult,
    AsyncSession,
    Query,
    ResultSummary,
    unit_of_work,
)
from neo4j.api import AsyncBookmarkManager

from graph.store.embedded.attach import EngineLease
from graph.store.engine import EngineInfo
from graph.store.errors import (
    ConstraintViolated,
    EngineUnavailable,
)
from graph.store.plan_text import plan_text
from graph.store.runner import GRACE, Runner
from graph.store.schema_names import search_index_name
from graph.store.settings import StoreSettings

APP = {"app": "isa-registry"}
"""What an administrator sees beside our statements in the engine's own lists."""

Statement = tuple[str, Mapping[str, object]]

RETRY_SECONDS = 15.0
"""How long a write that meets other writers is tried again."""
_MERGE_RETRIES = 5
_MERGE = re.compile(r"\bMERGE\b", re.IGNORECASE)

_DEGREE_SWITCH = 2000
"""Measured on Neo4j: up to about so many relationships the body's side of an edge filter is the cheaper one."""
_NEVER_SWITCH = 2**62
"""On the embedded engine the body's side wins for hubs as well."""

_Answer = TypeVar("_Answer")


@dataclass(frozen=True)
class WriteCounts:
    """What one write changed, as the engine counted it, summed over its statements."""

    nodes_created: int = 0
    nodes_deleted: int = 0
    relationships_created: int = 0
    relationships_deleted: int = 0
    properties_set: int = 0
    labels_added: int = 0
    labels_removed: int = 0

    def __add__(self, other: WriteCounts) -> WriteCounts:
        return WriteCounts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


class Store:
    """The registry's graph. Made by `open_store`; every method may raise a StoreError."""

    def __init__(
        self,
        driver: AsyncDriver,
        settings: StoreSettings,
        address: str,
        database: str,
        engine: EngineInfo,
        *,
        lease: EngineLease | None,
        bookmarks: AsyncBookmarkManager | None,
    ) -> None:
        self.engine = engine
        self.address = address
        self.database = database
        self.lease = lease
        self.degree_switch = _NEVER_SWITCH if engine.kind == "embedded" else _DEGREE_SWITCH
        self._runner = Runner(driver, address, database, lease)
        self._read_timeout = settings.read_timeout
        self._write_timeout = settings.write_timeout
        self._read_session: dict[str, Any] = {
            "database": database,
            "default_access_mode": READ_ACCESS,
            "fetch_size": -1,  # everything in one message exchange
            "bookmark_manager": bookmarks,
        }
        self._write_session: dict[str, Any] = {**self._read_session, "default_access_mode": WRITE_ACCESS}

    async def read(
        self,
        text: str,
        parameters: Mapping[str, object],
        *,
        timeout: float | None = None,  # noqa: ASYNC109 - enforced by the engine, not by giving up
    ) -> list[Any]:
        """The values of the one record that a statement answers with. `timeout` is in seconds.

        Raises StatementTimedOut past the limit (the statement is stopped, not merely abandoned),
        UnexpectedAnswer for no record or several, and the other StoreErrors.
        """
        return await self._ask(_one, text, parameters, self._read_timeout if timeout is None else timeout)

    async def rows(
        self,
        text: str,
        parameters: Mapping[str, object],
        *,
        timeout: float | None = None,  # noqa: ASYNC109 - as in read
    ) -> list[list[Any]]:
        """The values of every record that a statement answers with. For long answers `read` is far cheaper."""
        return await self._ask(_all, text, parameters, self._read_timeout if timeout is None else timeout)

    async def plan(self, text: str, parameters: Mapping[str, object]) -> str:
        """How the engine would run a statement, which is not run."""
        return await self._ask(_plan, f"EXPLAIN {text}", parameters, self._read_timeout)

    async def write(
        self,
        statements: Sequence[Statement],
        *,
        timeout: float | None = None,  # noqa: ASYNC109 - as in read
    ) -> WriteCounts:
        """Run the statements in one transaction: all are kept or none. `timeout` is for the whole, in seconds.

        Conflicts with other writers are retried, so the statements must be idempotent or depend on nothing that
        others write. A unit with MERGE is also retried when somebody else made the same node first, which the
        embedded engine reports as a broken constraint.
        """
        seconds = self._write_timeout if timeout is None else timeout
        merges = any(_MERGE.search(text) for text, _ in statements)
        attempt = 0
        while True:
            try:
                return await self._write_once(statements, seconds)
            except ConstraintViolated:
                if not merges or attempt == _MERGE_RETRIES:
                    raise
            attempt += 1
            await asyncio.sleep(random.uniform(0, 0.02 * 2**attempt))  # noqa: S311 - spreads writers out

    async def run_alone(
        self,
        text: str,
        parameters: Mapping[str, object] | None = None,
        *,
        timeout: float | None = None,  # noqa: ASYNC109 - as in read
    ) -> None:
        """Run one statement as a transaction of its own, as schema changes and `IN TRANSACTIONS` ask for.

        It is not retried.
        """
        seconds = self._write_timeout if timeout is None else timeout
        await self._ask(_nothing, text, parameters or {}, seconds, writes=True)

    def search_index(self, label: str) -> str:
        """The name by which `CALL db.index.fulltext.queryNodes` knows the search index of a label."""
        return search_index_name(label)

    async def close(self) -> None:
        """Wait for statements whose caller went away and are being ended."""
        await self._runner.close()

    async def _ask(
        self,
        take: Callable[[AsyncResult], Awaitable[_Answer]],
        text: str,
        parameters: Mapping[str, object],
        seconds: float,
        *,
        writes: bool = False,
    ) -> _Answer:
        query = Query(text, metadata=APP, timeout=seconds)
        values = cast(dict[str, Any], parameters)
        options = self._write_session if writes else self._read_session

        async def run(session: AsyncSession) -> _Answer:
            return await take(await session.run(query, values))

        try:
            return await self._runner.run(run, options, seconds, seconds + GRACE)
        except EngineUnavailable:
            if writes:
                raise
            # A pooled connection may be a relic of an engine that has restarted; reads can simply be asked again.
            return await self._runner.run(run, options, seconds, seconds + GRACE)

    async def _write_once(self, statements: Sequence[Statement], seconds: float) -> WriteCounts:
        @unit_of_work(metadata=APP, timeout=seconds)
        async def unit(transaction: AsyncManagedTransaction) -> WriteCounts:
            total = WriteCounts()
            for text, parameters in statements:
                result = await transaction.run(text, cast(dict[str, Any], parameters))
                total += _counts(await result.consume())
            return total

        async def run(session: AsyncSession) -> WriteCounts:
            return await session.execute_write(unit)

        return await self._runner.run(run, self._write_session, seconds, seconds + RETRY_SECONDS + GRACE)


async def _one(result: AsyncResult) -> list[Any]:
    record = await result.single(strict=True)
    return record.values()


async def _all(result: AsyncResult) -> list[list[Any]]:
    return await result.values()


async def _plan(result: AsyncResult) -> str:
    return plan_text((await result.consume()).plan)


async def _nothing(result: AsyncResult) -> None:
    await result.consume()


def _counts(summary: ResultSummary) -> WriteCounts:
    counters = summary.counters
    return WriteCounts(**{field.name: getattr(counters, field.name) for field in fields(WriteCounts)})
