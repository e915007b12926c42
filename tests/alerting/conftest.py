from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator

import pytest_asyncio

from alerts.clock import Clock
from alerts.run import run
from api.alerts.wiring import asking
from api.app import prepare
from api.settings import Settings
from benchmarks.generated import put
from graph.store.store import Store
from tests.alerting.alerting_world import DAY, GO_LIVE, LONDON, Desk, Scripted, Wall, forget, world
from tests.servers.under_test import EngineUnderTest
from tests.servers.wipe import wipe_data


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def desk(engine: EngineUnderTest, store: Store) -> AsyncIterator[Desk]:
    """Three bodies and three agreements, and alerts over them."""
    await wipe_data(store)
    await prepare(store)
    await put(store, *world())
    wall = Wall(dt.datetime(2026, 5, 20, 5, 30, tzinfo=dt.UTC))
    settings = Settings(data_dir=engine.settings.data_dir)
    yield Desk(store, asking(settings, store, Clock(LONDON, lambda: wall.now)), wall)


@pytest_asyncio.fixture
async def begun(desk: Desk) -> Desk:
    """Alerts that began on 20 May, now on the morning of 1 June, with nothing sent since."""
    await forget(desk.store)
    desk.wall.on(GO_LIVE)
    await run(desk.job(Scripted()))
    desk.wall.on(DAY)
    return desk
