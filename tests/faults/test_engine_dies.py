"""The embedded engine killed at its work: nothing acknowledged is lost, nothing is half there, and we say so."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
from pathlib import Path

import pytest

from graph.store.embedded.files import EngineFiles, read_state
from graph.store.errors import EngineUnavailable, StoreError
from graph.store.health import ready
from graph.store.opening import open_store
from graph.store.settings import StoreSettings
from graph.store.store import Store

_WRITERS = 4
_PAIR = """
MERGE (a:Thing {key: $key}) SET a.half = 1
MERGE (b:Other {key: $key}) SET b.half = 2
MERGE (a)-[:PAIRED]->(b)
"""
_UNIQUE = "CREATE CONSTRAINT isa_unique_{0}_key IF NOT EXISTS FOR (n:{0}) REQUIRE n.key IS UNIQUE"


def _settings(folder: Path) -> StoreSettings:
    return StoreSettings(uri=None, user="", password="", database=None, data_dir=folder)


def _engine(folder: Path) -> int:
    state = read_state(EngineFiles(folder / "engine"))
    assert state is not None
    return state.engine


async def _write_until_stopped(
    store: Store, writer: int, acknowledged: list[str], first: asyncio.Event, stop: asyncio.Event
) -> None:
    """Write pairs one after another and note each that was acknowledged."""
    number = 0
    while not stop.is_set():
        key = f"{writer}-{len(acknowledged)}-{number}"
        number += 1
        try:
            await store.write([(_PAIR, {"key": key})])
        except StoreError:
            continue
        acknowledged.append(key)
        first.set()


async def _kill_amid_writes(folder: Path, seconds: float) -> int:
    """One round: how many writes were acknowledged in it. Every one of them must be there, and whole."""
    acknowledged: list[str] = []
    async with open_store(_settings(folder)) as store:
        for label in ("Thing", "Other"):
            await store.run_alone(_UNIQUE.format(label))
        await store.run_alone("MATCH (n) DETACH DELETE n")
        first, stop = asyncio.Event(), asyncio.Event()
        writers = [
            asyncio.create_task(_write_until_stopped(store, writer, acknowledged, first, stop))
            for writer in range(_WRITERS)
        ]
        await asyncio.wait_for(first.wait(), 30)
        await asyncio.sleep(seconds)
        os.kill(_engine(folder), signal.SIGKILL)
        await asyncio.sleep(0.5)
        stop.set()
        await asyncio.gather(*writers)  # the writes under way are retried until the engine is back

        [things, pairs, others] = await store.read(
            "MATCH (a:Thing) WITH collect(a.key) AS things "
            "OPTIONAL MATCH (a:Thing {half: 1})-[:PAIRED]->(b:Other {half: 2}) WHERE a.key = b.key "
            "WITH things, collect(a.key) AS pairs RETURN things, pairs, COUNT { MATCH (:Other) }",
            {},
        )
    assert sorted(set(acknowledged) - set(things)) == []
    assert sorted(things) == sorted(pairs)
    assert len(things) == len(set(things)) == others
    return len(acknowledged)


async def test_a_kill_amid_writes_loses_nothing_acknowledged(tmp_path: Path) -> None:
    assert await _kill_amid_writes(tmp_path, 1.0) > _WRITERS


@pytest.mark.proof
async def test_ten_kills_at_random_moments(tmp_path: Path) -> None:
    chance = random.Random(20261122)
    kept = [await _kill_amid_writes(tmp_path, chance.uniform(0.1, 2.5)) for _ in range(10)]
    print(f"10 kills, {sum(kept)} acknowledged writes, none lost, none half there")


async def test_without_its_supervisor_the_engine_is_gone_and_every_question_says_so(tmp_path: Path) -> None:
    async with open_store(_settings(tmp_path)) as store:
        state = read_state(EngineFiles(tmp_path / "engine"))
        assert state is not None
        os.kill(state.supervisor, signal.SIGKILL)
        await asyncio.sleep(2.0)
        began = time.monotonic()
        with pytest.raises(EngineUnavailable, match="does not answer"):
            await ready(store)
        assert time.monotonic() - began < 2
        async with open_store(_settings(tmp_path)) as again:
            await ready(again)
