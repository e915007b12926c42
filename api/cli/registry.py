"""The registry as commands open it: the engine running, its schema in place."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from api.cli.progress import waiting
from api.settings import Settings

if TYPE_CHECKING:
    from graph.store.store import Store


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Store]:
    """Open the store, migrated and with its constraints and indexes. Raises StoreError."""
    from api.app import prepare
    from graph.store.opening import open_store

    async with AsyncExitStack() as stack:
        with waiting(f"Opening {settings.neo4j_uri or 'the embedded engine'}"):
            store = await stack.enter_async_context(open_store(settings.store_settings()))
            await prepare(store)
        yield store
