"""How near a question over HTTP comes to its own statement through the bare driver.

    python -m benchmarks [spine] [--agreements 10000] [--rounds 200]

Uses the Neo4j of ISA_BENCH_NEO4J_URI (and _USER, _PASSWORD), which it empties, or starts Neo4j 5.26 as the tests
do. Prints medians and 95th percentiles of alternating rounds, and ratios to the bare driver in the same run; beside
them the time of an HTTP request that answers nothing, by the same client, which is part of the time over HTTP.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import neo4j
import orjson
import uvicorn
from graphql import get_variable_values

from api.app import create_app, prepare
from api.graphql.asked import Question
from api.graphql.execute import Engine
from api.settings import Settings
from benchmarks.generated import generated, put
from graph.access import ADMINISTRATOR
from graph.compile.asked.arguments import coerce
from graph.store.opening import open_store

FLAT = "{ agreements(first: 20) { nodes { key title reference state startsOn endsOn } } }"
NESTED = """{ agreements(first: 20) { nodes { key title flows(first: 5) { nodes {
  key title discloser { key name } recipient { key name } datasets(first: 3) { nodes { key title } } } } } } }"""
LONG = "{ agreements(first: 10000) { nodes { key title reference state startsOn endsOn } } }"
SIZES = (1000, 10000)


def settings_of_server(kept: Path | None = None) -> tuple[Settings, Callable[[], None]]:
    """Return settings for the Neo4j to measure on, and what stops it if we started it.

    One that we start has a database of its own, or that of the folder `kept`, which stays.
    """
    folder = Path(tempfile.mkdtemp())
    if uri := os.environ.get("ISA_BENCH_NEO4J_URI"):
        user = os.environ.get("ISA_BENCH_NEO4J_USER", "neo4j")
        password = os.environ["ISA_BENCH_NEO4J_PASSWORD"]
        stop: Callable[[], None] = lambda: None  # noqa: E731
    else:
        from tests.servers.neo4j_jars import start_from_jars

        server = start_from_jars("5.26", to_measure=True, kept=kept)
        uri, user, password, stop = server.settings.uri, server.settings.user, server.settings.password, server.stop
    settings = Settings(neo4j_uri=uri, neo4j_user=user, neo4j_password=password, data_dir=folder, max_page_size=5000)
    return settings, stop


async def times(what: dict[str, Callable[[], Awaitable[Any]]], rounds: int) -> dict[str, list[float]]:
    """Time each in turn, round by round, so that whatever else the machine does meets all alike."""
    taken: dict[str, list[float]] = {name: [] for name in what}
    for turn in range(rounds + 20):
        for name, call in what.items():
            started = time.perf_counter()
            await call()
            if turn >= 20:
                taken[name].append((time.perf_counter() - started) * 1000)
    return taken


def middle(values: list[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def late(values: list[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(values, n=20)[-1]


async def db_hits(session: neo4j.AsyncSession, text: str, parameters: dict[str, Any]) -> int:
    """Return the database hits of a statement."""
    result = await session.run("PROFILE " + text, parameters)
    summary = await result.consume()

    def total(plan: dict[str, Any]) -> int:
        return int(plan.get("dbHits", 0)) + sum(total(child) for child in plan.get("children", []))

    assert summary.profile is not None
    return total(summary.profile)


def own_time(engine: Engine, rows: int) -> tuple[float, int]:
    """Return milliseconds to build and encode the answer of `rows` objects of six values, and its bytes."""
    document = engine.documents.read(LONG)
    operation = document.operation(None)
    variables = get_variable_values(engine.schema, [], {})
    assert not isinstance(variables, list)
    selection = document.selection(engine.schema, operation, variables)
    arguments = coerce(selection, variables)
    plan = engine.compiler.compile(selection, selection.roots[0], arguments, ADMINISTRATOR.scope)
    record = [[[[f"a:{n}", f"Agreement {n}", f"REF-{n}", "SIGNED", "2020-01-01", "2021-01-01"]] for n in range(rows)]]
    bound = dict.fromkeys(plan.parameters, rows)
    best = 1e9
    size = 0
    for _ in range(15):
        started = time.perf_counter()
        size = len(orjson.dumps({"data": {"agreements": plan.build(record, bound)}}))
        best = min(best, (time.perf_counter() - started) * 1000)
    return best, size


async def measure(agreements: int, rounds: int) -> None:
    """Run the whole benchmark and print its tables."""
    settings, stop = settings_of_server()
    try:
        async with open_store(settings.store_settings()) as store:
            print(f"{store.engine.name} {store.engine.version}, codec {store.engine.codec}")
            hits: dict[str, list[int]] = {"flat page of 20": [], "nested page 20 x 5 x 3": []}
            for size in (*[s for s in SIZES if s < agreements], agreements):
                await store.run_alone("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS")
                await prepare(store)
                nodes, edges = generated(size)
                started = time.perf_counter()
                await put(store, nodes, edges)
                seconds = time.perf_counter() - started
                print(f"loaded {size:,} agreements: {len(nodes):,} nodes, {len(edges):,} edges in {seconds:.0f} s")
                await measure_hits(settings, hits)
            print("\ndbHits" + "".join(f"{size:>14,}" for size in (*[s for s in SIZES if s < agreements], agreements)))
            for name, found in hits.items():
                print(f"{name:<24}" + "".join(f"{each:>14,}" for each in found))
            await measure_times(settings, rounds)
    finally:
        stop()


async def measure_hits(settings: Settings, hits: dict[str, list[int]]) -> None:
    """Add the dbHits of the two pages at the present size."""
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        engine: Engine = app.state.engine
        async with driver_of(settings) as driver, driver.session(database=app.state.store.database) as session:
            for name, document in zip(hits, (FLAT, NESTED), strict=True):
                [statement] = engine.explain(Question(document), ADMINISTRATOR)
                await db_hits(session, statement.text, dict(statement.parameters))
                hits[name].append(await db_hits(session, statement.text, dict(statement.parameters)))


def driver_of(settings: Settings) -> neo4j.AsyncDriver:
    """Return a bare driver."""
    assert settings.neo4j_uri is not None
    return neo4j.AsyncGraphDatabase.driver(
        settings.neo4j_uri,
        auth=(settings.neo4j_user, settings.neo4j_password.get_secret_value()),
        notifications_min_severity="OFF",
    )


async def measure_times(settings: Settings, rounds: int) -> None:
    """Print the times of the two pages over HTTP beside the bare driver, and our own time for 10,000 objects."""
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        server = uvicorn.Server(uvicorn.Config(app, port=0, lifespan="off", log_level="error", access_log=False))
        serving = asyncio.create_task(server.serve())
        while not server.started:  # noqa: ASYNC110 (uvicorn offers nothing to wait for)
            await asyncio.sleep(0.02)
        port = server.servers[0].sockets[0].getsockname()[1]
        engine: Engine = app.state.engine
        try:
            async with (
                driver_of(settings) as driver,
                httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client,
            ):
                print(
                    f"\n{'':<24}{'bare driver':>14}{'HTTP alone':>13}{'over HTTP':>14}{'ratio':>8}"
                    f"{'p95 driver':>13}{'p95 HTTP':>11}"
                )
                for name, document in (("flat page of 20", FLAT), ("nested page 20 x 5 x 3", NESTED)):
                    await page(name, document, engine, driver, client, app.state.store.database, rounds)
        finally:
            server.should_exit = True
            await serving
        own, size = own_time(engine, 10_000)
        print(f"\nour own time, 10,000 objects of six values: {own:.1f} ms ({size:,} bytes)")


async def page(
    name: str,
    document: str,
    engine: Engine,
    driver: neo4j.AsyncDriver,
    client: httpx.AsyncClient,
    database: str,
    rounds: int,
) -> None:
    """Print the line of one page. The two answers are compared before anything is timed."""
    [statement] = engine.explain(Question(document), ADMINISTRATOR)
    parameters = dict(statement.parameters)
    body = json.dumps({"query": document})
    headers = {"content-type": "application/json"}

    async def bare() -> list[Any]:
        async with driver.session(database=database, default_access_mode=neo4j.READ_ACCESS, fetch_size=-1) as session:
            result = await session.run(statement.text, parameters)
            return [record.values() async for record in result]

    async def over_http() -> httpx.Response:
        return await client.post("/graphql", content=body, headers=headers)

    async def http_alone() -> httpx.Response:
        return await client.get("/health/live")

    answer = (await over_http()).json()
    assert "errors" not in answer, answer
    assert len(answer["data"]["agreements"]["nodes"]) == len((await bare())[0][0]) == 20
    taken = await times({"bare": bare, "alone": http_alone, "http": over_http}, rounds)
    low, alone, high = middle(taken["bare"]), middle(taken["alone"]), middle(taken["http"])
    p95 = f"{late(taken['bare']):>10.2f} ms{late(taken['http']):>8.2f} ms"
    print(f"{name:<24}{low:>11.2f} ms{alone:>10.2f} ms{high:>11.2f} ms{high / low:>8.2f}{p95}")


def main(arguments: list[str] | None = None) -> None:
    """Read the options and run."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--agreements", type=int, default=10_000)
    options.add_argument("--rounds", type=int, default=200)
    chosen = options.parse_args(arguments)
    asyncio.run(measure(chosen.agreements, chosen.rounds))
