"""Stopping statements on the embedded engine, which ignores the time limits a driver sends.

The engine lists what runs with the client's port, and ends what it is told to end. We know our own port.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging

from neo4j import AsyncDriver, AsyncGraphDatabase, AsyncSession
from neo4j.exceptions import DriverError, Neo4jError

_log = logging.getLogger(__name__)

_LOOK_AGAIN = 0.05
_LIST = "SHOW TRANSACTIONS YIELD transactionId, clientAddress"
_END = "TERMINATE TRANSACTIONS $ids"


class Watch:
    """One running statement or transaction and the moment it must stop."""

    def __init__(self, watchdog: Watchdog, session: AsyncSession, seconds: float) -> None:
        self._watchdog = watchdog
        self._session = session
        self._timer = asyncio.get_running_loop().call_later(seconds, self.expire)
        self.expired = False
        self.done = False

    def expire(self) -> None:
        """Stop it now, because its time is up or nobody waits for it any more."""
        if not self.expired and not self.done:
            self.expired = True
            self._watchdog.end(self)

    def finish(self) -> None:
        """It has come to an end."""
        self.done = True
        self._timer.cancel()

    @property
    def port(self) -> int | None:
        """The port from which our side of its connection speaks; None while it has none."""
        connection = getattr(self._session, "_connection", None)
        return getattr(connection, "local_port", None)


class Watchdog:
    """Ends overdue statements over a connection of its own: the others may all be busy with such statements."""

    def __init__(self, uri: str, auth: tuple[str, str], database: str) -> None:
        self._uri, self._auth, self._database = uri, auth, database
        self._driver: AsyncDriver | None = None
        self._ending: set[asyncio.Task[None]] = set()

    def watch(self, session: AsyncSession, seconds: float) -> Watch:
        """Guard what a session is about to run; call `finish` on the answer when it is over."""
        return Watch(self, session, seconds)

    def end(self, watch: Watch) -> None:
        """Start ending what a watch guards, in the background."""
        task = asyncio.get_running_loop().create_task(self._end(watch))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def close(self) -> None:
        """Wait for what is being ended and give the connection back."""
        for task in tuple(self._ending):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        if self._driver is not None:
            await self._driver.close()

    async def _end(self, watch: Watch) -> None:
        """Between two statements of a transaction there is nothing to end, so look until it is over."""
        if self._driver is None:
            self._driver = AsyncGraphDatabase.driver(
                self._uri, auth=self._auth, max_connection_pool_size=4, telemetry_disabled=True
            )
        try:
            while not watch.done:
                await self._end_once(self._driver, watch)
                await asyncio.sleep(_LOOK_AGAIN)
        except (Neo4jError, DriverError, OSError) as error:
            _log.warning("could not end an overdue statement: %s", type(error).__name__)

    async def _end_once(self, driver: AsyncDriver, watch: Watch) -> None:
        port = watch.port
        if port is None:
            return
        async with driver.session(database=self._database) as session:
            listed = await session.run(_LIST)
            rows = [record.values() async for record in listed]
            ids = [name for name, client, *_ in rows if str(client).endswith(f":{port}")]
            # As long as the watched session holds its connection, what was listed for that port is its own.
            if ids and not watch.done and watch.port == port:
                await (await session.run(_END, ids=ids)).consume()
