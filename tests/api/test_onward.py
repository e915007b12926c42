"""Who can receive data from hand to hand, on a chain of bodies known by heart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest_asyncio

from graph.access import PUBLIC, Caller, Role
from graph.store.store import Store
from tests.api.api_chain import chain
from tests.api.api_little import put

Ask = Callable[..., Any]


@pytest_asyncio.fixture(scope="module", loop_scope="session", autouse=True)
async def chained(little: Store) -> None:
    await put(little, *chain())


REACHED = "reached { totalCount nodes { hop body { name } identifiability stopsBeingIdentifiable } }"


def reached(answer: Any) -> list[tuple[Any, ...]]:
    nodes = answer["data"]["onward"]["reached"]["nodes"]
    return [(n["hop"], n["body"]["name"], n["identifiability"], n["stopsBeingIdentifiable"]) for n in nodes]


async def test_from_hand_to_hand_and_where_it_stops_being_identifiable(ask: Ask) -> None:
    counts = "hops { hop bodies identifiable notRecorded pseudonymised notIdentifiable }"
    answer = await ask(f'{{ onward(body: "c:practice", hops: 6) {{ cutShort {counts} {REACHED} }} }}')
    assert reached(answer) == [
        (1, "Board", "IDENTIFIABLE", False),
        (1, "Council", "NOT_IDENTIFIABLE", True),
        (2, "Analyst", "PSEUDONYMISED", True),
        # Reached before with counts alone; through the board it gets records of people.
        (2, "Council", "IDENTIFIABLE", False),
        # It was pseudonymised already.
        (3, "University", "NOT_IDENTIFIABLE", False),
        # What the charity gives itself, and what comes back to the practice, is nothing new.
        (4, "Charity", "NOT_IDENTIFIABLE", False),
    ]
    found = answer["data"]["onward"]
    assert found["reached"]["totalCount"] == 6
    assert found["cutShort"] == []
    assert [tuple(each.values()) for each in found["hops"]] == [
        (1, 2, 1, 0, 0, 1),
        (2, 2, 1, 0, 1, 0),
        (3, 1, 0, 0, 0, 1),
        (4, 1, 0, 0, 0, 1),
    ]


async def test_the_way_there_and_every_flow_of_the_last_step(ask: Ask) -> None:
    way = "path { hop discloser { name } flow { key } recipient { name } identifiability }"
    answer = await ask(
        f'{{ onward(body: "c:practice") {{ reached(hop: 2) {{ nodes {{ body {{ name }} {way} }} }} }} }}'
    )
    analyst, council = answer["data"]["onward"]["reached"]["nodes"]
    first = {"hop": 1, "discloser": {"name": "Practice"}, "flow": {"key": "f:1"}, "recipient": {"name": "Board"}}
    assert analyst["path"][0] == council["path"][0] == {**first, "identifiability": "IDENTIFIABLE"}
    assert [(each["flow"]["key"], each["identifiability"]) for each in analyst["path"][1:]] == [
        ("f:4", "PSEUDONYMISED")
    ]
    assert [(each["flow"]["key"], each["identifiability"]) for each in council["path"][1:]] == [("f:5", "IDENTIFIABLE")]

    flows = "flows { totalCount nodes { key } }"
    answer = await ask(f'{{ onward(body: "c:practice") {{ reached(hop: 1) {{ nodes {{ {flows} }} }} }} }}')
    assert [each["flows"] for each in answer["data"]["onward"]["reached"]["nodes"]] == [
        {"totalCount": 2, "nodes": [{"key": "f:1"}, {"key": "f:2"}]},
        {"totalCount": 1, "nodes": [{"key": "f:3"}]},
    ]


async def test_a_dataset_is_followed_along_the_flows_that_carry_it(ask: Ask) -> None:
    answer = await ask(f'{{ onward(dataset: "d:records") {{ startsAt {{ nodes {{ name }} }} cutShort {REACHED} }} }}')
    assert answer["data"]["onward"]["startsAt"] == {"nodes": [{"name": "Practice"}]}
    assert reached(answer) == [
        (1, "Board", "IDENTIFIABLE", False),
        (2, "Analyst", "PSEUDONYMISED", True),
        (2, "Council", "IDENTIFIABLE", False),
        (3, "University", "NOT_IDENTIFIABLE", False),
    ]
    answer = await ask(f'{{ onward(dataset: "d:records", body: "c:board", hops: 1) {{ cutShort {REACHED} }} }}')
    assert [each[1] for each in reached(answer)] == ["Analyst", "Council"]
    assert answer["data"]["onward"]["cutShort"] == ["HOPS"]


async def test_only_flows_that_fit_are_followed(ask: Ask) -> None:
    where = "where: {identifiability: {in: [IDENTIFIABLE, MIXED]}}"
    answer = await ask(f'{{ onward(body: "c:practice", {where}) {{ {REACHED} }} }}')
    assert [each[:2] for each in reached(answer)] == [(1, "Board"), (2, "Council")]


async def test_a_flow_is_followed_by_whoever_may_see_it(ask: Ask) -> None:
    """The second agreement is seen by its parties, flows without an agreement by the bodies they touch."""
    asked = f'{{ onward(body: "c:practice", hops: 4) {{ {REACHED} }} }}'
    public = [each[:3] for each in reached(await ask(asked, caller=PUBLIC))]
    assert public == [
        (1, "Board", "IDENTIFIABLE"),
        (1, "Council", "NOT_IDENTIFIABLE"),
        (2, "Analyst", "PSEUDONYMISED"),
    ]
    member = Caller(Role.MEMBER, ("c:university",))
    assert [each[1] for each in reached(await ask(asked, caller=member))][3:] == ["University", "Charity"]


async def test_what_cannot_be_asked_is_told(ask: Ask) -> None:
    answer = await ask('{ onward(body: "c:practice", hops: 7) { cutShort } }')
    [error] = answer["errors"]
    assert error["extensions"]["code"] == "BAD_ARGUMENT"
    assert error["message"] == "hops: 7 hops cannot be followed. Ask for 1 to 6."
    answer = await ask("{ onward { cutShort } }")
    assert answer["errors"][0]["message"] == (
        "onward: name the body it starts from, the dataset that is followed, or both."
    )
    answer = await ask('{ onward(body: "c:practice") { reached(hop: 4) { totalCount } } }')
    assert answer["errors"][0]["message"] == "hop: there is no hop 4. Ask for one of 1 to 3."
    answer = await ask('{ onward(body: "c:nobody") { cutShort } }')
    assert answer["errors"][0]["extensions"]["code"] == "NOT_FOUND"
