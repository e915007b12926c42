"""A registry with its schema and nothing in it, and registers to load: made up in a test, or real ones."""

from __future__ import annotations

from pathlib import Path

import pytest
import pytest_asyncio

from graph.model.registry import registry_model
from graph.store.bootstrap import ensure_schema
from graph.store.store import Store
from ingest.loading import apply
from tests.ingest.asking import Ask, asker
from tests.servers.wipe import wipe_data

_REPOSITORY = Path(__file__).resolve().parents[2]


@pytest_asyncio.fixture(loop_scope="session")
async def registry(store: Store) -> Store:
    """An empty registry."""
    await wipe_data(store)
    await ensure_schema(store, registry_model().schema_plan)
    return store


@pytest.fixture
def small_transactions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loads write in a dozen transactions what they would write in two or three, so that there is a middle."""
    monkeypatch.setattr(apply, "WRITES", 1000)


@pytest.fixture(scope="session")
def demo_data() -> Path:
    """The files of the demonstration registry."""
    return _REPOSITORY / "ingest" / "demo_data"


@pytest.fixture
def ask(registry: Store) -> Ask:
    """Puts a question to the registry and returns the data of its answer."""
    return asker(registry)
