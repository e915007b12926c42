"""Who holds this now: successions followed from a name to the bodies that hold today what it held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import orjson
import pytest
import pytest_asyncio

from api.app import prepare
from api.graphql.asked import Question
from api.graphql.execute import Engine
from api.schema.build import executable_schema
from api.schema.build import schema_text as text_of
from graph.access import ADMINISTRATOR, PUBLIC, Caller, Role
from graph.compile.asked.ids import encode_id
from graph.compile.plan import Compiler
from graph.model.records import EdgeRecord, NodeRecord, Records
from graph.model.registry import registry_model
from graph.model.spelling import normal_name
from graph.store.store import Store
from tests.api.api_little import put
from tests.servers.wipe import wipe_data

D = dt.date
TODAY = D(2026, 4, 1)
MADE = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)

HOLDINGS = """
query Holdings($names: [String!]!, $asOf: Date) {
  holdersNow(names: $names, asOf: $asOf) {
    asked outcome foundBy body { key } candidates { key } unsucceeded { key }
    holders { since body { key } }
    steps { hop from { key } to { key } on kind }
  }
}
"""

BODIES: dict[str, dict[str, Any]] = {
    "ods:RA1": {"statusStated": "Inactive", "closedOn": D(2012, 3, 31)},
    "ods:RA2": {"openedOn": D(2001, 4, 1), "closedOn": D(2017, 9, 30)},
    "ods:RA3": {"openedOn": D(2017, 10, 1)},
    "ods:RA4": {"closedOn": D(2021, 9, 30)},
    "ods:RA5": {"statusStated": "active"},
    # Closed in some month of this year: until the month is over nobody knows that it has closed.
    "ods:SHUT": {"closedOn": D(2026, 3, 1), "closedOnPrecision": "MONTH"},
    "ods:LATE": {"statusStated": "Active", "closedOn": D(2026, 4, 1), "closedOnPrecision": "MONTH"},
    "ods:GP1": {"kind": "GP_PRACTICE", "identifiers": ["ods:GP1"]},
    "ods:CCG": {"closedOn": D(2022, 6, 30)},
    "ods:ICB": {"openedOn": D(2022, 7, 1)},
    "ods:OTHER": {},
    "c:part": {},
    "c:bare": {},
    "c:kind": {"kind": "COMPANY"},
    "c:code": {"identifiers": ["ods:X9Z"]},
    "c:both": {"kind": "NHS_TRUST", "identifiers": ["ods:X8Z"]},
    "c:one": {"closedOn": D(2010, 1, 1)},
    "c:two": {"closedOn": D(2010, 1, 1)},
    "c:self": {"closedOn": D(2010, 1, 1)},
    "c:half": {"closedOn": D(2015, 1, 1)},
    "gss:S1": {"identifiers": ["gss:E07000187", "la:SOM"]},
    "gss:S2": {"identifiers": ["gss:E06000066"]},
    "c:named": {},
    **{f"l:{n}": {"closedOn": D(2000, 1, 1)} for n in range(10)},
}

FOLLOWED: list[tuple[str, str, dict[str, Any]]] = [
    ("ods:RA1", "ods:RA2", {"on": D(2012, 4, 1), "kind": "ACQUISITION"}),
    ("ods:RA2", "ods:RA3", {"on": D(2017, 10, 1), "kind": "MERGER"}),
    ("ods:RA4", "ods:RA3", {"on": D(2021, 10, 1), "kind": "SPLIT"}),
    ("ods:RA4", "ods:RA5", {"on": D(2021, 10, 1), "kind": "SPLIT"}),
    ("ods:CCG", "ods:ICB", {"on": D(2022, 7, 1), "kind": "STATUTORY_SUCCESSION"}),
    ("ods:CCG", "ods:OTHER", {"on": D(2022, 7, 1), "kind": "BOUNDARY_TRANSFER"}),
    ("c:part", "ods:OTHER", {"kind": "BOUNDARY_TRANSFER"}),
    ("c:one", "c:two", {"on": D(2010, 1, 2)}),
    ("c:two", "c:one", {"on": D(2010, 1, 2)}),
    ("c:self", "c:self", {}),
    ("c:half", "ods:RA5", {"kind": "SPLIT"}),
    ("c:half", "ods:SHUT", {"kind": "SPLIT"}),
    *((f"l:{n}", f"l:{n + 1}", {}) for n in range(9)),
]

NAMES = [
    ("Somerset", "gss:S1"),
    ("SOMERSET", "gss:S2"),
    ("Somerset County Council", "gss:S1"),
    ("Royal – Trust", "ods:RA1"),
    ("GP1", "c:named"),
    ("Both Ways", "ods:RA5"),
]


def world() -> tuple[list[NodeRecord], list[EdgeRecord]]:
    make = Records(registry_model())

    nodes = [make.node("Organisation", key, name=key, **values) for key, values in BODIES.items()]
    edges = [make.edge("SUCCEEDED_BY", ("Organisation", a), ("Organisation", b), **values) for a, b, values in FOLLOWED]
    for number, (text, key) in enumerate(NAMES):
        nodes.append(make.node("Name", f"n:{number}", text=text, normal=normal_name(text), source="test"))
        edges.append(make.edge("NAMES", ("Name", f"n:{number}"), ("Organisation", key)))
    edges.append(make.edge("MEMBER_OF", ("Organisation", "ods:GP1"), ("Organisation", "ods:CCG"), to=D(2022, 6, 30)))
    edges.append(
        make.edge("MEMBER_OF", ("Organisation", "ods:GP1"), ("Organisation", "ods:OTHER"), **{"from": D(2022, 7, 1)})
    )
    return nodes, edges


Ask = Callable[..., Any]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def followed(store: Store) -> Store:
    await wipe_data(store)
    await prepare(store)
    await put(store, *world())
    return store


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def holdings(followed: Store) -> Ask:
    """Ask about names in both completions and return the holdings, which must be the same."""
    engine = Engine(executable_schema(text_of(registry_model())), Compiler(registry_model()), followed)
    engine.today = lambda: TODAY

    async def asked(*names: str, caller: Caller = ADMINISTRATOR, day: str | None = None, document: str = "") -> Any:
        question = Question(document or HOLDINGS, {"names": list(names), "asOf": day})
        answer = await engine.answer(question, caller)
        assert answer.passed_through
        assert (await engine.answer(question, caller, pass_through=False)).body == answer.body
        return orjson.loads(answer.body)["data"]["holdersNow"]

    return asked


def brief(holding: Any) -> tuple[Any, ...]:
    """Outcome, body, and who holds it since when."""
    body = holding["body"] and holding["body"]["key"]
    return holding["outcome"], body, [(h["body"]["key"], h["since"]) for h in holding["holders"]]


async def test_a_chain_is_followed_to_its_end(holdings: Ask) -> None:
    [found] = await holdings("RA1")
    assert found == {
        "asked": "RA1",
        "outcome": "HELD",
        "foundBy": "IDENTIFIER",
        "body": {"key": "ods:RA1"},
        "candidates": [],
        "unsucceeded": [],
        "holders": [{"since": "2017-10-01", "body": {"key": "ods:RA3"}}],
        "steps": [
            {
                "hop": 1,
                "from": {"key": "ods:RA1"},
                "to": {"key": "ods:RA2"},
                "on": "2012-04-01",
                "kind": "ACQUISITION",
            },
            {"hop": 2, "from": {"key": "ods:RA2"}, "to": {"key": "ods:RA3"}, "on": "2017-10-01", "kind": "MERGER"},
        ],
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ods:RA4", ("HELD", "ods:RA4", [("ods:RA3", "2021-10-01"), ("ods:RA5", "2021-10-01")])),
        ("ods:RA3", ("HELD", "ods:RA3", [("ods:RA3", None)])),
        ("ods:SHUT", ("NO_SUCCESSOR", "ods:SHUT", [])),
        ("ods:LATE", ("HELD", "ods:LATE", [("ods:LATE", None)])),
        # A part moved away; the rest stayed. Of a body that closed, what did not move went to the other.
        ("c:part", ("HELD", "c:part", [("c:part", None), ("ods:OTHER", None)])),
        ("ods:CCG", ("HELD", "ods:CCG", [("ods:ICB", "2022-07-01"), ("ods:OTHER", "2022-07-01")])),
        ("c:one", ("CIRCULAR", "c:one", [])),
        ("c:self", ("CIRCULAR", "c:self", [])),
        ("c:half", ("NO_SUCCESSOR", "c:half", [("ods:RA5", None)])),
        # Somebody named it, and nothing more is known. A register that gives a code and a kind vouches for it.
        ("c:bare", ("UNCONFIRMED", "c:bare", [("c:bare", None)])),
        ("c:kind", ("UNCONFIRMED", "c:kind", [("c:kind", None)])),
        ("X9Z", ("UNCONFIRMED", "c:code", [("c:code", None)])),
        ("x8z", ("HELD", "c:both", [("c:both", None)])),
        # Nine successions in a line are one too many; from the second body on they are eight.
        ("l:0", ("CUT", "l:0", [])),
        ("l:1", ("NO_SUCCESSOR", "l:1", [])),
    ],
)
async def test_what_becomes_of_a_body(holdings: Ask, name: str, expected: tuple[Any, ...]) -> None:
    [found] = await holdings(name)
    assert brief(found) == expected


async def test_a_branch_that_ends_is_named_beside_those_who_hold(holdings: Ask) -> None:
    [found] = await holdings("c:half")
    assert found["unsucceeded"] == [{"key": "ods:SHUT"}]
    [long] = await holdings("l:0")
    assert [step["hop"] for step in long["steps"]] == [1, 2, 3, 4, 5, 6, 7, 8]
    [circle] = await holdings("c:one")
    assert [(s["from"]["key"], s["to"]["key"]) for s in circle["steps"]] == [("c:one", "c:two"), ("c:two", "c:one")]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2000-01-01", ("HELD", "ods:RA1", [("ods:RA1", None)])),
        ("2012-03-31", ("HELD", "ods:RA1", [("ods:RA1", None)])),
        ("2012-04-01", ("HELD", "ods:RA1", [("ods:RA2", "2012-04-01")])),
        ("2017-10-01", ("HELD", "ods:RA1", [("ods:RA3", "2017-10-01")])),
    ],
)
async def test_who_held_it_on_another_day(holdings: Ask, day: str, expected: tuple[Any, ...]) -> None:
    [found] = await holdings("RA1", day=day)
    assert brief(found) == expected
    [young] = await holdings("RA3", day="2017-09-30")
    assert brief(young) == ("NOT_YET_OPEN", "ods:RA3", [])


@pytest.mark.parametrize(
    ("name", "by", "key"),
    [
        ("ods:RA1", "IDENTIFIER", "ods:RA1"),
        (" ODS: ra1 ", "IDENTIFIER", "ods:RA1"),
        ("ra1", "IDENTIFIER", "ods:RA1"),
        ("E07000187", "IDENTIFIER", "gss:S1"),
        ("la:SOM", "IDENTIFIER", "gss:S1"),
        ("c:one", "IDENTIFIER", "c:one"),
        (encode_id("Organisation", "ods:RA1"), "IDENTIFIER", "ods:RA1"),
        ("royal-TRUST", "NAME", "ods:RA1"),
        ("  Somerset  County council. ", "NAME", "gss:S1"),
        # Neither a part of a name nor what is nearly one.
        ("Royal Trust", None, None),
        ("Somerset County", None, None),
        ("SOM", None, None),
        ("", None, None),
    ],
)
async def test_a_name_is_found_or_not_and_never_guessed(
    holdings: Ask, name: str, by: str | None, key: str | None
) -> None:
    [found] = await holdings(name)
    assert (found["asked"], found["foundBy"], found["body"]) == (name, by, key and {"key": key})
    assert (found["outcome"] == "UNKNOWN") == (key is None)


async def test_several_bodies_of_one_name_are_left_to_people(holdings: Ask) -> None:
    for name, keys in (("somerset", ["gss:S1", "gss:S2"]), ("GP1", ["c:named", "ods:GP1"])):
        [found] = await holdings(name)
        assert brief(found) == ("AMBIGUOUS", None, [])
        assert found["candidates"] == [{"key": key} for key in keys]
        assert found["steps"] == []


async def test_what_a_person_decided_settles_a_name(holdings: Ask, followed: Store) -> None:
    make = Records(registry_model())

    async def decide(key: str, text: str, edge: str, body: str, **more: Any) -> None:
        values = {"kind": "IS" if edge == "MEANS" else "NONE_OF", "by": "IG lead", "at": MADE, **more}
        node = make.node("Resolution", key, text=text, normal=text.casefold(), **values)
        await put(followed, [node], [make.edge(edge, ("Resolution", key), ("Organisation", body))])

    try:
        await decide("d:1", "Somerset", "RULES_OUT", "gss:S2")
        await decide("d:2", "GP1", "MEANS", "c:named")
        await decide("d:3", "Both Ways", "MEANS", "ods:RA3", undoneAt=MADE, undoneBy="IG lead")
        await decide("d:4", "The Firm", "MEANS", "ods:RA1")
        found = await holdings("Somerset", "gp1", "Both Ways", "The firm", "ods:GP1")
        assert [(each["foundBy"], each["body"]) for each in found] == [
            ("NAME", {"key": "gss:S1"}),
            ("DECISION", {"key": "c:named"}),
            ("NAME", {"key": "ods:RA5"}),
            ("DECISION", {"key": "ods:RA1"}),
            ("IDENTIFIER", {"key": "ods:GP1"}),
        ]
    finally:
        await followed.write([("MATCH (d:Resolution) DETACH DELETE d", {})])


async def test_a_body_that_moved_to_another_whole_still_holds_what_it_held(holdings: Ask) -> None:
    document = """
    query M($names: [String!]!, $asOf: Date) {
      holdersNow(names: $names, asOf: $asOf) {
        outcome holders { body { key } }
        body { memberOf { edges { from to node { key } } } }
      }
    }
    """

    async def of(day: str | None) -> Any:
        [found] = await holdings("ods:GP1", document=document, day=day)
        assert (found["outcome"], found["holders"]) == ("HELD", [{"body": {"key": "ods:GP1"}}])
        return [(e["from"], e["to"], e["node"]["key"]) for e in found["body"]["memberOf"]["edges"]]

    before, after = (None, "2022-06-30", "ods:CCG"), ("2022-07-01", None, "ods:OTHER")
    assert await of(None) == [before, after]
    # As of a day: only what held on it, and of bodies that existed on it.
    assert await of("2022-06-30") == [before]
    assert await of("2026-04-01") == [after]


async def test_everybody_may_ask_and_answers_keep_their_places(holdings: Ask) -> None:
    names = ["RA4", "nobody", "ra4", "RA4"]
    answers = [await holdings(*names, caller=c) for c in (ADMINISTRATOR, PUBLIC, Caller(Role.MEMBER, ("ods:RA3",)))]
    assert answers[0] == answers[1] == answers[2]
    assert [each["asked"] for each in answers[0]] == names
    assert answers[0][0]["steps"] == answers[0][2]["steps"] == answers[0][3]["steps"] != []
    assert await holdings() == []


async def test_many_successors_are_cut(holdings: Ask, followed: Store) -> None:
    keys = [f"m:{n:02d}" for n in range(51)]
    await followed.write(
        [
            ("CREATE (:Organisation {key: 'm:all', name: 'All'})", {}),
            (
                "MATCH (a:Organisation {key: 'm:all'}) UNWIND $keys AS key "
                "CREATE (a)-[:SUCCEEDED_BY]->(:Organisation {key: key, name: key})",
                {"keys": keys},
            ),
        ]
    )
    try:
        [found] = await holdings("m:all")
        assert found["outcome"] == "CUT"
        assert [step["to"]["key"] for step in found["steps"]] == keys[:50]
        assert [holder["body"]["key"] for holder in found["holders"]] == keys[:50]
    finally:
        await followed.write([("MATCH (n:Organisation) WHERE n.key STARTS WITH 'm:' DETACH DELETE n", {})])
