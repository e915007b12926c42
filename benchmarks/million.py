"""How a long register loads: its rate beside a bare UNWIND load of the same nodes and edges, and memory over time.

    python -m benchmarks million [--rows 1000000] [--engine neo4j|embedded] [--only load]

Uses the Neo4j of ISA_BENCH_NEO4J_URI (and _USER, _PASSWORD), which it empties before each, or starts one for each as
the tests do, with a heap of 1.5 GB and a page cache of 1 GB. Memory is that of this process, which reads, plans and
writes; the database's own is not counted. `--only load` leaves the bare load out.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import datetime as dt
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import psutil

from api.app import prepare
from benchmarks.spine import settings_of_server
from benchmarks.synthetic_sources.register import HEADINGS, NAME
from graph.store.opening import open_store
from graph.store.settings import StoreSettings
from graph.store.store import Statement, Store
from ingest.limits import Limits
from ingest.loading.pipeline import load

_PACKAGES = ("benchmarks.synthetic_sources",)
_BATCH = 1000
_SAMPLE_SECONDS = 0.25
_MEGABYTE = 1_000_000
_PATIENCE = 3600.0


def write_register(path: Path, rows: int) -> None:
    """Write a register: a tenth as many agreements as rows, at most 2,000 bodies and 500 datasets, skewed."""
    bodies, datasets = max(2, min(2000, rows // 10)), max(1, min(500, rows // 20))
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADINGS)
        for n in range(rows):
            giver, receiver = (n * n) % bodies, (n * 7 + 1) % bodies
            frequency = ("Monthly", "One-off", "Daily")[n % 3]
            names = (f"Body {giver:05}", f"Body {receiver:05}", f"Dataset {n % datasets:05}")
            out.writerow((f"{n:09}", f"SYN-{n // 10:08}", *names, frequency))


class Memory:
    """Samples the memory of this process with the moment, from a thread of its own."""

    def __init__(self) -> None:
        self.samples: list[tuple[float, int]] = []
        self._stop = threading.Event()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Sample while the block runs."""
        began = time.monotonic()
        process = psutil.Process()

        def sample() -> None:
            while not self._stop.wait(_SAMPLE_SECONDS):
                self.samples.append((time.monotonic() - began, process.memory_info().rss))

        thread = threading.Thread(target=sample, daemon=True)
        self.samples.append((0.0, process.memory_info().rss))
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()
            self.samples.append((time.monotonic() - began, process.memory_info().rss))

    def tenths(self) -> list[tuple[float, int]]:
        """Return eleven samples, evenly over the time."""
        end = self.samples[-1][0]
        return [min(self.samples, key=lambda s, at=end * n / 10: abs(s[0] - at)) for n in range(11)]  # type: ignore[misc]

    def most(self) -> int:
        """Return the most memory seen, in bytes."""
        return max(size for _, size in self.samples)


class Rate:
    """Notes how much was done when, so that a rate that falls is seen."""

    def __init__(self) -> None:
        self._noted = [(time.monotonic(), 0)]

    def note(self, done: int) -> None:
        """Note that so much is done by now."""
        if done > self._noted[-1][1]:
            self._noted.append((time.monotonic(), done))

    def fifths(self) -> list[float]:
        """Return how much was done a second in each fifth of the work."""
        last = self._noted[-1][1]
        ends = [next(i for i, (_, done) in enumerate(self._noted) if done >= last * n / 5) for n in range(6)]
        return [
            (self._noted[b][1] - self._noted[a][1]) / max(1e-9, self._noted[b][0] - self._noted[a][0])
            for a, b in pairwise(ends)
        ]


async def bare_load(store: Store, path: Path, rate: Rate) -> None:
    """Write the same nodes and edges by UNWIND alone, from the file, batch by batch."""
    done = 0
    edition = f"{NAME}:bare"
    await store.write([("CREATE (:Edition {key: $key})", {"key": edition})])
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        while batch := [_bare_row(row) for row in islice(rows, _BATCH)]:
            await store.write(list(_bare_statements(batch, edition)))
            done += len(batch)
            rate.note(done)


def _bare_row(row: dict[str, str]) -> dict[str, Any]:
    title = f"{row['Dataset']}: {row['Giver']} to {row['Receiver']}"
    words = "{" + ", ".join(f'"{name}": "{cell}"' for name, cell in row.items()) + "}"
    return {
        **row,
        "flow": f"{NAME}:{row['Row']}",
        "title": title,
        "record": f"{NAME}:bare:{row['Row']}",
        "words": words,
    }


def _bare_statements(rows: list[dict[str, Any]], edition: str) -> Iterator[Statement]:
    given: dict[str, object] = {"rows": rows, "edition": edition}
    for label, column, name in (
        ("Organisation", "Giver", "name"),
        ("Organisation", "Receiver", "name"),
        ("Dataset", "Dataset", "title"),
        ("Agreement", "Agreement", "title"),
    ):
        yield f"UNWIND $rows AS row MERGE (n:{label} {{key: row.{column}}}) SET n.{name} = row.{column}", given
        if label != "Agreement":
            yield (
                f"UNWIND $rows AS row MATCH (b:{label} {{key: row.{column}}}) "
                f"MERGE (a:Name {{key: row.{column}}}) MERGE (a)-[:NAMES]->(b)",
                given,
            )
    yield "UNWIND $rows AS row MERGE (n:Flow {key: row.flow}) SET n.title = row.title, n.titleSort = row.title", given
    yield "UNWIND $rows AS row MERGE (n:Record {key: row.record}) SET n.words = row.words, n.row = row.Row", given
    for kind, start, a, end, b in (
        ("DISCLOSES", "Organisation", "Giver", "Flow", "flow"),
        ("RECEIVED_BY", "Flow", "flow", "Organisation", "Receiver"),
        ("CARRIES", "Flow", "flow", "Dataset", "Dataset"),
        ("GOVERNED_BY", "Flow", "flow", "Agreement", "Agreement"),
        ("STATES", "Record", "record", "Flow", "flow"),
        ("STATES", "Record", "record", "Agreement", "Agreement"),
        ("STATES", "Record", "record", "Organisation", "Giver"),
        ("STATES", "Record", "record", "Organisation", "Receiver"),
        ("STATES", "Record", "record", "Dataset", "Dataset"),
        ("STATES", "Record", "record", "Name", "Giver"),
        ("STATES", "Record", "record", "Name", "Receiver"),
        ("STATES", "Record", "record", "Name", "Dataset"),
    ):
        # From the end that is new in each batch, as ours does: from a busy body it looks through all its flows.
        pattern = f"(a)-[:{kind}]->(b)" if start != "Organisation" else f"(b)<-[:{kind}]-(a)"
        yield (
            f"UNWIND $rows AS row MATCH (a:{start} {{key: row.{a}}}) MATCH (b:{end} {{key: row.{b}}}) MERGE {pattern}",
            given,
        )
    yield (
        "MATCH (e:Edition {key: $edition}) UNWIND $rows AS row MATCH (r:Record {key: row.record}) "
        "MERGE (r)-[:IN_EDITION]->(e)",
        given,
    )


@dataclass(frozen=True, slots=True)
class Loaded:
    """One load of the register: how long it took, what the database holds since, and its rate by fifths."""

    name: str
    seconds: float
    nodes: int
    edges: int
    fifths: list[float]

    def tell(self, rows: int) -> None:
        """Print it as a line of the table."""
        print(
            f"{self.name:<12}{self.seconds:>10.1f}{rows / self.seconds:>10,.0f}{self.nodes:>12,}{self.edges:>12,}",
            f"  {', '.join(f'{each:,.0f}' for each in self.fifths)}",
            flush=True,
        )


async def measure_bare(path: Path, settings: StoreSettings) -> Loaded:
    """Load the register by bare UNWIND batches into a database that is emptied first."""
    async with open_store(settings) as store:
        await _empty(store)
        rate = Rate()
        began = time.monotonic()
        await bare_load(store, path, rate)
        return Loaded("bare UNWIND", time.monotonic() - began, *await _sizes(store), rate.fifths())


async def measure_load(path: Path, settings: StoreSettings, memory: Memory, phases: _Phases) -> Loaded:
    """Load the register as `isa load` does into a database that is emptied first."""
    async with open_store(settings) as store:
        await _empty(store)
        phases.begin()
        began = time.monotonic()
        with memory.watched():
            await load(
                store, NAME, [path], today=dt.date(2026, 11, 22), packages=_PACKAGES, progress=phases,
                limits=Limits(max_file_bytes=2_000_000_000),
            )  # fmt: skip
        return Loaded("load", time.monotonic() - began, *await _sizes(store), phases.rate.fifths())


def measure(rows: int, server: Callable[[], AbstractContextManager[StoreSettings]], *, bare_too: bool) -> None:
    """Load the register both ways, each into a database of its own, and print the ratio, the rates and the memory."""
    path = Path(tempfile.mkdtemp()) / "register.csv"
    write_register(path, rows)
    print(f"{rows:,} rows, {path.stat().st_size / _MEGABYTE:,.0f} MB")
    print(
        f"{'':<12}{'seconds':>10}{'rows/s':>10}{'nodes':>12}{'edges':>12}   a second, by fifths of the work", flush=True
    )
    bare: Loaded | None = None
    if bare_too:
        with server() as settings:
            bare = asyncio.run(measure_bare(path, settings))
        bare.tell(rows)
    memory, phases = Memory(), _Phases()
    with server() as settings:
        loaded = asyncio.run(measure_load(path, settings, memory, phases))
    loaded.tell(rows)
    print("The rate of the bare load is in rows, that of the other in nodes and edges written.")
    if bare is not None:
        print(f"ratio {loaded.seconds / bare.seconds:.2f}")
    print("\nphase                            seconds")
    for phase, seconds in phases.seconds().items():
        print(f"{phase:<32}{seconds:>8.1f}")
    print("\nmemory of the loading process: second, MB")
    for at, size in memory.tenths():
        print(f"{at:>10.1f}{size / _MEGABYTE:>10,.0f}")
    grown = memory.most() - memory.samples[0][1]
    print(f"most {memory.most() / _MEGABYTE:,.0f} MB, {grown / rows:,.0f} bytes a row")


class _Phases:
    """Notes when each phase of a load ended, and how much was written when."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Start anew."""
        self.rate = Rate()
        self._last = time.monotonic()
        self._taken: dict[str, float] = {}

    def __call__(self, phase: str, done: int, total: int, /) -> None:
        now = time.monotonic()
        self._taken[phase] = self._taken.get(phase, 0.0) + now - self._last
        self._last = now
        if phase.startswith(("writing", "removing")):
            self.rate.note(done)
        else:
            self.rate = Rate()

    def seconds(self) -> dict[str, float]:
        """Return the seconds that went by before each sign of progress, by phase."""
        return self._taken


async def _empty(store: Store) -> None:
    await store.run_alone("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS", timeout=_PATIENCE)
    await prepare(store)


async def _sizes(store: Store) -> tuple[int, int]:
    [nodes] = await store.read("MATCH (n) RETURN count(n)", {}, timeout=_PATIENCE)
    [edges] = await store.read("MATCH ()-[r]->() RETURN count(r)", {}, timeout=_PATIENCE)
    return nodes, edges


def main(arguments: list[str] | None = None) -> None:
    """Read the options and run."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--engine", choices=("neo4j", "embedded"), default="neo4j")
    options.add_argument("--only", choices=("load",))
    chosen = options.parse_args(arguments)
    server = _embedded if chosen.engine == "embedded" else _neo4j
    measure(chosen.rows, server, bare_too=chosen.only is None)


@contextmanager
def _embedded() -> Iterator[StoreSettings]:
    yield StoreSettings(None, "", "", None, Path(tempfile.mkdtemp()))


@contextmanager
def _neo4j() -> Iterator[StoreSettings]:
    settings, stop = settings_of_server()
    try:
        yield settings.store_settings()
    finally:
        stop()
