"""Asking and writing, on every engine."""

from __future__ import annotations

import asyncio
import dataclasses

import pytest

from graph.store.errors import ConstraintViolated, StatementRefused, UnexpectedAnswer
from graph.store.opening import open_store
from graph.store.store import Store, WriteCounts
from tests.servers.under_test import EngineUnderTest

_UNIQUE = "CREATE CONSTRAINT isa_unique_Thing_key IF NOT EXISTS FOR (n:Thing) REQUIRE n.key IS UNIQUE"
_COUNT = "MATCH (n:Thing) RETURN count(n)"


async def test_read_gives_the_values_of_the_one_record(store: Store) -> None:
    assert await store.read("RETURN 1, $x, [2, 'three'], null", {"x": "é"}) == [1, "é", [2, "three"], None]


async def test_a_parameter_called_timeout_is_a_parameter(store: Store) -> None:
    assert await store.read("RETURN $timeout", {"timeout": "soon"}) == ["soon"]


@pytest.mark.parametrize("rows", [0, 2])
async def test_read_refuses_none_and_several_records(store: Store, rows: int) -> None:
    with pytest.raises(UnexpectedAnswer):
        await store.read("UNWIND range(1, $rows) AS i RETURN i", {"rows": rows})


async def test_rows_gives_every_record_of_a_long_answer(store: Store) -> None:
    found = await store.rows("UNWIND range(1, 5000) AS i RETURN i, i * 2", {})
    assert found == [[i, i * 2] for i in range(1, 5001)]


async def test_a_plan_is_told_and_nothing_is_run(empty_store: Store) -> None:
    plan = await empty_store.plan("CREATE (made:Thing {key: $key}) RETURN made.key", {"key": "a"})
    assert "made" in plan
    assert await empty_store.read(_COUNT, {}) == [0]


async def test_write_counts_what_it_changed(empty_store: Store) -> None:
    made = await empty_store.write(
        [
            ("UNWIND $keys AS key CREATE (:Thing {key: key})", {"keys": ["a", "b", "c"]}),
            ("MATCH (a:Thing {key: 'a'}), (b:Thing {key: 'b'}) CREATE (a)-[:LEADS]->(b)", {}),
        ]
    )
    assert made == WriteCounts(nodes_created=3, relationships_created=1, properties_set=3, labels_added=3)
    gone = await empty_store.write([("MATCH (n:Thing) DETACH DELETE n", {})])
    assert (gone.nodes_deleted, gone.relationships_deleted) == (3, 1)


async def test_a_write_is_kept_whole_or_not_at_all(empty_store: Store) -> None:
    await empty_store.run_alone(_UNIQUE)
    await empty_store.write([("CREATE (:Thing {key: 'a'})", {})])
    with pytest.raises(ConstraintViolated, match="was not kept"):
        await empty_store.write([("CREATE (:Thing {key: 'b'})", {}), ("CREATE (:Thing {key: 'a'})", {})])
    assert await empty_store.rows("MATCH (n:Thing) RETURN n.key", {}) == [["a"]]


async def test_eight_writers_of_one_key_make_one_node(empty_store: Store) -> None:
    await empty_store.run_alone(_UNIQUE)
    merge = "MERGE (n:Thing {key: $key}) ON CREATE SET n.times = 1 ON MATCH SET n.times = n.times + 1"
    for key in ("x", "y", "z"):
        made = await asyncio.gather(*(empty_store.write([(merge, {"key": key})]) for _ in range(8)))
        assert sum(counts.nodes_created for counts in made) == 1
    found = await empty_store.rows("MATCH (n:Thing) RETURN n.key, n.times ORDER BY n.key", {})
    assert found == [["x", 8], ["y", 8], ["z", 8]]


async def test_no_update_is_lost_between_writers(empty_store: Store) -> None:
    await empty_store.write([("CREATE (:Thing {key: 'n', times: 0})", {})])
    more = "MATCH (n:Thing {key: 'n'}) SET n.times = n.times + 1"
    for _ in range(5):
        await asyncio.gather(*(empty_store.write([(more, {})]) for _ in range(6)))
    assert await empty_store.read("MATCH (n:Thing) RETURN n.times", {}) == [30]


async def test_own_writes_are_seen_by_the_next_read(empty_store: Store) -> None:
    for expected in range(1, 11):
        await empty_store.write([("CREATE (:Thing)", {})])
        assert await empty_store.read(_COUNT, {}) == [expected]


async def test_a_routing_address_reads_its_own_writes(engine: EngineUnderTest, empty_store: Store) -> None:
    """As on a cluster, where another member answers the read: with bookmarks it waits for the write."""
    lease = empty_store.lease
    known = (lease.user, lease.password) if lease else (engine.settings.user, engine.settings.password)
    settings = dataclasses.replace(
        engine.settings,
        uri=empty_store.address.replace("bolt://", "neo4j://"),
        user=known[0],
        password=known[1],
        database=empty_store.database,
    )
    async with open_store(settings) as routed:
        for expected in range(1, 6):
            await routed.write([("CREATE (:Thing)", {})])
            assert await routed.read(_COUNT, {}) == [expected]


async def test_a_statement_that_makes_no_sense_is_refused_with_the_engines_words(store: Store) -> None:
    with pytest.raises(StatementRefused, match="SyntaxError"):
        await store.read("RETURN 1 +", {})
    with pytest.raises(StatementRefused, match="nowhere"):
        await store.read("RETURN $nowhere", {})
    assert await store.read("RETURN 1", {}) == [1]


async def test_many_reads_at_once(store: Store) -> None:
    asked = (store.read("RETURN $i", {"i": i}) for i in range(200))
    assert await asyncio.gather(*asked) == [[i] for i in range(200)]


async def test_the_engine_says_what_it_is(engine: EngineUnderTest, store: Store) -> None:
    expected = {
        "embedded": ("embedded", "ArcadeDB", "26.10.2", "embedded"),
        "neo4j-5.26": ("neo4j", "Neo4j Kernel", "5.26.30", "community"),
        "neo4j-current": ("neo4j", "Neo4j Kernel", "2026.08.1", "community"),
    }
    info = store.engine
    if engine.name in expected:
        assert (info.kind, info.name, info.version, info.edition) == expected[engine.name]
    assert info.codec == "rust"
    assert store.degree_switch == (2**62 if engine.name == "embedded" else 2000)
