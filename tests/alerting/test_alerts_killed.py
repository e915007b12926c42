"""kill -9 at two hundred moments of a run, and two runs at once: each alert arrives once, or twice in one message."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from alerts.arrangements import Arrangements
from alerts.asking import READERS, items_of
from alerts.clock import Clock
from alerts.handover import LEASE
from alerts.kind import load_kinds
from api.alerts.wiring import asking
from api.app import prepare
from api.settings import Settings
from benchmarks.generated import put
from graph.store.store import Store
from tests.alerting.alerting_world import DAY, LONDON, forget, states, world
from tests.alerting.killed_run import Answers, Journal, Order, ReadyRun, run_at
from tests.servers.under_test import EngineUnderTest
from tests.servers.wipe import wipe_data

pytestmark = pytest.mark.proof

POINTS = 200
PAIRS = 20
ALERTS = 7
"""Care to three mailboxes, Hidden to one, Old to two and one summary: four messages."""
MORNING = dt.datetime.combine(DAY, dt.time(5, 30), tzinfo=dt.UTC)
AFTER = MORNING + LEASE + dt.timedelta(seconds=1)
INTO_STEP = 0.03
"""Seconds: about as long as a statement or a message takes, so that some are caught before, amid and after it."""


async def filled(store: Store, data: Path) -> Answers:
    """Fill the registry and return what each question answers on the day."""
    answers: dict[str, list[Any]] = {question: [] for question in READERS}
    await wipe_data(store)
    await prepare(store)
    await put(store, *world())
    really = asking(Settings(data_dir=data), store, Clock(LONDON, lambda: MORNING))

    async def ask(question: str, values: Any) -> list[Any]:
        answers[question] = list(await really(question, values))
        return answers[question]

    await items_of(ask, load_kinds(), Arrangements(), DAY)
    return answers


async def begin(store: Store) -> None:
    """Let alerts have begun before anything had run out, so that nothing is told in numbers at go-live."""
    await forget(store)
    began = {"on": dt.date(2026, 4, 1), "at": dt.datetime(2026, 4, 1, 5, 30, tzinfo=dt.UTC)}
    await store.write([("CREATE (s:AlertStart {key: 'alerts', on: $on, at: $at})", began)])


@dataclass
class Arrived:
    """What the journals of some runs hold: each alert with the keys of the messages that it arrived in."""

    messages: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, *journals: Path) -> Arrived:
        arrived = cls()
        for journal in journals:
            for line in journal.read_bytes().splitlines() if journal.exists() else ():
                message, keys = json.loads(line)
                for key in keys:
                    arrived.messages.setdefault(key, []).append(message)
        return arrived


@pytest.fixture
async def answers(engine: EngineUnderTest, store: Store, tmp_path: Path) -> Answers:
    return await filled(store, tmp_path)


async def test_killed_anywhere_each_alert_arrives_once_or_twice_in_one_message(
    engine: EngineUnderTest, store: Store, answers: Answers, tmp_path: Path
) -> None:
    await begin(store)
    whole = ReadyRun(engine.settings, answers)
    whole.order(Order(tmp_path / "whole", MORNING))
    steps = await asyncio.to_thread(whole.steps)
    assert steps is not None
    assert steps >= 15
    chance = random.Random(7)
    seen: Counter[str] = Counter()
    ready = ReadyRun(engine.settings, answers)
    try:
        for point in range(POINTS):
            await begin(store)
            journal = tmp_path / f"{point}"
            now, ready = ready, ReadyRun(engine.settings, answers)
            now.order(Order(journal, MORNING, 1 + point * steps // POINTS, chance.uniform(0, INTO_STEP)))
            seen["killed"] += await asyncio.to_thread(now.steps) is None
            before = Arrived.read(journal)
            seen["amid its messages"] += 0 < len(before.messages) < ALERTS
            seen["claimed at its death"] += sum(state == "CLAIMED" for state in (await states(store)).values())
            await run_at(store, Journal(journal), AFTER, answers)
            kept, arrived = await states(store), Arrived.read(journal).messages
            assert set(kept.values()) == {"SENT"}, point
            assert set(arrived) == set(kept), point
            assert len(kept) == ALERTS, point
            for messages in arrived.values():
                assert len(messages) <= 2, point
                assert len(set(messages)) == 1, point
                seen["arrived twice"] += len(messages) == 2
    finally:
        ready.end()
    print(f"{POINTS} points over {steps} steps: {dict(seen)}")
    assert seen["killed"] > POINTS * 0.9
    assert min(seen["amid its messages"], seen["claimed at its death"], seen["arrived twice"]) > 0


async def test_of_two_processes_at_once_each_alert_goes_by_one(
    engine: EngineUnderTest, store: Store, answers: Answers, tmp_path: Path
) -> None:
    for pair in range(PAIRS):
        await begin(store)
        both = [ReadyRun(engine.settings, answers) for _ in range(2)]
        journals = [tmp_path / f"{pair}-{n}" for n in range(2)]
        for each, journal in zip(both, journals, strict=True):
            each.order(Order(journal, MORNING))
        assert None not in [await asyncio.to_thread(each.steps) for each in both]
        arrived = Arrived.read(*journals).messages
        assert [len(messages) for messages in arrived.values()] == [1] * ALERTS, pair
        assert set((await states(store)).values()) == {"SENT"}, pair
