"""Routes, agreements side by side and what most flows pass through, on a chain of bodies known by heart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest_asyncio

from graph.access import PUBLIC
from graph.model.records import EdgeRecord, NodeRecord, Records
from graph.model.registry import registry_model
from graph.store.store import Store
from tests.api.api_chain import chain
from tests.api.api_little import put

Ask = Callable[..., Any]


def beside() -> tuple[list[NodeRecord], list[EdgeRecord]]:
    """Two agreements of the practice and the board over the records, one of them with counts as well; two surveys."""
    make = Records(registry_model())
    nodes = [
        make.node("Agreement", "s:narrow", title="Narrow", state="SIGNED", kind="ISA", visibility="PUBLIC"),
        make.node("Agreement", "s:wide", title="Wide", state="DRAFT", kind="ISA", visibility="PUBLIC"),
        make.node("Agreement", "s:accord", title="Accord", state="SIGNED", kind="FRAMEWORK", visibility="PUBLIC"),
        make.node("DataSubject", "s:tenants", code="tenants", title="Tenants"),
        make.node("Dataset", "d:survey", title="Survey"),
        make.node("Dataset", "d:rents", title="Rents"),
    ]
    edges = [
        make.edge("COVERS", ("Agreement", agreement), ("Dataset", dataset))
        for agreement, dataset in (("s:narrow", "d:records"), ("s:wide", "d:records"), ("s:wide", "d:counts"))
    ]
    for agreement, body, state in (
        ("s:narrow", "c:practice", "SIGNED"),
        ("s:narrow", "c:board", "SIGNED"),
        ("s:wide", "c:practice", "SIGNED"),
        ("s:wide", "c:board", "INVITED"),
        ("s:accord", "c:practice", "SIGNED"),
        ("s:accord", "c:analyst", "INVITED"),
    ):
        party = f"{agreement}/{body}"
        nodes.append(make.node("Party", party, state=state))
        edges.append(make.edge("OF", ("Party", party), ("Organisation", body)))
        edges.append(make.edge("IN", ("Party", party), ("Agreement", agreement)))
    for dataset, body in (("d:survey", "c:council"), ("d:rents", "c:charity")):
        edges.append(make.edge("CONTROLLED_BY", ("Dataset", dataset), ("Organisation", body)))
        edges.append(make.edge("CONTAINS", ("Dataset", dataset), ("DataElement", "e:number")))
        edges.append(make.edge("ABOUT", ("Dataset", dataset), ("DataSubject", "s:tenants")))
    return nodes, edges


@pytest_asyncio.fixture(scope="module", loop_scope="session", autouse=True)
async def chained(little: Store) -> None:
    await put(little, *chain())
    await put(little, *beside())


TRACE = """{ trace(from: "c:practice", to: "c:council", hops: %d) { shortest complete cutShort
  routes { totalCount nodes { hops steps { recipient { name } flows { nodes { key } } } } } } }"""


async def test_routes_come_shortest_first_with_every_flow_of_a_step(ask: Ask) -> None:
    found = (await ask(TRACE % 2))["data"]["trace"]
    assert found["shortest"] == 1
    assert found["complete"] is True
    assert [
        (
            each["hops"],
            [(s["recipient"]["name"], [f["key"] for f in s["flows"]["nodes"]]) for s in each["steps"]],
        )
        for each in found["routes"]["nodes"]
    ] == [
        (1, [("Council", ["f:3"])]),
        # Both flows to the board are one step, however many there are.
        (2, [("Board", ["f:1", "f:2"]), ("Council", ["f:5"])]),
    ]


async def test_a_route_that_needs_another_hop_is_told_of(ask: Ask) -> None:
    assert (await ask(TRACE % 1))["data"]["trace"]["cutShort"] == ["HOPS"]
    # The public does not see the flow from the board, which is made under an agreement of its parties alone.
    seen = (await ask(TRACE % 1, caller=PUBLIC))["data"]["trace"]
    assert (seen["cutShort"], seen["complete"], seen["routes"]["totalCount"]) == ([], True, 1)


async def test_pages_of_routes_make_up_the_whole(ask: Ask) -> None:
    """From the university there are two ways to the council, both through the practice."""
    text = (
        '{ trace(from: "c:university", to: "c:council", hops: 6) { routes(%s) { nodes { hops steps { hop } } %s } } }'
    )
    whole = (await ask(text % ("first: 10", "totalCount")))["data"]["trace"]["routes"]
    assert [(each["hops"], len(each["steps"])) for each in whole["nodes"]] == [(2, 2), (3, 3)]
    first = (await ask(text % ("first: 1", "pageInfo { endCursor hasNextPage }")))["data"]["trace"]["routes"]
    after = f'first: 5, after: "{first["pageInfo"]["endCursor"]}"'
    rest = (await ask(text % (after, "pageInfo { hasNextPage }")))["data"]["trace"]["routes"]
    assert first["nodes"] + rest["nodes"] == whole["nodes"]
    assert (first["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasNextPage"]) == (True, False)


async def test_what_two_bodies_could_use_with_the_fewest_new_signatures(ask: Ask) -> None:
    lists = " ".join(f"{name} {{ nodes {{ caption }} }}" for name in ("toSign", "covers", "missing"))
    answer = await ask(
        '{ joinable(between: "c:practice", and: "c:analyst", dataset: "d:records") { complete agreements { nodes { '
        f"newSignatures agreement {{ title }} {lists} }} }} }} }}"
    )
    found = answer["data"]["joinable"]
    assert found["complete"] is True
    assert [
        (
            each["agreement"]["title"],
            each["newSignatures"],
            *([node["caption"] for node in each[name]["nodes"]] for name in ("toSign", "covers", "missing")),
        )
        for each in found["agreements"]["nodes"]
    ] == [
        # The analyst is invited to the accord and has not signed; the wide agreement is a draft, the first has ended.
        ("Narrow", 1, ["Analyst"], ["d:records"], []),
        ("Accord", 1, ["Analyst"], [], ["d:records"]),
        ("Second agreement", 2, ["Analyst", "Practice"], ["d:records"], []),
    ]


async def test_agreements_that_say_the_same_again(ask: Ask) -> None:
    lists = " ".join(
        f"{name} {{ nodes {{ caption }} }}" for name in ("agreements", "parties", "overlapping", "missing")
    )
    [group] = (await ask(f"{{ duplicates {{ groups {{ nodes {{ replacement {{ title }} {lists} }} }} }} }}"))["data"][
        "duplicates"
    ]["groups"]["nodes"]
    assert group.pop("replacement") == {"title": "Wide"}
    assert {name: [node["caption"] for node in each["nodes"]] for name, each in group.items()} == {
        "agreements": ["Narrow", "Wide"],
        "parties": ["Board", "Practice"],
        "overlapping": ["d:records"],
        "missing": [],
    }


async def test_what_two_controllers_ask_the_same_people(ask: Ask) -> None:
    asked = "element { title } subject { title } controllers { nodes { name } } datasets { nodes { title } }"
    found = (await ask(f'{{ askOnce(body: "c:council") {{ complete asked {{ nodes {{ {asked} }} }} }} }}'))["data"]
    assert found["askOnce"] == {
        "complete": True,
        "asked": {
            "nodes": [
                {
                    "element": {"title": "NHS number"},
                    "subject": {"title": "Tenants"},
                    "controllers": {"nodes": [{"name": "Charity"}, {"name": "Council"}]},
                    "datasets": {"nodes": [{"title": "Rents"}, {"title": "Survey"}]},
                }
            ]
        },
    }


async def test_what_most_flows_pass_through(ask: Ask) -> None:
    bodies = "bodies(first: 3) { totalCount nodes { body { name } flowCount gives receives passesOn } }"
    datasets = "datasets(first: 1) { nodes { dataset { title } flowCount recipients { totalCount } } }"
    found = (await ask(f"{{ centrality {{ complete {bodies} {datasets} }} }}"))["data"]["centrality"]
    assert found["bodies"]["totalCount"] == 8
    assert [tuple(each.values())[1:] for each in found["bodies"]["nodes"]] == [(4, 2, 2, 0), (4, 3, 1, 0), (3, 1, 2, 0)]
    assert [each["body"]["name"] for each in found["bodies"]["nodes"]] == ["Board", "Practice", "Charity"]
    assert found["datasets"]["nodes"] == [
        {"dataset": {"title": "d:records"}, "flowCount": 5, "recipients": {"totalCount": 4}}
    ]
