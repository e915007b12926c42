"""How long a night of alerts takes: 10,000 agreements, 600 mailboxes, one digest each.

    python -m benchmarks alerts [--agreements 10000] [--neo4j]

Runs on the embedded engine in a folder of its own, or with --neo4j as `spine` does. The floor, in the same run, is the
same questions asked alone and then, for each digest, what no ledger can do without: its alerts made in one bare
statement, its file written, and one bare statement more when it was.
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
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from alerts.arrangements import Arrangements
from alerts.asking import items_of
from alerts.channels.file import FileChannel, FileSettings
from alerts.clock import Clock
from alerts.digest import Digest
from alerts.kind import load_kinds
from alerts.links import Links
from alerts.run import Job, outlook, run
from api.alerts.wiring import asking, patient
from api.app import prepare
from api.settings import Settings
from benchmarks.generated import generated, put
from benchmarks.spine import settings_of_server
from graph.model.records import EdgeRecord, NodeRecord, Records
from graph.model.registry import registry_model
from graph.store.opening import open_store
from graph.store.store import Store

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


def papers(agreements: int, edges: list[EdgeRecord]) -> tuple[list[NodeRecord], list[EdgeRecord]]:
    """Return what hangs on agreements: nine parties in ten have signed, half have an assessment to be reviewed."""
    chance = random.Random(3)  # noqa: S311
    make = Records(registry_model())
    nodes: list[NodeRecord] = []
    more: list[EdgeRecord] = []
    for edge in edges:
        if edge.type == "IN" and chance.random() < 0.9:
            signed = TODAY - dt.timedelta(days=chance.randrange(1, 1_500))
            signature = ("Signature", f"s:{edge.start[1]}")
            nodes.append(make.node(*signature, signedOn=signed, method="E_SIGN"))
            more.append(make.edge("FOR_PARTY", signature, edge.start))
    for n in range(0, agreements, 2):
        review = TODAY + dt.timedelta(days=chance.randrange(-200, 800))
        nodes.append(make.node("Dpia", f"dpia:{n}", title=f"Assessment {n}", status="APPROVED", reviewOn=review))
        more.append(make.edge("ASSESSES", ("Dpia", f"dpia:{n}"), ("Agreement", f"a:{n}")))
    for body in sorted({edge.end for edge in edges if edge.type == "OF"}):
        expires = TODAY + dt.timedelta(days=chance.randrange(-300, 300))
        nodes.append(make.node("Assurance", f"as:{body[1]}", title="DSPT", standard="DSPT", expiresOn=expires))
        more.append(make.edge("HELD_BY", ("Assurance", f"as:{body[1]}"), body))
    return nodes, more


async def bare(store: Store, digests: Sequence[Digest], channel: FileChannel) -> float:
    """Return the seconds that it takes to make, hand over and settle as many digests in bare statements, one by one."""
    make = "UNWIND $rows AS row CREATE (n:BenchmarkAlert {key: row[0]}) SET n.message = $message, n.line = row[1]"
    settle = "MATCH (n:BenchmarkAlert) WHERE n.key IN $keys SET n.state = 'SENT'"
    started = time.perf_counter()
    for digest in digests:
        rows = [[line.key, line.says] for line in digest.lines]
        await store.write([(make, {"rows": rows, "message": digest.key})])
        await channel.hand_over(digest)
        await store.write([(settle, {"keys": [line.key for line in digest.lines]})])
    return time.perf_counter() - started


async def measure(settings: Settings, agreements: int, out: Path) -> float:
    """Fill an empty engine, run one night, print its table and return its seconds."""
    async with open_store(patient(settings).store_settings()) as store:
        print(f"{store.engine.name} {store.engine.version}")
        await store.run_alone("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS")
        await prepare(store)
        nodes, edges = generated(agreements)
        posts, leads = who_is_told(agreements, edges)
        hanging, by = papers(agreements, edges)
        started = time.perf_counter()
        await put(store, [*nodes, *posts, *hanging], [*edges, *leads, *by])
        print(f"loaded {agreements:,} agreements in {time.perf_counter() - started:.0f} s")
        began = {"on": BEGAN, "at": dt.datetime.combine(BEGAN, dt.time(), tzinfo=dt.UTC)}
        await store.write([("CREATE (s:AlertStart {key: 'alerts', on: $on, at: $at})", began)])
        clock = Clock(ZoneInfo("Europe/London"), today_fixed=TODAY)
        ask, kinds, arranged = asking(settings, store, clock), load_kinds(), Arrangements(send=("file",))
        # An index that is made throws away every plan of Neo4j's, so it is made before the questions are planned.
        await store.run_alone("CREATE INDEX benchmark_alerts IF NOT EXISTS FOR (n:BenchmarkAlert) ON (n.key)")
        await items_of(ask, kinds, arranged, TODAY)
        started = time.perf_counter()
        items = await items_of(ask, kinds, arranged, TODAY)
        questions = time.perf_counter() - started
        links = Links("https://sharing.example")
        channel = FileChannel(FileSettings(kind="file", folder=out), links)
        job = Job(store, registry_model(), ask, kinds, arranged, {"file": channel}, clock)
        digests = [message.digest() for message in (await outlook(job)).messages]
        floor = questions + await bare(
            store, digests, FileChannel(FileSettings(kind="file", folder=out.with_name("bare")), links)
        )
        seconds = {}
        for night in ("first", "the same again"):
            started = time.perf_counter()
            record = await run(job)
            seconds[night] = time.perf_counter() - started
            beside = floor if record.sent else questions
            print(
                f"{night:<16}{seconds[night]:>8.1f} s {seconds[night] / beside:>6.2f} x its floor"
                f"   {record.sent:,} alerts in {len(await asyncio.to_thread(os.listdir, out)):,} digests"
            )
        print(f"{'questions alone':<16}{questions:>8.1f} s   {len(items):,} things of {agreements:,} agreements")
        print(f"{'and bare writes':<16}{floor:>8.1f} s")
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
