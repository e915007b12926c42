"""The seeded registry, once for each engine."""

from __future__ import annotations

import pytest
import pytest_asyncio

from graph.model.registry import registry_model
from graph.store.opening import open_store
from graph.store.store import Store
from tests.seeded.cursors import Cursors
from tests.seeded.graph import SeededGraph, make_graph
from tests.seeded.loading import hold
from tests.seeded.registry import Registry, registry_over
from tests.servers.pool import EMBEDDED, EnginePool
from tests.servers.under_test import NotHere


@pytest.fixture(scope="session")
def seeded_graph() -> SeededGraph:
    """The records of the seeded graph; no engine is needed."""
    return make_graph(registry_model())


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def collected(engine_pool: EnginePool, seeded_graph: SeededGraph) -> Cursors | None:
    """The cursors of the seeded graph: collecting asks many hundred questions, which the embedded engine need not plan.

    None where it does not run: they are then collected from the engine under test.
    """
    try:
        embedded = engine_pool.get(EMBEDDED)
    except NotHere:
        return None
    async with open_store(embedded.settings) as store:
        await hold(store, seeded_graph)
        return (await registry_over(store, seeded_graph)).cursors


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def seeded(store: Store, seeded_graph: SeededGraph, collected: Cursors | None) -> Registry:
    """The seeded graph in the engine under test, loaded again where another test has emptied it."""
    await hold(store, seeded_graph)
    return await registry_over(store, seeded_graph, collected)
