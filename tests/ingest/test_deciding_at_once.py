"""Administrators who decide on one name in the same instant: one decision is taken, and the other is told of it."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Sequence
from typing import Any

import pytest
import pytest_asyncio

from graph.model.records import Records
from graph.model.registry import registry_model
from graph.model.spelling import normal_name
from graph.store.opening import open_store
from graph.store.store import Statement, Store
from ingest.errors import DecisionRefused
from ingest.loading.ownership import STATED_BY
from ingest.who.decision import Decided, Decision, Kind
from ingest.who.resolutions import Resolutions
from tests.ingest.graph_dump import count
from tests.servers.under_test import EngineUnderTest

AT = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)
NAME = "The Council"
ALPHA, BETA = "o:alpha", "o:beta"


@pytest_asyncio.fixture(loop_scope="session")
async def callers(engine: EngineUnderTest, registry: Store) -> AsyncIterator[tuple[Store, Store]]:
    """Two processes' stores of one registry, in which a source writes one name for two bodies."""
    make = Records(registry_model())
    statements: list[Statement] = []
    for key in (ALPHA, BETA):
        node = make.node("Organisation", key, name=key, identifiers=[f"test:{key}"])
        spelling = make.node("Name", f"{key}:{NAME}", text=NAME, normal=normal_name(NAME), source="other")
        values = {**node.properties, STATED_BY: ["other"]}
        statements.append(
            (
                "CREATE (o:Organisation {key: $key}) SET o += $values "
                "CREATE (n:Name {key: $name})-[:NAMES]->(o) SET n += $spelling",
                {"key": key, "values": values, "name": spelling.key, "spelling": dict(spelling.properties)},
            )
        )
    await registry.write(statements)
    async with open_store(engine.settings) as other:
        yield registry, other


def meet(monkeypatch: pytest.MonkeyPatch, stores: Sequence[Store]) -> None:
    """Let each store write for the first time when every one has looked and is about to."""
    barrier = asyncio.Barrier(len(stores))

    def held_back(store: Store) -> None:
        write, met = store.write, False

        async def first_together(statements: Sequence[Statement]) -> Any:
            nonlocal met
            if not met:
                met = True
                await barrier.wait()
            return await write(statements)

        monkeypatch.setattr(store, "write", first_together)

    for store in stores:
        held_back(store)


def decide(store: Store, by: str, name: str, kind: Kind, *bodies: str) -> Awaitable[Decided]:
    return Resolutions(store, registry_model()).decide(name, kind, bodies, by=by, at=AT)


async def outcomes(*asked: Awaitable[Any]) -> tuple[list[Any], list[str]]:
    """What was returned, and what was refused."""
    came = await asyncio.gather(*asked, return_exceptions=True)
    refused = [str(each) for each in came if isinstance(each, DecisionRefused)]
    returned = [each for each in came if not isinstance(each, DecisionRefused)]
    assert not [each for each in returned if isinstance(each, BaseException)]
    return returned, refused


async def in_force(store: Store) -> list[Decision]:
    return [each for each in await Resolutions(store, registry_model()).all() if each.undone_at is None]


@pytest.mark.parametrize(
    ("one", "other"),
    [(("IS", ALPHA), ("IS", BETA)), (("IS", ALPHA), ("NONE_OF", ALPHA)), (("NONE_OF", ALPHA), ("NEW",))],
    ids=["two bodies", "a body and not that body", "not a body and a new one"],
)
async def test_of_two_that_say_different_things_one_is_taken_and_the_other_told(
    callers: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch, one: tuple[Any, ...], other: tuple[Any, ...]
) -> None:
    meet(monkeypatch, callers)
    taken, refused = await outcomes(
        decide(callers[0], "IG lead", NAME, *one), decide(callers[1], "DPO", NAME.upper(), *other)
    )
    [decided] = taken
    assert decided.new
    assert await in_force(callers[0]) == [decided.decision]
    assert refused == [
        f"At the same moment it was decided that {decided.decision.told}. Nothing else was recorded. If that is "
        "wrong, undo it and decide again."
    ]
    said = {"IS": "is o:alpha", "NONE_OF": "is not o:alpha", "NEW": "is a body of its own, registry:the-council"}
    winner = one if decided.decision.by == "IG lead" else other
    spelt = NAME if winner is one else NAME.upper()
    expected = "is o:beta" if winner == ("IS", BETA) else said[winner[0]]
    assert decided.decision.told == f"{spelt} {expected} ({decided.decision.by}, 2026-11-20 09:30 UTC)"
    # A body is made by the decision that is taken alone.
    assert await count(callers[0], "Organisation") == 2 + (winner == ("NEW",))


async def test_two_that_say_the_same_are_one_decision(
    callers: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    meet(monkeypatch, callers)
    taken, refused = await outcomes(decide(callers[0], "IG lead", NAME, "NEW"), decide(callers[1], "DPO", NAME, "NEW"))
    assert (sorted(each.new for each in taken), refused) == ([False, True], [])
    assert taken[0].decision == taken[1].decision
    assert await in_force(callers[0]) == [taken[0].decision]


async def test_many_at_once_are_one_decision(callers: tuple[Store, Store]) -> None:
    asked = [decide(callers[n % 2], f"person {n}", NAME, "IS", (ALPHA, BETA)[n % 2]) for n in range(8)]
    taken, refused = await outcomes(*asked)
    [decided] = await in_force(callers[0])
    assert [each.decision for each in taken] == [decided] * 4
    assert sum(each.new for each in taken) == 1
    assert len(refused) == 4
    assert all(decided.told in each for each in refused)


async def test_names_that_make_one_key_do_not_share_a_body(
    callers: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    meet(monkeypatch, callers)
    taken, refused = await outcomes(
        decide(callers[0], "IG lead", "Town & Son", "NEW"), decide(callers[1], "DPO", "Town and Son", "NEW")
    )
    assert [each.decision.bodies for each in taken] == [("registry:town-and-son",)]
    [told] = refused
    assert told.startswith("There is a body registry:town-and-son already.")


async def test_what_two_take_back_is_taken_back_once(
    callers: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    await decide(callers[0], "IG lead", NAME, "IS", ALPHA)
    meet(monkeypatch, callers)
    later = AT + dt.timedelta(hours=1)
    undone, refused = await outcomes(
        *(
            Resolutions(store, registry_model()).undo(NAME, by=by, at=later)
            for store, by in zip(callers, ("IG lead", "DPO"), strict=True)
        )
    )
    [[decision]] = undone
    assert await Resolutions(callers[0], registry_model()).all() == (decision,)
    assert (decision.by, decision.undone_at) == ("IG lead", later)
    assert refused == [
        f"At the same moment others took back what was decided on {NAME}: {decision.undone_by}, 2026-11-20 10:30 UTC."
    ]
