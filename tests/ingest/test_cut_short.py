"""A load that is cut short leaves a registry that can be read, and the same load run again completes it."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import os
import re
import socket
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest
import pytest_asyncio
from cut_wire import wire_to
from graph_dump import count, dump
from servers.under_test import EngineUnderTest
from servers.wipe import wipe_data
from small_register import release, write_xlsx

from graph.model.registry import registry_model
from graph.store.bootstrap import ensure_schema
from graph.store.errors import StoreError
from graph.store.settings import StoreSettings
from graph.store.store import Store, open_store
from ingest.errors import LoadInProgress, LoadLost
from ingest.pipeline import load
from ingest.report import LoadReport

TODAY = dt.date(2026, 11, 22)
SOURCE = "nhs-digital-register"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """Some agreements: enough for a load of a dozen transactions."""
    rows = [
        release(
            n,
            organisation=f"Council {n % 37}",
            dataset=f"Dataset {n % 11}",
            reference=f"DARS-NIC-{10000 + n % 180}-A1B2C-v1.{n % 2}",
        )
        for n in range(1, 501)
    ]
    return write_xlsx(tmp_path / "register-2021-02.xlsx", rows)


class Stopping:
    """A progress that does something once a share of the writing is done."""

    def __init__(self, share: float, act: object) -> None:
        self.share = share
        self.act = act
        self.acted = False

    def __call__(self, phase: str, done: int, total: int, /) -> None:
        if phase.startswith("writing") and not self.acted and done >= self.share * total:
            self.acted = True
            assert callable(self.act)
            self.act()


async def undisturbed(registry: Store, register: Path) -> dict[str, list[object]]:
    await wipe_data(registry)
    await load(registry, SOURCE, [register], today=TODAY)
    return await dump(registry, moments=False)


async def assert_readable(store: Store) -> None:
    """Whatever is there hangs together: no flow shown without its agreement, edges with both ends, one edition."""
    [states] = await store.read("MATCH (e:Edition) RETURN collect(e.state)", {})
    assert states == ["LOADING"]
    [unstated] = await store.read("MATCH (n:Flow) WHERE n.state IS NULL OR n.title IS NULL RETURN count(n)", {})
    assert unstated == 0


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
    [0.3, 0.9, *(pytest.param(share, marks=pytest.mark.proof) for share in (0.05, 0.1, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8))],
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


async def test_the_engine_is_killed_in_the_middle(engine: EngineUnderTest, register: Path) -> None:
    if engine.name != "embedded":
        pytest.skip("only the embedded engine is ours to kill")
    with tempfile.TemporaryDirectory() as folder:
        settings = StoreSettings(None, "", "", None, Path(folder))

        def kill() -> None:
            for process in psutil.process_iter(["cmdline"]):
                if any(folder in part for part in process.info["cmdline"] or ()) and "java" in process.name():
                    process.kill()

        async with open_store(settings) as store:
            await ensure_schema(store, registry_model().schema_plan)
            with pytest.raises(StoreError):
                await load(store, SOURCE, [register], today=TODAY, progress=Stopping(0.5, kill))
        async with open_store(settings) as store:
            await assert_readable(store)
            await load(store, SOURCE, [register], today=TODAY)
            after = await dump(store, moments=False)
            assert after == await undisturbed(store, register)


@pytest_asyncio.fixture(loop_scope="session")
async def other(engine: EngineUnderTest) -> AsyncIterator[Store]:
    """A second store on the same engine, as another process has one."""
    async with open_store(engine.settings) as opened:
        yield opened


async def test_of_two_loads_at_once_one_waits_for_the_other(registry: Store, other: Store, register: Path) -> None:
    reports: list[LoadReport] = await asyncio.gather(
        load(registry, SOURCE, [register], today=TODAY, wait_seconds=300),
        load(other, SOURCE, [register], today=TODAY, wait_seconds=300),
    )
    assert sorted(report.changes_nothing for report in reports) == [False, True]
    after = await dump(registry, moments=False)
    assert after == await undisturbed(registry, register)


async def test_a_load_that_may_not_wait_is_refused_and_says_by_whom(
    registry: Store, other: Store, register: Path, tmp_path: Path
) -> None:
    small = write_xlsx(tmp_path / "small.xlsx", [release(1)])
    refusals: list[str] = []

    async def second() -> None:
        with pytest.raises(LoadInProgress) as refused:
            await load(other, SOURCE, [small], today=TODAY, wait_seconds=0)
        refusals.append(str(refused.value))

    started: list[asyncio.Task[None]] = []
    await load(
        registry,
        SOURCE,
        [register],
        today=TODAY,
        progress=Stopping(0.1, lambda: started.append(asyncio.ensure_future(second()))),
    )
    await asyncio.gather(*started)
    [text] = refusals
    assert re.sub(r"\d\d:\d\d:\d\d", "TIME", text) == (
        f"Another load is running: nhs-digital-register, since TIME UTC, process {os.getpid()} on "
        f"{socket.gethostname()}. Wait for it to end, then run the same command again."
    )


def _lease(process: int, host: str, expires: int) -> tuple[str, dict[str, object]]:
    text = (
        "CREATE (:LoadLease {key: 'other', host: $host, process: $process, source: 'x', startedAt: 0, "
        "expiresAt: $expires})"
    )
    return text, {"host": host, "process": process, "expires": expires}


async def test_the_lease_of_a_dead_process_is_taken_over(registry: Store, tmp_path: Path) -> None:
    dead = max(psutil.pids()) + 100_000
    await registry.write([_lease(dead, socket.gethostname(), 2**40)])
    path = write_xlsx(tmp_path / "r.xlsx", [release(1)])
    report = await load(registry, SOURCE, [path], today=TODAY, wait_seconds=0)
    assert report.rows_taken == 1
    assert await count(registry, "LoadLease") == 0


async def test_the_lease_of_another_machine_counts_until_it_runs_out(registry: Store, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "r.xlsx", [release(1)])
    await registry.write([_lease(1, "elsewhere", 2**40)])
    with pytest.raises(LoadInProgress):
        await load(registry, SOURCE, [path], today=TODAY, wait_seconds=0)
    assert await count(registry, "Flow") == 0
    await registry.write([("MATCH (l:LoadLease) SET l.expiresAt = 0", {})])
    assert (await load(registry, SOURCE, [path], today=TODAY, wait_seconds=0)).rows_taken == 1


async def test_a_load_taken_for_dead_stops_instead_of_writing_beside_the_other(
    registry: Store, other: Store, register: Path
) -> None:
    dropped: list[asyncio.Task[object]] = []

    def drop() -> None:
        dropped.append(asyncio.ensure_future(other.write([("MATCH (l:LoadLease) DELETE l", {})])))

    with pytest.raises(LoadLost) as lost:
        await load(registry, SOURCE, [register], today=TODAY, progress=Stopping(0.1, drop))
    assert str(lost.value) == (
        "Another load took over, because this one gave no sign of life for two minutes. Wait for it to end and run the "
        "same command again."
    )
    await asyncio.gather(*dropped)
    assert (await load(registry, SOURCE, [register], today=TODAY)).rejected == ()
