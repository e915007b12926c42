"""Three bodies and three agreements, a clock, and a channel that does as it is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from alerts.arrangements import Arrangements
from alerts.asking import Ask
from alerts.channels.channel import Accepted, Outcome
from alerts.clock import Clock
from alerts.digest import Digest
from alerts.kind import load_kinds
from alerts.run import Job
from graph.model.records import EdgeRecord, NodeRecord, Records
from graph.model.registry import registry_model
from graph.store.store import Store

D = dt.date
LONDON = ZoneInfo("Europe/London")
GO_LIVE = D(2026, 5, 20)
DAY = D(2026, 6, 1)
BASE = "https://sharing.example"


def world() -> tuple[list[NodeRecord], list[EdgeRecord]]:
    """Care ends in thirty days; Hidden too, led by a body that is no party of it; Old had ended when alerts began."""
    make = Records(registry_model())
    nodes = [make.node("Organisation", f"o:{name.lower()}", name=name) for name in ("Alpha", "Beta", "Gamma")]
    nodes += [
        make.node(
            "Agreement", key, title=title, state="SIGNED", visibility="PARTIES", startsOn=D(2024, 1, 1), endsOn=ends
        )
        for key, title, ends in (
            ("a:care", "Care", D(2026, 7, 1)),
            ("a:hidden", "Hidden", D(2026, 7, 1)),
            ("a:old", "Old", D(2026, 4, 20)),
        )
    ]
    nodes += [
        make.node("Post", "post:lead", title="Care lead", role="AGREEMENT_LEAD", mailbox="Lead@alpha.example"),
        make.node("Post", "post:alpha", title="IG lead", role="IG_LEAD", mailbox="ig@alpha.example"),
        make.node("Post", "post:siro", title="SIRO", role="SIRO", mailbox="siro@alpha.example"),
        make.node("Post", "post:beta", title="IG lead", role="IG_LEAD", mailbox="ig@beta.example"),
        make.node("Post", "post:gamma", title="IG lead", role="IG_LEAD", mailbox="ig@gamma.example"),
        make.node("Post", "post:gone", title="IG lead", role="IG_LEAD", mailbox="gone@beta.example", to=D(2026, 1, 1)),
        make.node("Flow", "f:old", title="Flow", state="LIVE"),
    ]
    edges = [make.edge("GOVERNED_BY", ("Flow", "f:old"), ("Agreement", "a:old"))]
    edges.append(make.edge("LEADS", ("Post", "post:lead"), ("Agreement", "a:care")))
    for post, body in (
        ("lead", "alpha"), ("alpha", "alpha"), ("siro", "alpha"), ("beta", "beta"), ("gamma", "gamma"), ("gone", "beta")
    ):  # fmt: skip
        edges.append(make.edge("AT", ("Post", f"post:{post}"), ("Organisation", f"o:{body}")))
    for agreement, lead, parties in (
        ("a:care", "alpha", ("alpha", "beta")), ("a:hidden", "gamma", ("beta",)), ("a:old", "alpha", ("alpha", "beta"))
    ):  # fmt: skip
        edges.append(make.edge("LED_BY", ("Agreement", agreement), ("Organisation", f"o:{lead}")))
        for body in parties:
            party = ("Party", f"p:{agreement}:{body}")
            nodes.append(make.node(*party, role="CONTROLLER", nameStated=body))
            edges.append(make.edge("OF", party, ("Organisation", f"o:{body}")))
            edges.append(make.edge("IN", party, ("Agreement", agreement)))
    return nodes, edges


@dataclass
class Scripted:
    """A channel that keeps what it is handed, and answers as `answers` says."""

    repeats_safely: bool = False
    answers: Callable[[Digest], Outcome] = lambda _: Accepted()
    taken: list[Digest] = field(default_factory=list)

    async def hand_over(self, digest: Digest) -> Outcome:
        self.taken.append(digest)
        return self.answers(digest)

    def told(self) -> dict[str, list[str]]:
        """What each mailbox was told, the lines of all its digests in their order."""
        said: dict[str, list[str]] = {}
        for digest in self.taken:
            said.setdefault(digest.recipient, []).extend(line.says for _, group in digest.groups() for line in group)
        return dict(sorted(said.items()))

    def keys(self) -> list[str]:
        """The key of every alert that was taken, as often as it was."""
        return sorted(line.key for digest in self.taken for line in digest.lines)


@dataclass
class Wall:
    """A clock on the wall, which a test sets."""

    now: dt.datetime

    def on(self, day: dt.date, hour: int = 6) -> None:
        self.now = dt.datetime.combine(day, dt.time(hour, 30), tzinfo=dt.UTC)


@dataclass
class Desk:
    """A registry that alerts are told from: how it is asked, and the clock on its wall."""

    store: Store
    ask: Ask
    wall: Wall

    def job(self, channel: Any, arranged: Arrangements | None = None, **more: Any) -> Job:
        """Return a job that sends by one channel, called post, and by those of `more`."""
        return Job(
            store=self.store,
            model=registry_model(),
            ask=self.ask,
            kinds=load_kinds(),
            arranged=arranged or Arrangements(send=("post", *more)),
            channels={"post": channel, **more},
            clock=Clock(LONDON, lambda: self.wall.now),
        )


async def forget(store: Store) -> None:
    """Take out of the graph all that alerts keep."""
    await store.write([(f"MATCH (n:{label}) DETACH DELETE n", {}) for label in ("Alert", "AlertRun", "AlertStart")])


async def states(store: Store) -> dict[str, str]:
    """Where each alert of the ledger stands."""
    [rows] = await store.read("MATCH (a:Alert) WITH a ORDER BY a.key RETURN collect([a.key, a.state])", {})
    return dict(rows)
