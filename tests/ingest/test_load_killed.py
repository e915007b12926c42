"""The loading process killed (SIGKILL) at random points of a load of the whole NHS Digital register.

Each load after a kill begins where the last one ended, and is killed after its share of what is left, so that the kills
are spread over the whole of the work. After each the registry is readable; in the end a load is let through, and the
registry is equal to that of an undisturbed load.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph.store.store import Store
from ingest.loading.pipeline import load
from tests.ingest.disturbing import SOURCE, TODAY, assert_readable
from tests.ingest.graph_dump import dump
from tests.servers.under_test import EngineUnderTest
from tests.servers.wipe import wipe_data

KILLS = 50

_ROOT = Path(__file__).parents[2]
_CHILD = Path(__file__).with_name("loading_process.py")
_WRITES = 250
"""Nodes and edges in a transaction, of which there are then several between two kills."""
_PAUSE = 0.05
"""Seconds up to which a kill waits for the transaction under way, so that it falls anywhere within one."""


async def _digest(registry: Store) -> str:
    return hashlib.sha256(json.dumps(await dump(registry, moments=False)).encode()).hexdigest()


def _kill_on_the_way(engine: EngineUnderTest, register: Path, share: float, pause: float) -> tuple[int, int]:
    """Start a load and kill it once it has written a share of what it has to; return how much that was, of what."""
    settings = engine.settings
    told = {
        "uri": settings.uri,
        "user": settings.user,
        "password": settings.password,
        "database": settings.database,
        "folder": str(settings.data_dir),
        "register": str(register),
        "writes": _WRITES,
    }
    process = subprocess.Popen(
        [sys.executable, str(_CHILD), json.dumps(told)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
    )
    assert process.stdout is not None
    written = total = 0
    for line in process.stdout:
        written, total = map(int, line.split())
        if written >= share * total:
            break
    time.sleep(pause)
    process.send_signal(signal.SIGKILL)
    process.stdout.close()
    assert process.wait() == -signal.SIGKILL
    return written, total


@pytest.mark.proof
async def test_fifty_kills_of_a_load_of_the_whole_register(
    engine: EngineUnderTest, registry: Store, registers: Path
) -> None:
    register = registers / "nhs-digital-data-release-register" / "nhs-digital-data-release-register-2021-02.xlsx"
    await load(registry, SOURCE, [register], today=TODAY)
    undisturbed = await _digest(registry)
    chance = random.Random(20261124)
    await wipe_data(registry)
    done = 0.0
    for kill in range(KILLS):
        began = time.monotonic()
        # Half to one and a half times what it would be if the kills divided what is left evenly.
        share = chance.uniform(0.5, 1.5) / (KILLS + 1 - kill)
        written, total = _kill_on_the_way(engine, register, share, chance.uniform(0, _PAUSE))
        done += (1 - done) * written / total
        print(f"kill {kill + 1} at {done:.0%} of the work, {time.monotonic() - began:.1f} s", flush=True)
        await assert_readable(registry)
    completed = await load(registry, SOURCE, [register], today=TODAY)
    assert not completed.changes_nothing
    assert await _digest(registry) == undisturbed
