"""Opens the one store of a process: the embedded engine is started or joined, or a server is connected to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from neo4j import AsyncGraphDatabase, NotificationMinimumSeverity
from neo4j.exceptions import DriverError, Neo4jError

from graph.store.embedded.attach import EngineLease, attach
from graph.store.engine import Kind, home_database, identify
from graph.store.errors import EngineUnavailable, SettingsWrong
from graph.store.failures import our_error
from graph.store.settings import StoreSettings
from graph.store.store import RETRY_SECONDS, Store

_CONNECT_SECONDS = 5.0
_ACQUIRE_SECONDS = 15.0
_MOST_CONNECTIONS = 100
_MOST_EMBEDDED_CONNECTIONS = 32
_FIRST_RETRY = 0.03
"""Seconds, doubling. Writers that meet on the embedded engine conflict where Neo4j's would wait for a lock."""
_OPEN_SECONDS = 30.0

_FOLLOWING = ("neo4j", "neo4j+s", "neo4j+ssc")
_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", *_FOLLOWING)


@asynccontextmanager
async def open_store(settings: StoreSettings) -> AsyncIterator[Store]:
    """Open the one store of a process: `async with open_store(settings) as store`.

    Without an address the embedded engine is started or joined. Raises EngineUnavailable (and its kinds
    EmbeddedUnavailable and DataFolderUnusable), EngineRefused, DatabaseMissing or SettingsWrong, each saying
    what to do.
    """
    if settings.uri is not None:
        async with _connected(settings, settings.uri, (settings.user, settings.password), None) as store:
            yield store
        return
    lease = await _attach(settings)
    try:
        async with _connected(settings, lease.bolt_uri, (lease.user, lease.password), lease) as store:
            yield store
    finally:
        await asyncio.shield(asyncio.to_thread(lease.release))


async def _attach(settings: StoreSettings) -> EngineLease:
    """Attach off the event loop; a caller that goes away meanwhile leaves no lease behind."""
    task = asyncio.ensure_future(asyncio.to_thread(attach, settings))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        lease = await task
        await asyncio.to_thread(lease.release)
        raise


@asynccontextmanager
async def _connected(
    settings: StoreSettings, uri: str, auth: tuple[str, str], lease: EngineLease | None
) -> AsyncIterator[Store]:
    if urlsplit(uri).scheme not in _SCHEMES:  # the driver would take http, and fail to import what that needs
        raise SettingsWrong(
            f"The engine's address {uri} cannot be used: it must begin with one of {', '.join(_SCHEMES)}. "
            "Set ISA_NEO4J_URI to something like bolt://host:7687 or neo4j+s://host."
        )
    kind: Kind = "neo4j" if lease is None else "embedded"
    named = lease.database if lease is not None else settings.database
    try:
        driver = AsyncGraphDatabase.driver(
            uri,
            auth=auth,
            max_connection_pool_size=_MOST_CONNECTIONS if lease is None else _MOST_EMBEDDED_CONNECTIONS,
            connection_timeout=_CONNECT_SECONDS,
            connection_acquisition_timeout=_ACQUIRE_SECONDS,
            max_transaction_retry_time=RETRY_SECONDS,
            initial_retry_delay=_FIRST_RETRY,
            retry_delay_jitter_factor=0.5,
            telemetry_disabled=True,
            notifications_min_severity=NotificationMinimumSeverity.OFF,
        )
    except (DriverError, ValueError) as error:
        raise our_error(error, uri, named or "") from error
    async with driver:
        try:
            async with asyncio.timeout(_OPEN_SECONDS):
                database = named or await home_database(driver)
                engine = await identify(driver, kind, database)
        except TimeoutError as error:
            raise EngineUnavailable(
                f"The engine at {uri} accepts connections and does not answer. Restart it and try again."
            ) from error
        except (Neo4jError, DriverError, OSError) as error:
            raise our_error(error, uri, named or "") from error
        follows = urlsplit(uri).scheme in _FOLLOWING
        store = Store(
            driver,
            settings,
            uri,
            database,
            engine,
            lease=lease,
            bookmarks=AsyncGraphDatabase.bookmark_manager() if follows else None,
        )
        try:
            yield store
        finally:
            await store.close()
