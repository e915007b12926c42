"""How long all rules take over a whole registry, and over the neighbourhood of one change.

    python -m benchmarks rules [--flows 100000] [--engine neo4j|embedded] [--only RULE ...] [--around]

Generates a registry of so many flows and runs every rule as `isa check` does: what it finds, and among how many. Each
time stands beside its ratio to a bare traversal of the same graph in the same run, which goes along every edge once
and reads the keys of both ends. Uses the Neo4j of ISA_BENCH_NEO4J_URI, **which it empties**, or starts one whose
database of this size stays in the user's cache folder and is not written again.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import statistics
import tempfile
import time
from collections.abc import Awaitable, Sequence
from pathlib import Path
from typing import TypeVar

from api.app import prepare
from benchmarks.generated import put
from benchmarks.kept import kept_server
from benchmarks.sharing_registry import SharingRegistry, content_of
from benchmarks.sharing_values import TODAY
from graph.model.registry import registry_model
from graph.store.errors import StoreError
from graph.store.opening import open_store
from graph.store.settings import StoreSettings
from graph.store.store import Store
from queries.findings.neighbourhood import run_rules_near, subjects_near
from queries.findings.recording import Recorder
from queries.findings.running import AT_ONCE, run_rule, run_rules
from queries.gap_rules.catalogue import Rule, load_rules

BARE = "MATCH (a)-[r]->(b) WHERE a.key <> b.key RETURN count(r)"
KEPT_BEFORE = "MATCH (n:Finding|Change) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS"
"""An earlier run kept what it found around changes."""
PASSES = 3
SECONDS = 300.0
T = TypeVar("T")


async def fill(flows: int, settings: StoreSettings) -> None:
    """Empty a database and write the registry into it."""
    async with open_store(settings) as store:
        await store.run_alone("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS")
        await prepare(store)
        await _fill(store, flows)


async def measure(settings: StoreSettings, only: Sequence[str], *, around: bool) -> None:
    """Run everything over a registry that is there, and print the tables."""
    rules = [rule for rule in load_rules() if not only or rule.id in only]
    async with open_store(settings) as store:
        print(f"{store.engine.name} {store.engine.version}, codec {store.engine.codec}")
        await prepare(store)
        await store.run_alone(KEPT_BEFORE)
        floor = await _bare(store)
        print(f"a bare traversal of every edge: {floor * 1000:,.0f} ms")
        if not around:
            await _whole_runs(store, rules, floor)
        await _neighbourhoods(store, rules, floor)


async def _fill(store: Store, flows: int) -> None:
    started = time.perf_counter()
    registry = SharingRegistry(flows)
    nodes = edges = 0
    for some_nodes, some_edges in registry.chunks():
        await put(store, some_nodes, some_edges)
        nodes += len(some_nodes)
        edges += len(some_edges)
    print(
        f"loaded {registry.flows:,} flows, {registry.agreements:,} agreements, {registry.bodies:,} bodies: "
        f"{nodes:,} nodes, {edges:,} edges in {time.perf_counter() - started:.0f} s"
    )


async def _bare(store: Store) -> float:
    """The seconds that a bare traversal takes: the middle of some."""
    return statistics.median([(await _clocked(store.read(BARE, {}, timeout=SECONDS)))[0] for _ in range(PASSES)])


async def _whole_runs(store: Store, rules: Sequence[Rule], floor: float) -> None:
    """Run each rule twice, since the first time Neo4j plans it, and print the slowest first."""
    lines: list[tuple[float, int, int, float, str]] = []
    for rule in rules:
        first, _, _ = await _timed(store, rule)
        lines.append((*await _timed(store, rule), first, rule.id))
    print(f"\n{'rule':<50}{'ms':>9}{'ratio':>8}{'found':>9}{'of':>10}{'first, ms':>11}")
    for seconds, found, of, first, name in sorted(lines, reverse=True):
        print(f"{name:<50}{seconds * 1000:>9,.0f}{seconds / floor:>8.2f}{found:>9,}{of:>10,}{first * 1000:>11,.0f}")
    total, first_total = sum(line[0] for line in lines), sum(line[3] for line in lines)
    print(
        f"{len(lines)} rules: {total:.1f} s, {total / floor:.1f} times the bare traversal; at first {first_total:.1f} s"
    )
    seconds, _ = await _clocked(run_rules(store, rules, TODAY))
    print(f"as `isa check` runs them, {AT_ONCE} at a time: {seconds:.1f} s, {seconds / floor:.1f} times")


async def _timed(store: Store, rule: Rule) -> tuple[float, int, int]:
    started = time.perf_counter()
    try:
        result = await run_rule(store, rule, TODAY)
    except StoreError as fault:
        print(f"{rule.id}: {fault}")
        return time.perf_counter() - started, -1, -1
    return time.perf_counter() - started, len(result.findings), result.looked_at


async def _neighbourhoods(store: Store, rules: Sequence[Rule], floor: float) -> None:
    """Look at the neighbourhoods of a few nodes, of the hub and of others, as a change of each would.

    Each is looked at twice, since the first time Neo4j plans it; then what is found is kept, and kept again.
    """
    recorder = Recorder(store, registry_model(), "a benchmark")
    print(f"\n{'a change of':<26}{'ms':>9}{'ratio':>8}{'nodes':>9}{'found':>8}{'kept, ms':>10}{'again, ms':>11}")
    for label, key in (
        *(("Flow", "f:5"), ("Agreement", "a:5"), ("Agreement", "a:6"), ("Party", "p:7:0")),
        *(("Dataset", "d:3"), ("Organisation", "b:30"), ("Organisation", "b:0")),
    ):
        await _around(store, rules, label, key)
        seconds, (near, found) = await _clocked(_around(store, rules, label, key))
        kept, again = [
            (await _clocked(recorder.record_around(rules, label, key, TODAY, dt.datetime.now(dt.UTC))))[0]
            for _ in range(2)
        ]
        print(
            f"{label + ' ' + key:<26}{seconds * 1000:>9,.0f}{seconds / floor:>8.2f}{near:>9,}{found:>8,}"
            f"{kept * 1000:>10,.0f}{again * 1000:>11,.0f}"
        )


async def _around(store: Store, rules: Sequence[Rule], label: str, key: str) -> tuple[int, int]:
    near = await subjects_near(store, registry_model(), label, key)
    results = await run_rules_near(store, rules, near, TODAY)
    return len(list(near)), sum(len(result.findings) for result in results)


async def _clocked(what: Awaitable[T]) -> tuple[float, T]:
    """The seconds that something takes, and what came of it."""
    started = time.perf_counter()
    came = await what
    return time.perf_counter() - started, came


def main(arguments: list[str] | None = None) -> None:
    """Read the options and run."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--flows", type=int, default=100_000)
    options.add_argument("--engine", choices=("neo4j", "embedded"), default="neo4j")
    options.add_argument("--only", nargs="*", default=(), metavar="RULE", help="run these alone")
    options.add_argument("--around", action="store_true", help="the neighbourhood of one change alone")
    chosen = options.parse_args(arguments)
    if chosen.engine == "embedded":
        with tempfile.TemporaryDirectory() as folder:
            own = StoreSettings(None, "", "", None, Path(folder))
            asyncio.run(fill(chosen.flows, own))
            asyncio.run(measure(own, chosen.only, around=chosen.around))
        return
    server = kept_server(f"rules-{chosen.flows}", content_of(chosen.flows))
    try:
        store = server.settings.store_settings()
        if not server.filled:
            asyncio.run(fill(chosen.flows, store))
            server.filled = True
        asyncio.run(measure(store, chosen.only, around=chosen.around))
    finally:
        server.stop()
