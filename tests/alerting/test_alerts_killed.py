"""kill -9 at two hundred moments of a run: each alert arrives once, or twice in the very same message."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import multiprocessing
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from alerting.alerting_world import DAY, LONDON, Wall, forget, states, world
from alerting.killed_run import run_once
from servers.under_test import EngineUnderTest
from servers.wipe import wipe_data

from alerts.arrangements import Arrangements
from alerts.asking import READERS, items_of
from alerts.clock import Clock
from alerts.handover import LEASE
from alerts.kind import load_kinds
from api.alerting import asking
from api.app import prepare
from api.settings import Settings
from benchmarks.generated import put
from graph.store.settings import StoreSettings
from graph.store.store import open_store

POINTS = 200
MORNING = dt.datetime.combine(DAY, dt.time(5, 30), tzinfo=dt.UTC)


async def _answers(settings: StoreSettings, data: Path) -> dict[str, list[Any]]:
    """Fill the registry and return what each question answers on the day."""
    answers: dict[str, list[Any]] = {question: [] for question in READERS}
    async with open_store(settings) as store:
        await wipe_data(store)
        await prepare(store)
        await put(store, *world())
        clock = Clock(LONDON, lambda: Wall(MORNING).now)
        really = asking(Settings(data_dir=data), store, clock)

        async def ask(question: str, values: Any) -> list[Any]:
            answers[question] = list(await really(question, values))
            return answers[question]

        await items_of(ask, load_kinds(), Arrangements(), DAY)
    return answers


async def _begin(settings: StoreSettings) -> None:
    async with open_store(settings) as store:
        await forget(store)
        # Alerts began the day before anything had run out, so nothing is told in numbers at go-live.
        await store.write([("CREATE (s:AlertStart {key: 'alerts', on: $on})", {"on": dt.date(2026, 4, 1)})])


async def _states(settings: StoreSettings) -> dict[str, str]:
    async with open_store(settings) as store:
        return await states(store)


@pytest.mark.proof
def test_each_alert_arrives_once_or_twice_in_the_same_message(engine: EngineUnderTest, tmp_path: Path) -> None:
    settings = engine.settings
    answers = asyncio.run(_answers(settings, tmp_path))
    start = multiprocessing.get_context("forkserver")
    start.set_forkserver_preload(["alerting.killed_run"])

    def one_run(journal: Path, now: dt.datetime, seconds: float | None) -> float:
        """Run, and kill after some seconds where these are given. Returns how long it lived."""
        process = start.Process(target=run_once, args=(settings, journal, now, answers))
        process.start()
        began = time.monotonic()
        process.join(seconds)
        if process.is_alive():
            process.kill()
            process.join()
        elif seconds is None:
            assert process.exitcode == 0
        return time.monotonic() - began

    asyncio.run(_begin(settings))
    whole = max(one_run(tmp_path / f"whole-{n}", MORNING, None) for n in range(2))
    chance = random.Random(7)
    repeated = killed_midway = 0
    for point in range(POINTS):
        asyncio.run(_begin(settings))
        journal = tmp_path / f"{point}"
        one_run(journal, MORNING, chance.uniform(0, whole))
        killed_midway += 0 < (len(journal.read_bytes().splitlines()) if journal.exists() else 0) < 4
        one_run(journal, MORNING + LEASE + dt.timedelta(seconds=1), None)
        taken = [json.loads(line) for line in journal.read_bytes().splitlines()]
        arrived = Counter(key for _, keys in taken for key in keys)
        assert set((kept := asyncio.run(_states(settings))).values()) == {"SENT"}, point
        assert set(arrived) == set(kept), point
        assert max(arrived.values()) <= 2, point
        for key in (key for key, number in arrived.items() if number == 2):
            repeated += 1
            assert len({message for message, keys in taken if key in keys}) == 1, point
    print(f"{POINTS} kills within {whole:.2f} s: {killed_midway} amid messages, {repeated} alerts arrived twice")
    assert killed_midway > 0
