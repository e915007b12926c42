"""The seeded registry, once for each engine."""

from __future__ import annotations

import pytest
import pytest_asyncio
from seeded.cursors import Cursors
from seeded.graph import SeededGraph, make_graph
from seeded.loading import is_loaded, load
from seeded.registry import Registry, registry_over
from servers.wipe import wipe_data

from graph.model.registry import registry_model
from graph.store.store import Store


@pytest.fixture(scope="session")
def seeded_graph() -> SeededGraph:
    """The records of the seeded graph; no engine is needed."""
    return make_graph(registry_model())


@pytest.fixture(scope="session")
def collected() -> list[Cursors]:
    """The cursors of the seeded graph, once an engine has given them out: collecting asks many hundred questions."""
    return []


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def seeded(store: Store, seeded_graph: SeededGraph, collected: list[Cursors]) -> Registry:
    """The seeded graph in the engine under test, loaded again where another test has emptied it."""
    if not await is_loaded(store, seeded_graph):
        await wipe_data(store)
        await load(store, seeded_graph)
    registry = await registry_over(store, seeded_graph, collected[0] if collected else None)
    collected[:] = [registry.cursors]
    return registry
