"""A statement past its limit is really stopped: the engine no longer lists it and does nothing."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import psutil
import pytest

from graph.store.embedded.files import read_state
from graph.store.errors import StatementTimedOut
from graph.store.store import Statement, Store

_MARK = "unfinishable"
_ENDLESS = f"MATCH (a:Thing), (b:Thing), (c:Thing) WHERE a.n + b.n + c.n = -1 RETURN count(*) AS {_MARK}"
_ENDLESS_WRITE = f"MATCH (a:Thing), (b:Thing), (c:Thing) WHERE a.n + b.n + c.n = -1 CREATE (:Made {{{_MARK}: 1}})"
_SLOWEST_STOP = 5.0
"""Neo4j looks for transactions past their time every two seconds."""


@pytest.fixture
async def thousands(empty_store: Store) -> Store:
    await empty_store.write([("UNWIND range(1, 3000) AS n CREATE (:Thing {n: n})", {})])
    return empty_store


async def _running(store: Store) -> list[str]:
    listed = await store.rows("SHOW TRANSACTIONS YIELD currentQuery RETURN currentQuery", {})
    return [text for [text] in listed if _MARK in text]


async def _until(store: Store, *, running: bool) -> float:
    """Seconds until such a statement runs, or runs no more."""
    began = time.monotonic()
    while bool(await _running(store)) is not running:
        assert time.monotonic() - began < _SLOWEST_STOP, "the statement did not start or stop"
        await asyncio.sleep(0.05)
    return time.monotonic() - began


async def _expect_idle(store: Store) -> None:
    """For the embedded engine, whose process we know: it comes to rest. (The compiler may go on for a moment.)"""
    if store.lease is None:
        return
    state = read_state(store.lease.files)
    assert state is not None
    process = psutil.Process(state.engine)
    shares: list[float] = []
    while not shares or shares[-1] > 0.2:
        assert len(shares) < 10, f"the engine does not come to rest: {shares}"
        before = sum(process.cpu_times()[:2])
        await asyncio.sleep(0.5)
        shares.append((sum(process.cpu_times()[:2]) - before) / 0.5)


async def test_a_read_past_its_limit_is_stopped(thousands: Store) -> None:
    began = time.monotonic()
    with pytest.raises(StatementTimedOut, match=r"limit of 0\.5 seconds"):
        await thousands.read(_ENDLESS, {}, timeout=0.5)
    assert 0.5 <= time.monotonic() - began < 0.5 + _SLOWEST_STOP
    assert await _running(thousands) == []
    await _expect_idle(thousands)
    assert await thousands.read("RETURN 1", {}) == [1]


async def test_a_write_past_its_limit_is_stopped_and_nothing_of_it_is_kept(thousands: Store) -> None:
    with pytest.raises(StatementTimedOut):
        await thousands.write([("CREATE (:Made)", {}), (_ENDLESS_WRITE, {})], timeout=0.5)
    assert await _running(thousands) == []
    assert await thousands.read("MATCH (m:Made) RETURN count(m)", {}) == [0]
    await _expect_idle(thousands)


async def test_a_write_of_many_short_statements_is_limited_as_a_whole(thousands: Store) -> None:
    short: Statement = ("MATCH (a:Thing), (b:Thing) WHERE a.n < 300 AND a.n + b.n = -1 RETURN count(*)", {})
    with pytest.raises(StatementTimedOut):
        await thousands.write([("CREATE (:Made)", {}), *[short] * 500], timeout=1.0)
    assert await thousands.read("MATCH (m:Made) RETURN count(m)", {}) == [0]


async def test_the_statement_of_a_caller_who_went_away_is_stopped(thousands: Store) -> None:
    asked = asyncio.create_task(thousands.read(_ENDLESS, {}, timeout=60))
    await _until(thousands, running=True)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    assert await _until(thousands, running=False) < _SLOWEST_STOP
    await _expect_idle(thousands)


async def test_a_stop_hits_no_neighbour(thousands: Store) -> None:
    """The same text at the same time with a longer limit runs on; so does every short statement."""

    async def outcome(limit: float) -> Any:
        try:
            return await thousands.read(_ENDLESS, {}, timeout=limit)
        except StatementTimedOut as error:
            return str(error)

    patient = asyncio.create_task(outcome(30.0))
    await _until(thousands, running=True)
    hasty = [asyncio.create_task(outcome(0.5)) for _ in range(3)]
    quick = [thousands.read("RETURN $i", {"i": i}) for i in range(50)]
    assert await asyncio.gather(*quick) == [[i] for i in range(50)]
    for text in await asyncio.gather(*hasty):
        assert "limit of 0.5 seconds" in text
    assert not patient.done()
    assert len(await _running(thousands)) == 1
    patient.cancel()
    await _until(thousands, running=False)


async def test_limits_of_many_slow_statements_hold_together(thousands: Store) -> None:
    """More slow statements than connections: those that never got one fail as well, and the engine is free again."""
    asked = [asyncio.create_task(thousands.read(_ENDLESS, {}, timeout=0.5)) for _ in range(20)]
    for outcome in await asyncio.gather(*asked, return_exceptions=True):
        assert isinstance(outcome, StatementTimedOut)
    assert await _running(thousands) == []
