"""A load that is cut short leaves a registry that can be read, and the same load run again completes it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from graph.store.errors import StoreError
from graph.store.opening import open_store
from graph.store.settings import StoreSettings
from graph.store.store import Store
from ingest.loading.pipeline import load
from tests.ingest.cut_wire import wire_to
from tests.ingest.disturbing import SOURCE, TODAY, Stopping, assert_readable, sizeable_register, undisturbed
from tests.ingest.graph_dump import count, dump
from tests.servers.under_test import EngineUnderTest

pytestmark = pytest.mark.usefixtures("small_transactions")


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return sizeable_register(tmp_path)


def _over_bolt(engine: EngineUnderTest, store: Store) -> StoreSettings:
    """Settings with an address, for the embedded engine as for others."""
    lease = store.lease
    if lease is None:
        return engine.settings
    return dataclasses.replace(
        engine.settings, uri=lease.bolt_uri, user=lease.user, password=lease.password, database=lease.database
    )


@pytest.mark.parametrize(
    "share",
    [0.5, *(pytest.param(share, marks=pytest.mark.proof) for share in (0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9))],
)
async def test_the_connection_goes_in_the_middle(
    engine: EngineUnderTest, registry: Store, register: Path, share: float
) -> None:
    settings = _over_bolt(engine, registry)
    assert settings.uri is not None
    async with wire_to(settings.uri) as wire:
        over_wire = dataclasses.replace(settings, uri=f"bolt://127.0.0.1:{wire.port}")
        async with open_store(over_wire) as second:
            stopping = Stopping(share, wire.cut)
            with pytest.raises(StoreError):
                await load(second, SOURCE, [register], today=TODAY, progress=stopping)
            assert stopping.acted
    await assert_readable(registry)
    completed = await load(registry, SOURCE, [register], today=TODAY)
    assert not completed.changes_nothing
    assert await count(registry, "LoadLease") == 0
    after = await dump(registry, moments=False)
    assert after == await undisturbed(registry, register)
