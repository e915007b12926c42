"""How near `onward` comes to the best statement written by hand, on a registry with hubs.

    python -m benchmarks.onward [--share 0.1] [--rounds 100]

`--share 1` is 20,000 bodies, 100,000 agreements and 1,000,000 flows. Uses the Neo4j of ISA_BENCH_NEO4J_URI as the
benchmark of pages does, **and empties it**, or starts one. Each question is asked of another body or dataset each
round, and the statement by hand right after it, through the same driver; both answers are compared first.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from typing import Any

import neo4j
import orjson

from api.app import create_app, prepare
from api.graphql.execute import Engine, Question
from api.settings import Settings
from benchmarks.flow_graph import FULL, Size, fill, fraction
from benchmarks.spine import driver_of, late, middle, settings_of_server
from graph.access import ADMINISTRATOR
from graph.store.store import open_store

PAGE = 25
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


async def measure(size: Size, rounds: int) -> None:
    """Load the registry, measure and print the table."""
    settings, stop = settings_of_server()
    try:
        async with open_store(settings.store_settings()) as store:
            print(f"{store.engine.name} {store.engine.version}, codec {store.engine.codec}")
            await store.run_alone("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS")
            await prepare(store)
            started = time.perf_counter()
            await fill(store, size)
            print(
                f"loaded {size.bodies:,} bodies, {size.agreements:,} agreements, {size.flows:,} flows, "
                f"{size.datasets:,} datasets in {time.perf_counter() - started:.0f} s"
            )
        # The first asking of each question plans it, which a busy machine may take long over.
        await table(settings.model_copy(update={"statement_timeout": 120.0}), size, rounds)
    finally:
        stop()


async def table(settings: Settings, size: Size, rounds: int) -> None:
    """Print a line for each question."""
    chance = random.Random(2)  # noqa: S311
    hubs = [f"b:{n}" for n in range(min(10, size.bodies // 2))]
    any_body = [f"b:{chance.randrange(size.bodies)}" for _ in range(rounds)]
    datasets = [f"d:{chance.randrange(size.datasets)}" for _ in range(rounds)]
    app = create_app(settings)
    async with app.router.lifespan_context(app), driver_of(settings) as driver:
        database = app.state.store.database
        print(f"\n{'':<36}{'by hand':>12}{'onward':>12}{'ratio':>8}{'p95 by hand':>14}{'p95 onward':>13}")
        by_hand = hand(driver, database, BY_HAND_DATASET, walked)
        await line("dataset, 4 hops", app.state.engine, DATASET, by_hand, datasets, rounds)
        hub = hand(driver, database, BY_HAND_HUB, lambda rows: [(hop, key, name) for hop, key, name in rows])
        await line("first page from a hub, 4 hops", app.state.engine, BODY, hub, hubs, rounds)
        await line("first page from any body, 4 hops", app.state.engine, BODY, None, any_body, rounds)


Hand = Callable[[str], Awaitable[list[tuple[int, str, str]]]]


def hand(
    driver: neo4j.AsyncDriver, database: str, text: str, made: Callable[[list[Any]], list[tuple[int, str, str]]]
) -> Hand:
    """Return what asks a statement written by hand through the bare driver and makes the same rows of it."""

    async def ask(of: str) -> list[tuple[int, str, str]]:
        async with driver.session(database=database, default_access_mode=neo4j.READ_ACCESS, fetch_size=-1) as session:
            record = await (await session.run(text, {"of": of})).single(strict=True)
            return made(record[0])

    return ask


async def line(name: str, engine: Engine, document: str, by_hand: Hand | None, of: list[str], rounds: int) -> None:
    """Print the line of one question. Where it is written by hand as well, the answers are compared."""

    async def ask(key: str) -> list[tuple[int, str, str]]:
        answer = await engine.answer(Question(document, {"of": key}), ADMINISTRATOR)
        nodes = orjson.loads(answer.body)["data"]["onward"]["reached"]["nodes"]
        return [(each["hop"], each["body"]["key"], each["body"]["name"]) for each in nodes]

    taken: dict[str, list[float]] = {"hand": [], "onward": []}
    for turn in range(rounds + 10):
        key = of[turn % len(of)]
        answers = {}
        for way, call in (("hand", by_hand), ("onward", ask)):
            if call is not None:
                started = time.perf_counter()
                answers[way] = await call(key)
                if turn >= 10:
                    taken[way].append((time.perf_counter() - started) * 1000)
        if by_hand is not None and answers["hand"] != answers["onward"]:
            raise SystemExit(f"{name}, {key}: by hand {answers['hand']}, onward {answers['onward']}")
    low = f"{middle(taken['hand']):>9.1f} ms" if by_hand else f"{'':>12}"
    late_low = f"{late(taken['hand']):>11.1f} ms" if by_hand else f"{'':>14}"
    ratio = f"{middle(taken['onward']) / middle(taken['hand']):>8.2f}" if by_hand else f"{'':>8}"
    print(f"{name:<36}{low}{middle(taken['onward']):>9.1f} ms{ratio}{late_low}{late(taken['onward']):>10.1f} ms")


def main() -> None:
    """Read the options and run."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--share", type=float, default=0.1, help=f"of the full size, {FULL}")
    options.add_argument("--rounds", type=int, default=100)
    chosen = options.parse_args()
    asyncio.run(measure(fraction(chosen.share), chosen.rounds))


if __name__ == "__main__":
    main()
