"""What the doctor and the health pages say."""

from __future__ import annotations

import pytest

from graph.model.schema_plan import RangeIndex, SchemaPlan, SearchIndex, UniqueKey
from graph.store.bootstrap import ensure_schema
from graph.store.engine import EngineInfo
from graph.store.health import Problem, _engine_problems, diagnose, ready
from graph.store.migrations.runner import migrate
from graph.store.store import Store

_PLAN = SchemaPlan((UniqueKey("Body"),), (RangeIndex("Body", "name"),), (SearchIndex("Body", ("name",)),))


async def test_a_healthy_registry(empty_store: Store) -> None:
    await migrate(empty_store)
    await ensure_schema(empty_store, _PLAN)
    await empty_store.write(
        [
            ("UNWIND range(1, 5) AS i CREATE (:Body {key: toString(i)})", {}),
            ("CREATE (:Paper)", {}),
            ("MATCH (a:Body {key: '1'}), (b:Body) WHERE b.key <> '1' CREATE (a)-[:LEADS]->(b)", {}),
        ]
    )
    found = await diagnose(empty_store, _PLAN)
    assert found.problems == ()
    assert found.node_counts == {"Body": 5, "Migration": 1, "Paper": 1}
    assert found.edge_counts == {"LEADS": 4}
    assert (found.schema_version, found.newest_version) == (1, 1)
    assert found.engine == empty_store.engine
    assert (found.address, found.database) == (empty_store.address, empty_store.database)


async def test_what_an_untouched_database_lacks(empty_store: Store) -> None:
    found = await diagnose(empty_store, _PLAN)
    assert found.node_counts == {}
    assert [problem.what for problem in found.problems] == [
        "The registry has not had m0001_first_schema.",
        "Constraints or indexes are missing: "
        "isa_unique_Migration_key, isa_unique_Body_key, isa_Body_name, isa_search_Body.",
    ]
    assert all("Start the server or load a source" in problem.remedy for problem in found.problems)


async def test_a_lost_index_is_named(empty_store: Store) -> None:
    await migrate(empty_store)
    await ensure_schema(empty_store, _PLAN)
    await empty_store.run_alone("DROP INDEX isa_Body_name")
    [problem] = (await diagnose(empty_store, _PLAN)).problems
    assert problem.what == "Constraints or indexes are missing: isa_Body_name."


async def test_a_registry_of_newer_software(empty_store: Store) -> None:
    await migrate(empty_store)
    await ensure_schema(empty_store, _PLAN)
    await empty_store.write([("CREATE (:Migration {key: 'm0099_from_the_future'})", {})])
    found = await diagnose(empty_store, _PLAN)
    assert [problem.what for problem in found.problems] == ["The registry was written by newer software."]
    assert found.schema_version == 99


async def test_ready(store: Store) -> None:
    await ready(store)


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("5.22.0", ["Neo4j 5.22.0 is too old."]),
        ("4.4.38", ["Neo4j 4.4.38 is too old."]),
        ("5.23.0", []),
        ("5.26.30", []),
        ("2026.08.1", []),
    ],
)
def test_old_versions_of_neo4j(version: str, expected: list[str]) -> None:
    info = EngineInfo("neo4j", "Neo4j Kernel", version, "community", "rust")
    assert [problem.what for problem in _engine_problems(info)] == expected


def test_the_slow_codec_and_a_strange_engine() -> None:
    assert _engine_problems(EngineInfo("embedded", "ArcadeDB", "26.10.2", "embedded", "python")) == [
        Problem(
            "The driver packs and unpacks in Python, which makes long answers several times slower.",
            "Install the neo4j-rust-ext of the same version as the neo4j driver.",
        )
    ]
    [strange] = _engine_problems(EngineInfo("neo4j", "ArcadeDB", "26.10.2", "community", "rust"))
    assert strange.what == "The configured engine is ArcadeDB 26.10.2, not Neo4j."
