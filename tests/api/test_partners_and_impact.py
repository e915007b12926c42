"""The bodies that one shares with, and what a change would touch, on a chain of bodies known by heart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import pytest_asyncio

from graph.access import PUBLIC
from graph.store.store import Store
from tests.api.api_chain import chain
from tests.api.api_little import put

Ask = Callable[..., Any]


@pytest_asyncio.fixture(scope="module", loop_scope="session", autouse=True)
async def chained(little: Store) -> None:
    await put(little, *chain())


async def test_partners_give_receive_or_share_an_agreement(ask: Ask) -> None:
    lists = " ".join(f"{name} {{ nodes {{ key }} }}" for name in ("gives", "receives", "agreements", "elements"))
    answer = await ask(
        f'{{ partners(body: "c:practice") {{ partners {{ totalCount nodes {{ body {{ name }} {lists} }} }} }} }}'
    )
    found = answer["data"]["partners"]["partners"]
    assert found["totalCount"] == 5
    assert [
        (each["body"]["name"], *([n["key"] for n in each[name]["nodes"]] for name in list(each)[1:]))
        for each in found["nodes"]
    ] == [
        # Party to the first agreement, as the practice is; no flow is recorded between them.
        ("Alpha Council", [], [], ["a:one"], []),
        ("Beta Trust", [], [], ["a:one"], []),
        ("Board", ["f:1", "f:2"], [], ["a:one"], ["e:number"]),
        ("Council", ["f:3"], [], [], []),
        ("University", [], ["f:7"], [], []),
    ]


async def test_partners_by_flows_that_may_not_be_seen_are_none(ask: Ask) -> None:
    names = '{ partners(body: "c:practice") { partners { totalCount nodes { body { name } } } } }'
    nodes = (await ask(names, caller=PUBLIC))["data"]["partners"]["partners"]["nodes"]
    assert [each["body"]["name"] for each in nodes] == ["Alpha Council", "Beta Trust", "Board", "Council"]


@pytest.mark.parametrize(
    ("event", "flows", "datasets", "agreements", "bodies"),
    [
        (
            'SERVICE_STOPS, body: "c:board"',
            ["f:1", "f:2", "f:4"],
            ["d:records"],
            ["a:one"],
            ["Alpha Council", "Analyst", "Beta Trust", "Practice"],
        ),
        (
            'PARTY_WITHDRAWS, body: "c:practice", agreement: "a:one"',
            ["f:1", "f:2", "f:3"],
            ["d:counts", "d:records"],
            ["a:one"],
            ["Alpha Council", "Beta Trust", "Board", "Council"],
        ),
        (
            'BODY_CLOSES, body: "c:university"',
            ["f:6", "f:7", "f:8"],
            ["d:counts", "d:records"],
            [],
            ["Analyst", "Charity", "Practice"],
        ),
        # The third agreement sits under the first.
        (
            'AGREEMENT_LAPSES, agreement: "a:one"',
            ["f:1", "f:2", "f:3", "f:4", "f:there"],
            ["d:counts", "d:records", "d:one"],
            ["a:one", "a:three"],
            ["Alpha Council", "Analyst", "Beta Trust", "Board", "Council", "Practice"],
        ),
        (
            'LEGAL_BASIS_LAPSES, legalBasis: "l:one"',
            ["f:there"],
            ["d:one"],
            ["a:one"],
            ["Alpha Council", "Beta Trust", "Board", "Practice"],
        ),
        # Who gave it the data, and the controllers.
        (
            'BODY_BREACHED, body: "c:board"',
            ["f:1", "f:2"],
            ["d:records"],
            ["a:one"],
            ["Alpha Council", "Practice"],
        ),
    ],
)
async def test_what_a_change_would_touch(
    ask: Ask, event: str, flows: list[str], datasets: list[str], agreements: list[str], bodies: list[str]
) -> None:
    lists = "flows { nodes { key } } datasets { nodes { key } } agreements { nodes { key } } bodies { nodes { name } }"
    found = (await ask(f"{{ impact(event: {event}) {{ {lists} }} }}"))["data"]["impact"]
    assert [[next(iter(n.values())) for n in each["nodes"]] for each in found.values()] == [
        flows,
        datasets,
        agreements,
        bodies,
    ]


async def test_an_event_says_what_it_needs(ask: Ask) -> None:
    answer = await ask('{ impact(event: PARTY_WITHDRAWS, body: "c:board") { flows { totalCount } } }')
    [error] = answer["errors"]
    assert error["extensions"]["code"] == "BAD_ARGUMENT"
    assert error["message"] == "impact: PARTY_WITHDRAWS needs body and agreement, and nothing else."
