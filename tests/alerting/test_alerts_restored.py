"""A real restore: the engine's files copied while it is down, three nights of alerts, the copy put back."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from alerts.clock import Clock
from alerts.digest import Digest
from alerts.run import run
from api.alerts.wiring import asking
from api.app import prepare
from api.settings import Settings
from benchmarks.generated import put
from graph.model.records import EdgeRecord, NodeRecord, Records
from graph.model.registry import registry_model
from graph.store.opening import open_store
from graph.store.settings import StoreSettings
from tests.alerting.alerting_world import LONDON, Desk, Scripted, Wall, world
from tests.servers.neo4j_jars import JAVA_RANGES, start_from_jars
from tests.servers.under_test import EngineUnderTest, RunningServer

pytestmark = pytest.mark.proof

BACKED_UP = dt.date(2026, 5, 31)
NIGHTS = [BACKED_UP + dt.timedelta(days=n) for n in (1, 2, 3)]
RESTORED = NIGHTS[-1] + dt.timedelta(days=1)


@dataclass
class OwnEngine:
    """An engine of this test alone, whose files can be copied and put back while it is down."""

    settings: StoreSettings
    data: Path
    server: RunningServer | None = None

    def copy(self, there: Path) -> None:
        """Copy the files, of a server that is ended for it."""
        self._down()
        shutil.copytree(self.data, there)
        self._up()

    def put_back(self, there: Path) -> None:
        """Put a copy in the place of the files."""
        self._down()
        shutil.rmtree(self.data)
        shutil.copytree(there, self.data)
        self._up()

    def _down(self) -> None:
        if self.server is not None and self.server.kill is not None:
            self.server.kill()

    def _up(self) -> None:
        if self.server is not None and self.server.restart is not None:
            self.server.restart()


@pytest.fixture
def own(engine: EngineUnderTest, tmp_path: Path) -> Iterator[OwnEngine]:
    release = engine.name.removeprefix("neo4j-")
    if engine.name == "embedded":
        settings = StoreSettings(uri=None, user="", password="", database=None, data_dir=tmp_path / "own")
        yield OwnEngine(settings, tmp_path / "own" / "engine" / "databases")
    elif release in JAVA_RANGES:
        server = start_from_jars(release)
        yield OwnEngine(replace(server.settings, read_timeout=60.0), server.settings.data_dir.parent / "data", server)
        server.stop()
    else:
        pytest.skip("the files of a server that was given are not ours to copy")


def four_ends() -> tuple[list[NodeRecord], list[EdgeRecord]]:
    """Agreements of Alpha and Beta that end a day after each other, so that each night tells of another."""
    make = Records(registry_model())
    nodes, edges = world()
    for n in range(1, 5):
        agreement = ("Agreement", f"a:{n}")
        ends = {"startsOn": dt.date(2024, 1, 1), "endsOn": dt.date(2026, 7, n)}
        nodes.append(make.node(*agreement, title=f"Ends on {n} July", state="SIGNED", visibility="PARTIES", **ends))
        edges.append(make.edge("LED_BY", agreement, ("Organisation", "o:alpha")))
        for body in ("alpha", "beta"):
            party = ("Party", f"p:a:{n}:{body}")
            nodes.append(make.node(*party, role="CONTROLLER", nameStated=body))
            edges.append(make.edge("OF", party, ("Organisation", f"o:{body}")))
            edges.append(make.edge("IN", party, agreement))
    return nodes, edges


async def night(own: OwnEngine, on: dt.date) -> list[Digest]:
    """Open the registry, run alerts on the morning of a day, and return what was handed over."""
    wall = Wall(dt.datetime.combine(on, dt.time(5, 30), tzinfo=dt.UTC))
    async with open_store(own.settings) as store:
        post = Scripted()
        ask = asking(Settings(data_dir=own.settings.data_dir), store, Clock(LONDON, lambda: wall.now))
        await run(Desk(store, ask, wall).job(post))
    return post.taken


async def test_after_a_real_restore_each_repeat_is_the_message_it_was(own: OwnEngine, tmp_path: Path) -> None:
    async with open_store(own.settings) as store:
        await prepare(store)
        await put(store, *four_ends())
    await night(own, BACKED_UP)
    own.copy(tmp_path / "copy")
    before = [digest for on in NIGHTS for digest in await night(own, on)]
    assert max(Counter(digest.recipient for digest in before).values()) == len(NIGHTS)
    own.put_back(tmp_path / "copy")
    after = await night(own, RESTORED)

    def messages(digests: list[Digest]) -> dict[str, list[str]]:
        return {digest.key: sorted(line.key for line in digest.lines) for digest in digests}

    again = {key: lines for key, lines in messages(after).items() if key in messages(before)}
    assert again == messages(before)
    # What is left is of the night itself.
    new = [digest for digest in after if digest.key not in again]
    assert {line.says for digest in new for line in digest.lines} == {"Ends on 4 July ends on 4 July 2026, in 30 days."}
    assert max(Counter(line.key for digest in [*before, *after] for line in digest.lines).values()) == 2
