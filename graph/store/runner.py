"""Running one statement or transaction in a session of its own, within its time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from neo4j import AsyncDriver, AsyncSession
from neo4j.exceptions import DriverError, Neo4jError

from graph.store.embedded.attach import EngineLease
from graph.store.embedded.files import free_space
from graph.store.errors import (
    DataFolderUnusable,
    EngineUnavailable,
    StatementStopped,
    StatementTimedOut,
    StoreError,
)
from graph.store.failures import our_error
from graph.store.watchdog import Watch, Watchdog

GRACE = 5.0
"""Seconds after a limit in which the engine must have stopped the statement, before we drop the connection."""

_TOO_LONG = "The statement took longer than its limit of {:g} seconds and was stopped. Ask for less at once."
_FULL = 1024 * 1024
"""Bytes: with less than this a disk is taken for full."""

_Answer = TypeVar("_Answer")
Work = Callable[[AsyncSession], Awaitable[_Answer]]


class Runner:
    """Runs work in sessions. Neo4j keeps the limits that are sent with it; on the embedded engine a watchdog does."""

    def __init__(self, driver: AsyncDriver, address: str, database: str, lease: EngineLease | None) -> None:
        self._driver = driver
        self._address = address
        self._database = database
        self._lease = lease
        self._watchdog = None if lease is None else Watchdog(address, (lease.user, lease.password), database)
        self._left_behind: set[asyncio.Future[Any]] = set()

    async def run(self, work: Work[_Answer], options: dict[str, Any], seconds: float, cap: float) -> _Answer:
        """Do the work in a session with these options. Raises StoreErrors.

        The engine stops it after `seconds`. After `cap`, which is longer, we stop waiting for the engine to do so.
        """
        session = self._driver.session(**options)
        watch: Watch | None = None
        try:
            async with asyncio.timeout(cap):
                if self._watchdog is None:
                    async with session:
                        return await work(session)
                watch = self._watchdog.watch(session, seconds)
                return await self._guarded(session, watch, work)
        except TimeoutError as error:
            raise StatementTimedOut(_TOO_LONG.format(seconds)) from error
        except (Neo4jError, DriverError, OSError) as error:
            ours = our_error(error, self._address, self._database)
            stopped = isinstance(ours, StatementTimedOut) or (
                isinstance(ours, StatementStopped) and watch is not None and watch.expired
            )
            if stopped:
                raise StatementTimedOut(_TOO_LONG.format(seconds)) from error
            raise self._seen_from_here(ours) from error

    async def close(self) -> None:
        """Wait for work whose caller went away and that is being ended."""
        if self._left_behind:
            await asyncio.wait(self._left_behind, timeout=GRACE)
        if self._watchdog is not None:
            await self._watchdog.close()

    async def _guarded(self, session: AsyncSession, watch: Watch, work: Work[_Answer]) -> _Answer:
        """Work beside the caller: where the caller goes away, the statement is ended before its connection is."""

        async def whole() -> _Answer:
            try:
                async with session:
                    return await work(session)
            finally:
                watch.finish()

        task = asyncio.ensure_future(whole())
        try:
            return await asyncio.shield(task)
        finally:
            if not task.done():
                watch.expire()
                self._left_behind.add(task)
                task.add_done_callback(self._forget)
                asyncio.get_running_loop().call_later(GRACE, task.cancel)

    def _forget(self, task: asyncio.Future[Any]) -> None:
        self._left_behind.discard(task)
        if not task.cancelled():
            task.exception()  # seen, so that asyncio does not report it as lost

    def _seen_from_here(self, error: StoreError) -> StoreError:
        """The embedded engine's own words say little of a full disk or of its own end; we can see either."""
        if self._lease is None:
            return error
        files = self._lease.files
        if free_space(files) < _FULL:
            return DataFolderUnusable(
                f"The disk of {files.root} is full and the write was not kept. Free some space and try again."
            )
        if isinstance(error, EngineUnavailable):
            return EngineUnavailable(
                f"The embedded engine does not answer. Start the command again; its log is {files.log}."
            )
        return error
