"""Constraints and indexes: made from a plan, left alone when there, dropped when the plan no longer has them."""

from __future__ import annotations

import asyncio

import pytest

from graph.model.schema_plan import RangeIndex, SchemaPlan, SearchIndex, UniqueKey
from graph.store.bootstrap import drop_schema, ensure_schema
from graph.store.errors import ConstraintViolated, SchemaFailed
from graph.store.schema_state import present_items
from graph.store.store import Store

PLAN = SchemaPlan(
    unique_keys=(UniqueKey("Body"), UniqueKey("Paper")),
    range_indexes=(RangeIndex("Body", "name"), RangeIndex("Paper", "startsOn")),
    search_indexes=(SearchIndex("Body", ("name", "description")),),
)
NAMES = [
    "isa_Body_name",
    "isa_Paper_startsOn",
    "isa_search_Body",
    "isa_unique_Body_key",
    "isa_unique_Migration_key",
    "isa_unique_Paper_key",
]


async def _names(store: Store) -> list[str]:
    return sorted(item.name for item in await present_items(store))


async def test_a_fresh_engine_gets_everything_and_the_second_run_changes_nothing(empty_store: Store) -> None:
    report = await ensure_schema(empty_store, PLAN)
    assert sorted(report.created) == NAMES
    assert (report.dropped, report.unchanged) == ((), 0)
    assert await _names(empty_store) == NAMES
    assert all(item.online for item in await present_items(empty_store))

    again = await ensure_schema(empty_store, PLAN)
    assert (again.created, again.dropped, again.unchanged) == ((), (), 6)


async def test_one_property_can_be_searched_and_ordered_by(empty_store: Store) -> None:
    plan = SchemaPlan((), (RangeIndex("Paper", "title"),), (SearchIndex("Paper", ("title",)),))
    report = await ensure_schema(empty_store, plan)
    assert sorted(report.created) == ["isa_Paper_title", "isa_search_Paper", "isa_unique_Migration_key"]
    assert (await ensure_schema(empty_store, plan)).unchanged == 3
    await empty_store.write([("CREATE (:Paper {key: 'a', title: 'Data sharing'}), (:Paper {key: 'b'})", {})])
    found = await empty_store.rows(
        "CALL db.index.fulltext.queryNodes($index, '+shar*') YIELD node RETURN node.key",
        {"index": empty_store.search_index("Paper")},
    )
    assert found == [["a"]]


async def test_keys_are_unique_after_it(empty_store: Store) -> None:
    await ensure_schema(empty_store, PLAN)
    await empty_store.write([("CREATE (:Body {key: 'a'}), (:Paper {key: 'a'})", {})])
    with pytest.raises(ConstraintViolated):
        await empty_store.write([("CREATE (:Body {key: 'a'})", {})])
    with pytest.raises(ConstraintViolated):
        await empty_store.write([("CREATE (:Body:Council {key: 'a'})", {})])


async def test_what_the_plan_no_longer_has_is_dropped_and_what_others_made_stays(empty_store: Store) -> None:
    await ensure_schema(empty_store, PLAN)
    await empty_store.run_alone("CREATE INDEX theirs IF NOT EXISTS FOR (n:Body) ON (n.kind)")
    smaller = SchemaPlan((UniqueKey("Body"),), (RangeIndex("Body", "name"),), ())
    report = await ensure_schema(empty_store, smaller)
    assert sorted(report.dropped) == ["isa_Paper_startsOn", "isa_search_Body", "isa_unique_Paper_key"]
    assert report.created == ()
    assert await _names(empty_store) == [
        "isa_Body_name",
        "isa_unique_Body_key",
        "isa_unique_Migration_key",
        "theirs",
    ]


async def test_an_index_of_the_same_shape_that_others_made_serves(empty_store: Store) -> None:
    await empty_store.run_alone("CREATE INDEX theirs IF NOT EXISTS FOR (n:Body) ON (n.name)")
    report = await ensure_schema(empty_store, PLAN)
    assert "isa_Body_name" not in report.created
    assert report.unchanged == 1


async def test_a_search_index_over_other_properties_is_made_anew(empty_store: Store) -> None:
    await ensure_schema(empty_store, PLAN)
    await empty_store.write([("CREATE (:Body {key: 'a', name: 'Oldham', aka: 'Oldham Council'})", {})])
    wider = SchemaPlan(PLAN.unique_keys, PLAN.range_indexes, (SearchIndex("Body", ("name", "aka")),))
    report = await ensure_schema(empty_store, wider)
    assert (report.created, report.dropped) == (("isa_search_Body",), ("isa_search_Body",))
    found = await empty_store.rows(
        "CALL db.index.fulltext.queryNodes($index, 'council') YIELD node RETURN node.key",
        {"index": empty_store.search_index("Body")},
    )
    assert found == [["a"]]


async def test_nodes_that_share_a_key_are_named_in_the_failure(empty_store: Store) -> None:
    await empty_store.write([("CREATE (:Body {key: 'twice'}), (:Body {key: 'twice'})", {})])
    with pytest.raises(SchemaFailed, match="isa_unique_Body_key"):
        await ensure_schema(empty_store, PLAN)


async def test_a_name_taken_by_something_else_is_an_error(empty_store: Store) -> None:
    await empty_store.run_alone("CREATE INDEX isa_Body_name IF NOT EXISTS FOR (n:Elsewhere) ON (n.other)")
    report = await ensure_schema(empty_store, PLAN)
    assert report.dropped == ("isa_Body_name",)
    assert await _names(empty_store) == NAMES


async def test_two_starting_at_once_both_succeed(empty_store: Store) -> None:
    reports = await asyncio.gather(*(ensure_schema(empty_store, PLAN) for _ in range(3)))
    assert await _names(empty_store) == NAMES
    assert all(len(report.created) + report.unchanged == 6 for report in reports)


async def test_dropping_takes_ours_only(empty_store: Store) -> None:
    await ensure_schema(empty_store, PLAN)
    await empty_store.run_alone("CREATE INDEX theirs IF NOT EXISTS FOR (n:Body) ON (n.kind)")
    await drop_schema(empty_store)
    assert await _names(empty_store) == ["theirs"]


async def test_names_of_the_model_are_known_before_anything_bears_them(empty_store: Store) -> None:
    """Neo4j throws a plan away once a name it did not know is borne; the embedded engine keeps none."""
    names = {"neverBorneOne", "neverBorneTwo"}
    await ensure_schema(empty_store, SchemaPlan((), (), (), edge_types=("BEARS_NOT",), properties=tuple(names)))
    [known] = await empty_store.read("CALL db.propertyKeys() YIELD propertyKey RETURN collect(propertyKey)", {})
    assert names & set(known) == (names if empty_store.engine.kind == "neo4j" else set())
