"""How long a night of alerts takes: 10,000 agreements, 600 mailboxes, one digest each.

    python -m benchmarks alerts [--agreements 10000] [--neo4j]

Runs on the embedded engine in a folder of its own, or with --neo4j as `spine` does. The floor is the time of the same
questions asked alone, in the same run: what alerts add is everything beyond it.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import os
import random
import shutil
import tempfile
import time
from pathlib import Path
from zoneinfo import ZoneInfo

from alerts.arrangements import Arrangements
from alerts.asking import items_of
from alerts.channels.file import FileChannel, FileSettings
from alerts.clock import Clock
from alerts.kind import load_kinds
from alerts.links import Links
from alerts.run import Job, run
from api.alerting import asking
from api.app import prepare
from api.settings import Settings
from benchmarks.generated import generated, put
from benchmarks.spine import settings_of_server
from graph.model.records import EdgeRecord, NodeRecord, Records
from graph.model.registry import registry_model
from graph.store.store import open_store

TODAY = dt.date(2026, 6, 1)
BEGAN = dt.date(2025, 6, 1)
LIMIT_SECONDS = 60


def who_is_told(agreements: int, edges: list[EdgeRecord]) -> tuple[list[NodeRecord], list[EdgeRecord]]:
    """Return posts with a mailbox each, three a body, and who leads on each agreement: one of its parties."""
    chance = random.Random(2)  # noqa: S311
    make = Records(registry_model())
    of_party = {edge.start: edge.end for edge in edges if edge.type == "OF"}
    parties: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for edge in edges:
        if edge.type == "IN":
            parties.setdefault(edge.end, []).append(of_party[edge.start])
    nodes: list[NodeRecord] = []
    more: list[EdgeRecord] = []
    for body in sorted({body for each in parties.values() for body in each}):
        for role in ("IG_LEAD", "SIRO", "AGREEMENT_LEAD"):
            name = f"{role.lower()}-{body[1].partition(':')[2]}"
            nodes.append(make.node("Post", f"post:{name}", title=role, role=role, mailbox=f"{name}@body.example"))
            more.append(make.edge("AT", ("Post", f"post:{name}"), body))
    for n in range(agreements):
        lead = chance.choice(parties["Agreement", f"a:{n}"])
        more.append(make.edge("LED_BY", ("Agreement", f"a:{n}"), lead))
        post = f"post:agreement_lead-{lead[1].partition(':')[2]}"
        more.append(make.edge("LEADS", ("Post", post), ("Agreement", f"a:{n}")))
    return nodes, more


async def measure(settings: Settings, agreements: int, out: Path) -> float:
    """Fill an empty engine, run one night, print its table and return its seconds."""
    async with open_store(settings.store_settings()) as store:
        print(f"{store.engine.name} {store.engine.version}")
        await store.run_alone("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS")
        await prepare(store)
        nodes, edges = generated(agreements)
        posts, leads = who_is_told(agreements, edges)
        await put(store, [*nodes, *posts], [*edges, *leads])
        await store.write([("CREATE (s:AlertStart {key: 'alerts', on: $on})", {"on": BEGAN})])
        clock = Clock(ZoneInfo("Europe/London"), today_fixed=TODAY)
        ask, kinds, arranged = asking(settings, store, clock), load_kinds(), Arrangements(send=("file",))
        await items_of(ask, kinds, arranged, TODAY)
        started = time.perf_counter()
        items = await items_of(ask, kinds, arranged, TODAY)
        floor = time.perf_counter() - started
        channel = FileChannel(FileSettings(kind="file", folder=out), Links("https://sharing.example"))
        job = Job(store, registry_model(), ask, kinds, arranged, {"file": channel}, clock)
        seconds = {}
        for night in ("first", "the same again"):
            started = time.perf_counter()
            record = await run(job)
            seconds[night] = time.perf_counter() - started
            print(
                f"{night:<16}{seconds[night]:>8.1f} s {seconds[night] / floor:>6.1f} x the questions alone"
                f"   {record.sent:,} alerts in {len(await asyncio.to_thread(os.listdir, out)):,} digests"
            )
        print(f"{'questions alone':<16}{floor:>8.1f} s   {len(items):,} things of {agreements:,} agreements")
        return seconds["first"]


def main(arguments: list[str]) -> None:
    """Run the benchmark, and fail where a night takes longer than its limit."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks alerts", description=__doc__)
    parser.add_argument("--agreements", type=int, default=10_000)
    parser.add_argument("--neo4j", action="store_true")
    chosen = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp())
    settings, stop = settings_of_server() if chosen.neo4j else (Settings(data_dir=folder / "data"), lambda: None)
    try:
        seconds = asyncio.run(measure(settings, chosen.agreements, folder / "out"))
    finally:
        stop()
        shutil.rmtree(folder, ignore_errors=True)
    if seconds > LIMIT_SECONDS:
        raise SystemExit(f"A night took {seconds:.0f} s, and may take {LIMIT_SECONDS}.")
