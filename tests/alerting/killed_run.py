"""One run of alerts in a process of its own, to be killed: what it hands over is on the disk before it says so."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from alerting.alerting_world import Desk, Wall

from alerts.channels.channel import Accepted, Outcome
from alerts.digest import Digest
from alerts.run import run
from graph.store.settings import StoreSettings
from graph.store.store import open_store

TAKES_SECONDS = 0.02


class Journal:
    """A channel that promises nothing: it writes down each message that it was handed."""

    repeats_safely = False

    def __init__(self, file: Path) -> None:
        self._file = file

    async def hand_over(self, digest: Digest) -> Outcome:
        await asyncio.sleep(TAKES_SECONDS)
        said = json.dumps([digest.key, [line.key for line in digest.lines]]) + "\n"
        with self._file.open("ab", buffering=0) as file:
            file.write(said.encode())
            os.fsync(file.fileno())
        await asyncio.sleep(TAKES_SECONDS)
        return Accepted()


def run_once(settings: StoreSettings, file: Path, now: dt.datetime, rows: Mapping[str, Sequence[Any]]) -> None:
    """Run alerts once, with what questions answered before."""

    async def whole() -> None:
        async with open_store(settings) as store:

            async def ask(question: str, _values: Mapping[str, Any]) -> Sequence[Any]:
                return rows[question]

            await run(Desk(store, ask, Wall(now)).job(Journal(file)))

    asyncio.run(whole())
