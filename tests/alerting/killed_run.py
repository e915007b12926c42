"""A run of alerts in a process of its own, kept ready, that ends itself by SIGKILL at a step it is told.

A step is a statement that it sends or a message that it hands over. What it hands over is on the disk before it says
so, as a mail server would have it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import multiprocessing
import os
import signal
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from alerts.channels.channel import Accepted, Outcome
from alerts.digest import Digest
from alerts.run import run
from graph.store.opening import open_store
from graph.store.settings import StoreSettings
from graph.store.store import Store
from tests.alerting.alerting_world import Desk, Wall

TAKES_SECONDS = 0.01
PATIENCE = 120.0
Answers = Mapping[str, Sequence[Any]]


class Steps:
    """Counts steps, and ends the process so many seconds into the one of a number, where one is given."""

    def __init__(self, last: int | None = None, seconds: float = 0.0) -> None:
        self.taken = 0
        self._last = last
        self._seconds = seconds

    def take(self) -> None:
        self.taken += 1
        if self.taken == self._last:
            threading.Timer(self._seconds, os.kill, (os.getpid(), signal.SIGKILL)).start()


class Journal:
    """A channel that promises nothing: it writes down each message that it was handed."""

    repeats_safely = False

    def __init__(self, file: Path, steps: Steps | None = None) -> None:
        self._file = file
        self._steps = steps or Steps()

    async def hand_over(self, digest: Digest) -> Outcome:
        self._steps.take()
        await asyncio.sleep(TAKES_SECONDS)
        said = json.dumps([digest.key, [line.key for line in digest.lines]]) + "\n"
        with self._file.open("ab", buffering=0) as file:
            file.write(said.encode())
            os.fsync(file.fileno())
        await asyncio.sleep(TAKES_SECONDS)
        return Accepted()


class Stepping:
    """A store that takes a step before each statement."""

    def __init__(self, store: Store, steps: Steps) -> None:
        self._store = store
        self._steps = steps

    async def read(self, *given: Any, **more: Any) -> list[Any]:
        self._steps.take()
        return await self._store.read(*given, **more)

    async def write(self, *given: Any, **more: Any) -> Any:
        self._steps.take()
        return await self._store.write(*given, **more)


async def run_at(store: Any, journal: Journal, now: dt.datetime, answers: Answers) -> None:
    """Run alerts once, with what questions answered before."""

    async def ask(question: str, _values: Mapping[str, Any]) -> Sequence[Any]:
        return answers[question]

    await run(Desk(store, ask, Wall(now)).job(journal))


@dataclass(frozen=True)
class Order:
    """What a process kept ready is to do: where to write, what time it is, and when to end itself if at all."""

    journal: Path
    now: dt.datetime
    last_step: int | None = None
    seconds: float = 0.0


def _keep_ready(settings: StoreSettings, answers: Answers, line: Connection) -> None:
    async def whole() -> None:
        async with open_store(settings) as store:
            line.send(0)
            order: Order = await asyncio.to_thread(line.recv)
            steps = Steps(order.last_step, order.seconds)
            await run_at(Stepping(store, steps), Journal(order.journal, steps), order.now, answers)
            line.send(steps.taken)

    asyncio.run(whole())


class ReadyRun:
    """A process that has its store open and waits for one order."""

    _context = multiprocessing.get_context("forkserver")
    _context.set_forkserver_preload(["alerting.killed_run"])

    def __init__(self, settings: StoreSettings, answers: Answers) -> None:
        self._line, theirs = self._context.Pipe()
        self._process = self._context.Process(target=_keep_ready, args=(settings, answers, theirs))
        self._process.start()
        theirs.close()

    def order(self, order: Order) -> None:
        """Wait until it is ready and give it its order."""
        assert self._line.poll(PATIENCE), "the process did not open its store"
        assert self._line.recv() == 0
        self._line.send(order)

    def steps(self) -> int | None:
        """Wait for its end. Returns how many steps it took, None where it was killed."""
        self._process.join(PATIENCE)
        code = self._process.exitcode
        assert code in (0, -signal.SIGKILL), f"the run ended with {code}"
        try:
            return int(self._line.recv()) if code == 0 else None
        finally:
            self._line.close()

    def end(self) -> None:
        """End it where it still waits."""
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
