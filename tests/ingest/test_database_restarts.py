"""A Neo4j that is killed and started again while a load writes: a clear error, and the load run again completes it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.model.registry import registry_model
from graph.store.bootstrap import ensure_schema
from graph.store.errors import EngineUnavailable
from graph.store.opening import open_store
from ingest.loading.pipeline import load
from tests.ingest.disturbing import SOURCE, TODAY, Stopping, assert_readable, sizeable_register, undisturbed
from tests.ingest.graph_dump import dump
from tests.servers.neo4j_jars import start_from_jars
from tests.servers.under_test import NotHere, RunningServer

pytestmark = pytest.mark.usefixtures("small_transactions")


@pytest.fixture
def server() -> Iterator[RunningServer]:
    try:
        started = start_from_jars("5.26")
    except NotHere as missing:
        pytest.skip(str(missing))
    yield started
    started.stop()


@pytest.mark.proof
async def test_a_load_goes_on_where_the_database_is_back_soon(server: RunningServer, tmp_path: Path) -> None:
    register = sizeable_register(tmp_path)
    assert server.restart is not None
    async with open_store(server.settings) as store:
        await ensure_schema(store, registry_model().schema_plan)
        stopping = Stopping(0.4, server.restart)
        report = await load(store, SOURCE, [register], today=TODAY, progress=stopping)
        assert (stopping.acted, report.rows_taken) == (True, 500)
        after = await dump(store, moments=False)
        assert after == await undisturbed(store, register)


@pytest.mark.proof
async def test_a_load_ends_clearly_where_the_database_stays_away(server: RunningServer, tmp_path: Path) -> None:
    register = sizeable_register(tmp_path)
    assert server.kill is not None
    assert server.restart is not None
    async with open_store(server.settings) as store:
        await ensure_schema(store, registry_model().schema_plan)
        with pytest.raises(EngineUnavailable) as refused:
            await load(store, SOURCE, [register], today=TODAY, progress=Stopping(0.4, server.kill))
        assert str(refused.value).endswith(
            "does not answer. Check that it runs and can be reached from here, then try again."
        )
        server.restart()
        await assert_readable(store)
        await load(store, SOURCE, [register], today=TODAY)
        after = await dump(store, moments=False)
        assert after == await undisturbed(store, register)
