"""How near `onward` comes to the best statement written by hand, on a registry with hubs.

    python -m benchmarks onward [--share 0.1] [--rounds 100]

`--share 1` is 20,000 bodies, 100,000 agreements and 1,000,000 flows. Uses the Neo4j of ISA_BENCH_NEO4J_URI as the
benchmark of pages does, **and empties it**, or starts one whose database of this size stays in the user's cache folder
and is not written again. Each question is asked of another body or dataset each
round: the whole answer, the statement it compiles to and the one written by hand, the last two through the bare
driver; the answers must be the same.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import neo4j
import orjson

from api.app import create_app, prepare
from api.graphql.asked import Question
from api.graphql.execute import Engine
from api.settings import Settings
from benchmarks.flow_graph import FULL, Size, content_of, fill, fraction
from benchmarks.kept import kept_server
from benchmarks.spine import driver_of, late, middle
from graph.access import ADMINISTRATOR
from graph.store.opening import open_store
from graph.store.store import Store

PAGE = 25
WARMING = 10
DATASET = f"""query ($of: ID!) {{ onward(dataset: $of, hops: 4) {{ reached(first: {PAGE}) {{
  nodes {{ hop body {{ key name }} }} }} }} }}"""
BODY = f"""query ($of: ID!) {{ onward(body: $of, hops: 4) {{ reached(first: {PAGE}) {{
  nodes {{ hop body {{ key name }} }} }} }} }}"""

# Every flow of the dataset; whoever reads it walks them.
BY_HAND_DATASET = """
MATCH (:Dataset {key: $of})<-[:CARRIES]-(f:Flow)
MATCH (g:Organisation)-[:DISCLOSES]->(f)-[:RECEIVED_BY]->(x:Organisation)
RETURN collect([g.key, x.key, x.name, f.identifiability, f.key])
"""
# The first hop fills the page of a hub: nobody would look further.
BY_HAND_HUB = """
MATCH (:Organisation {key: $of})-[:DISCLOSES]->(:Flow)-[:RECEIVED_BY]->(x:Organisation)
WHERE x.key <> $of
WITH DISTINCT x ORDER BY x.nameSort, x.key LIMIT 25
RETURN collect([1, x.key, x.name])
"""
RANKS = {None: 2, "IDENTIFIABLE": 3, "MIXED": 3, "PSEUDONYMISED": 1}


def walked(moves: list[list[Any]], hops: int = 4) -> list[tuple[int, str, str]]:
    """Walk the flows of a dataset from its first givers and return the first page of what is reached."""
    onward: dict[str, list[tuple[str, int]]] = {}
    names = {}
    for giver, taker, name, code, _ in moves:
        onward.setdefault(giver, []).append((taker, RANKS.get(code, 0)))
        names[taker] = name
    given_to = {taker for giver, taker, *_ in moves if giver != taker}
    best = dict.fromkeys([giver for giver in onward if giver not in given_to] or list(onward), 3)
    frontier, found = dict(best), []
    for hop in range(1, hops + 1):
        reached: dict[str, int] = {}
        for giver, had in frontier.items():
            for taker, step in onward.get(giver, ()):
                reached[taker] = max(reached.get(taker, -1), min(had, step))
        frontier = {body: rank for body, rank in reached.items() if rank > best.get(body, -1)}
        best |= frontier
        found += sorted((hop, names[body], body) for body in frontier)
        if len(found) >= PAGE:
            break
    return [(hop, key, name) for hop, name, key in found[:PAGE]]


class Told:
    """Prints how far the loading has come, at most once in ten seconds, with the rate of what is being written."""

    def __init__(self) -> None:
        self._what, self._began, self._last = "", 0.0, 0.0

    def __call__(self, what: str, done: int, count: int) -> None:
        """Tell of a batch that was written."""
        now = time.perf_counter()
        if what != self._what:
            self._what, self._began, self._last = what, now, now
        elif now - self._last >= 10 or done == count:
            self._last = now
            rate = done / max(now - self._began, 0.001)
            print(f"  {what}: {done:,} of {count:,}, {rate:,.0f} a second", flush=True)


async def measure(size: Size, rounds: int) -> None:
    """Load the registry, measure and print the table."""
    server = kept_server(f"onward-{size.flows}", content_of(size))
    try:
        async with open_store(server.settings.store_settings()) as store:
            print(f"{store.engine.name} {store.engine.version}, codec {store.engine.codec}")
            if not server.filled:
                await loaded(store, size)
                server.filled = True
        print(
            f"{size.bodies:,} bodies, {size.agreements:,} agreements, {size.flows:,} flows, {size.datasets:,} datasets"
        )
        # The first asking of each question plans it, which a busy machine may take long over.
        await table(server.settings.model_copy(update={"statement_timeout": 120.0}), size, rounds)
    finally:
        server.stop()


async def loaded(store: Store, size: Size) -> None:
    """Write the registry into a store that is emptied first, and tell how long that and its indexes took."""
    await store.run_alone("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS")
    await prepare(store)
    started = time.perf_counter()
    await fill(store, size, progress=Told())
    written = time.perf_counter()
    await prepare(store)
    print(f"written in {written - started:.0f} s, indexed in {time.perf_counter() - written:.0f} s")


async def table(settings: Settings, size: Size, rounds: int) -> None:
    """Print a line for each question."""
    chance = random.Random(2)  # noqa: S311
    hubs = [f"b:{n}" for n in range(min(10, size.bodies // 2))]
    any_body = [f"b:{chance.randrange(size.bodies)}" for _ in range(rounds)]
    datasets = [f"d:{chance.randrange(size.datasets)}" for _ in range(rounds)]
    app = create_app(settings)
    async with app.router.lifespan_context(app), driver_of(settings) as driver:
        database = app.state.store.database
        asker = Asker(app.state.engine, driver, database)
        heads = (("by hand", 11), ("compiled", 11), ("ratio", 7), ("answered", 11), ("p95 by hand", 13))
        titles = "".join(f"{head:>{width}}" for head, width in (*heads, ("p95 answered", 14)))
        print(f"\n{'':<34}{titles}")
        await line("dataset, 4 hops", asker, DATASET, (BY_HAND_DATASET, walked), datasets, rounds)
        await line("first page from a hub, 4 hops", asker, BODY, (BY_HAND_HUB, as_rows), hubs, rounds)
        await line("first page from any body, 4 hops", asker, BODY, None, any_body, rounds)


Rows = list[tuple[int, str, str]]


def as_rows(found: list[Any]) -> Rows:
    """Return what a statement by hand found as rows of hop, key and name."""
    return [(hop, key, name) for hop, key, name in found]


@dataclass(frozen=True)
class Asker:
    """Asks the engine, and the database through the bare driver."""

    engine: Engine
    driver: neo4j.AsyncDriver
    database: str

    async def bare(self, text: str, parameters: Mapping[str, Any]) -> Any:
        """Return the one value of a statement's one record."""
        async with self.driver.session(
            database=self.database, default_access_mode=neo4j.READ_ACCESS, fetch_size=-1
        ) as session:
            record = await (await session.run(text, dict(parameters))).single(strict=True)
            return record[0]

    async def compiled(self, document: str, of: str) -> None:
        """Run the statement that a question compiles to."""
        [statement] = self.engine.explain(Question(document, {"of": of}), ADMINISTRATOR)
        await self.bare(statement.text, statement.parameters)

    async def answered(self, document: str, of: str) -> Rows:
        """Return the rows of a question's whole answer."""
        answer = await self.engine.answer(Question(document, {"of": of}), ADMINISTRATOR)
        nodes = orjson.loads(answer.body)["data"]["onward"]["reached"]["nodes"]
        return [(each["hop"], each["body"]["key"], each["body"]["name"]) for each in nodes]


async def line(
    name: str,
    asker: Asker,
    document: str,
    by_hand: tuple[str, Callable[[list[Any]], Rows]] | None,
    of: list[str],
    rounds: int,
) -> None:
    """Print the line of one question. Where it is written by hand as well, the answers are compared."""
    taken: dict[str, list[float]] = {"by hand": [], "compiled": [], "answered": []}

    async def timed(way: str, call: Awaitable[Any], *, counts: bool) -> Any:
        started = time.perf_counter()
        found = await call
        if counts:
            taken[way].append((time.perf_counter() - started) * 1000)
        return found

    for turn in range(rounds + WARMING):
        key, counts = of[turn % len(of)], turn >= WARMING
        answer = await timed("answered", asker.answered(document, key), counts=counts)
        # Whoever asks later finds the pages in memory, so they take turns.
        if turn % 2:
            await timed("compiled", asker.compiled(document, key), counts=counts)
        if by_hand is not None:
            text, made = by_hand
            rows = made(await timed("by hand", asker.bare(text, {"of": key}), counts=counts))
            if rows != answer:
                raise SystemExit(f"{name}, {key}: by hand {rows}, answered {answer}")
        if not turn % 2:
            await timed("compiled", asker.compiled(document, key), counts=counts)
    low, own, whole = (f"{middle(each):>8.1f} ms" if each else f"{'':>11}" for each in taken.values())
    ratio = f"{middle(taken['compiled']) / middle(taken['by hand']):>7.2f}" if by_hand else f"{'':>7}"
    late_low = f"{late(taken['by hand']):>10.1f} ms" if by_hand else f"{'':>13}"
    print(f"{name:<34}{low}{own}{ratio}{whole}{late_low}{late(taken['answered']):>11.1f} ms")


def main(arguments: list[str] | None = None) -> None:
    """Read the options and run."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--share", type=float, default=0.1, help=f"of the full size, {FULL}")
    options.add_argument("--rounds", type=int, default=100)
    chosen = options.parse_args(arguments)
    asyncio.run(measure(fraction(chosen.share), chosen.rounds))
