"""Two loads of one registry: one waits, or is refused and told by whom; a dead one never blocks for long."""

from __future__ import annotations

import asyncio
import os
import re
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest
import pytest_asyncio

from graph.store.opening import open_store
from graph.store.store import Store
from ingest.errors import LoadInProgress, LoadLost
from ingest.loading.pipeline import load
from tests.ingest.disturbing import SOURCE, TODAY, Stopping, sizeable_register, undisturbed
from tests.ingest.graph_dump import count, dump
from tests.ingest.small_register import release, write_xlsx
from tests.servers.under_test import EngineUnderTest


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return sizeable_register(tmp_path)


@pytest_asyncio.fixture(loop_scope="session")
async def other(engine: EngineUnderTest) -> AsyncIterator[Store]:
    """A second store on the same engine, as another process has one."""
    async with open_store(engine.settings) as opened:
        yield opened


async def test_of_two_loads_at_once_one_waits_for_the_other(registry: Store, other: Store, register: Path) -> None:
    reports = await asyncio.gather(
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
