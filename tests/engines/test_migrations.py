"""Bringing a registry up to date, once, and refusing one from the future."""

from __future__ import annotations

import time

import pytest

from graph.model.schema_plan import SchemaPlan, UniqueKey
from graph.store.bootstrap import ensure_schema
from graph.store.errors import SchemaFailed, SchemaTooNew
from graph.store.migrations.ledger import applied, schema_version
from graph.store.migrations.runner import known_migrations, migrate
from graph.store.store import Store

_FIRST = "m0001_first_schema"


async def test_a_fresh_registry_has_version_nought_then_one(empty_store: Store) -> None:
    assert await schema_version(empty_store) == 0
    before = time.time_ns() // 1_000_000
    assert await migrate(empty_store) == (_FIRST,)
    assert await schema_version(empty_store) == 1
    [key, at] = await empty_store.read("MATCH (m:Migration) RETURN m.key, m.appliedAt.epochMillis", {})
    assert key == _FIRST
    assert before <= at <= time.time_ns() // 1_000_000


async def test_a_second_run_does_nothing(empty_store: Store) -> None:
    await migrate(empty_store)
    written = await empty_store.read("MATCH (m:Migration) RETURN m.key, m.appliedAt.epochMillis", {})
    assert await migrate(empty_store) == ()
    assert await empty_store.read("MATCH (m:Migration) RETURN m.key, m.appliedAt.epochMillis", {}) == written


async def test_migrating_then_the_schema_then_both_again(empty_store: Store) -> None:
    plan = SchemaPlan((UniqueKey("Body"),), (), ())
    await migrate(empty_store)
    report = await ensure_schema(empty_store, plan)
    assert sorted(report.created) == ["isa_unique_Body_key", "isa_unique_Migration_key"]
    await empty_store.write([("CREATE (:Body {key: 'a'})", {})])
    assert await migrate(empty_store) == ()
    assert (await ensure_schema(empty_store, plan)).unchanged == 2


async def test_a_registry_of_newer_software_is_refused_and_not_touched(empty_store: Store) -> None:
    await migrate(empty_store)
    await empty_store.write([("CREATE (:Migration {key: 'm0099_from_the_future'})", {})])
    with pytest.raises(SchemaTooNew, match="m0099_from_the_future") as raised:
        await migrate(empty_store)
    assert "Install the newer software" in str(raised.value)
    assert await applied(empty_store) == [_FIRST, "m0099_from_the_future"]
    assert await schema_version(empty_store) == 99


async def test_a_database_of_something_else_is_refused_and_not_touched(empty_store: Store) -> None:
    await empty_store.write([("CREATE (:Film {title: 'Kes'})", {})])
    with pytest.raises(SchemaFailed, match=r"is not empty \(Film\) and is not a registry") as raised:
        await migrate(empty_store)
    assert "ISA_NEO4J_DATABASE" in str(raised.value)
    assert await empty_store.read("MATCH (n) RETURN collect(labels(n))", {}) == [[["Film"]]]


def test_migrations_are_numbered_from_one_without_a_gap_and_say_what_they_do() -> None:
    known = known_migrations()
    assert [migration.number for migration in known] == list(range(1, len(known) + 1))
    assert known[0].key == _FIRST
    assert all(len(migration.summary) > 20 for migration in known)
