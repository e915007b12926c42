"""The embedded engine by itself, for what only it has."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from graph.store.opening import open_store
from graph.store.store import Store
from tests.servers.pool import EMBEDDED, EnginePool
from tests.servers.under_test import NotHere
from tests.servers.wipe import wipe


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def embedded(engine_pool: EnginePool) -> AsyncIterator[Store]:
    """A store on the embedded engine of this session."""
    try:
        engine = engine_pool.get(EMBEDDED)
    except NotHere as missing:
        pytest.skip(str(missing))
    async with open_store(engine.settings) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def empty_embedded(embedded: Store) -> Store:
    """The same, without data or schema."""
    await wipe(embedded)
    return embedded
