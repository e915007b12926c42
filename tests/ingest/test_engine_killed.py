"""The embedded engine killed while a load writes: nothing is half-applied, and the load run again completes it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import psutil
import pytest

from graph.model.registry import registry_model
from graph.store.bootstrap import ensure_schema
from graph.store.errors import StoreError
from graph.store.opening import open_store
from graph.store.settings import StoreSettings
from ingest.loading.pipeline import load
from tests.ingest.disturbing import SOURCE, TODAY, Stopping, assert_readable, sizeable_register, undisturbed
from tests.ingest.graph_dump import dump
from tests.servers.pool import EMBEDDED, EnginePool
from tests.servers.under_test import NotHere

pytestmark = pytest.mark.usefixtures("small_transactions")


@pytest.mark.parametrize("share", [0.5, *(pytest.param(n / 10, marks=pytest.mark.proof) for n in (1, 2, 3, 7, 8, 9))])
async def test_the_engine_is_killed_in_the_middle(engine_pool: EnginePool, tmp_path: Path, share: float) -> None:
    try:
        engine_pool.get(EMBEDDED)
    except NotHere as missing:
        pytest.skip(str(missing))
    register = sizeable_register(tmp_path)
    with tempfile.TemporaryDirectory() as folder:
        settings = StoreSettings(None, "", "", None, Path(folder))

        def kill() -> None:
            for process in psutil.process_iter(["cmdline"]):
                if any(folder in part for part in process.info["cmdline"] or ()) and "java" in process.name():
                    process.kill()

        async with open_store(settings) as store:
            await ensure_schema(store, registry_model().schema_plan)
            with pytest.raises(StoreError):
                await load(store, SOURCE, [register], today=TODAY, progress=Stopping(share, kill))
        async with open_store(settings) as store:
            await assert_readable(store)
            await load(store, SOURCE, [register], today=TODAY)
            after = await dump(store, moments=False)
            assert after == await undisturbed(store, register)
