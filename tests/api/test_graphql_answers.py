"""Answers over the little registry, the same in both completions, on both engines."""

from __future__ import annotations

from typing import Any

import pytest

from graph.access import PUBLIC, Caller, Role
from graph.compile.asked.ids import encode_id

ALPHA = Caller(Role.MEMBER, ("o:alpha",))
BETA = Caller(Role.MEMBER, ("o:beta",))
TITLES = "{ agreements { totalCount nodes { title } } }"


def titles(answer: Any) -> list[str]:
    return [node["title"] for node in answer["data"]["agreements"]["nodes"]]


def codes(answer: Any) -> list[str]:
    return [error["extensions"]["code"] for error in answer["errors"]]


async def test_administrators_see_all(ask: Any) -> None:
    answer = await ask(TITLES)
    assert titles(answer) == ["First agreement", "Second agreement", "Third agreement"]
    assert answer["data"]["agreements"]["totalCount"] == 3


async def test_the_public_sees_what_is_public(ask: Any) -> None:
    answer = await ask(TITLES, caller=PUBLIC)
    assert (titles(answer), answer["data"]["agreements"]["totalCount"]) == (["First agreement"], 1)


async def test_a_party_sees_its_own_and_its_frameworks(ask: Any) -> None:
    assert titles(await ask(TITLES, caller=ALPHA)) == ["First agreement", "Second agreement", "Third agreement"]
    assert titles(await ask(TITLES, caller=BETA)) == ["First agreement", "Third agreement"]
    assert titles(await ask(TITLES, caller=Caller(Role.MEMBER))) == ["First agreement"]


async def test_a_filter_may_go_back_by_the_edge_it_came(ask: Any) -> None:
    """An agreement named by key, found by way of its own parties."""
    answer = await ask(
        '{ agreements(where: {parties: {some: {agreement: {key: {eq: "a:one"}}}}}) { nodes { title } } }'
    )
    assert titles(answer) == ["First agreement"]


@pytest.mark.parametrize(
    ("caller", "expected"),
    [(PUBLIC, 1), (ALPHA, 2), (BETA, 1)],
)
async def test_scope_holds_behind_links_and_in_their_counts(ask: Any, caller: Caller, expected: int) -> None:
    answer = await ask(
        '{ organisation(id: "o:alpha") { partyTo { totalCount nodes { agreement { title } } } } '
        '  edition(id: "e:open") { rows { nodes { states { totalCount nodes { caption } } } } } }',
        caller=caller,
    )
    party_to = answer["data"]["organisation"]["partyTo"]
    assert (party_to["totalCount"], len(party_to["nodes"])) == (expected, expected)
    [row] = answer["data"]["edition"]["rows"]["nodes"]
    assert (row["states"]["totalCount"], len(row["states"]["nodes"])) == (expected, expected)


async def test_a_spelling_of_several_bodies_shows_each(ask: Any) -> None:
    """Nothing chooses between the bodies that a name may stand for."""
    answer = await ask(
        '{ organisation(id: "o:beta") { names { nodes { text source of { totalCount nodes { key caption } } } } } }'
    )
    of = [{"key": "o:alpha", "caption": "Alpha Council"}, {"key": "o:beta", "caption": "Beta Trust"}]
    assert answer["data"]["organisation"]["names"]["nodes"] == [
        {"text": "Council", "source": "s:open", "of": {"totalCount": 2, "nodes": of}}
    ]


async def test_scope_holds_inside_filters(ask: Any) -> None:
    """A filter must not tell what a list would not show."""
    document = '{ organisations(where: {partyTo: {some: {agreement: {title: {contains: "second"}}}}}) { totalCount } }'
    assert (await ask(document))["data"]["organisations"]["totalCount"] == 1
    assert (await ask(document, caller=PUBLIC))["data"]["organisations"]["totalCount"] == 0
    assert (await ask(document, caller=BETA))["data"]["organisations"]["totalCount"] == 0


async def test_a_flow_without_agreement_is_seen_by_the_bodies_it_touches(ask: Any) -> None:
    document = "{ flows { nodes { title } } }"
    seen = {
        name: [n["title"] for n in (await ask(document, caller=caller))["data"]["flows"]["nodes"]]
        for name, caller in (("public", PUBLIC), ("beta", BETA), ("stranger", Caller(Role.MEMBER, ("o:other",))))
    }
    assert seen == {"public": ["There"], "beta": ["Back", "There"], "stranger": ["There"]}


async def test_what_may_not_be_seen_is_not_there(ask: Any) -> None:
    for document in (
        '{ agreement(id: "a:two") { title } }',
        f'{{ node(id: "{encode_id("Agreement", "a:two")}") {{ key }} }}',
    ):
        assert codes(await ask(document, caller=BETA)) == ["NOT_FOUND"]
        assert "errors" not in await ask(document, caller=ALPHA)


async def test_search_keeps_to_scope(ask: Any) -> None:
    document = '{ search(text: "agreement") { hits { node { key } } } }'
    seen = [hit["node"]["key"] for hit in (await ask(document, caller=BETA))["data"]["search"]["hits"]]
    # The vocabulary is for everybody: it has an International Data Transfer Agreement.
    assert sorted(seen) == ["a:one", "a:three", "tr-idta"]


async def test_conditions_on_the_day(ask: Any) -> None:
    document = "query ($day: Date) { agreements(asOf: $day) { nodes { key conditions } } }"

    async def on(day: str | None) -> dict[str, list[str]]:
        answer = await ask(document, {"day": day})
        return {n["key"]: n["conditions"] for n in answer["data"]["agreements"]["nodes"]}

    assert await on(None) == {
        "a:one": ["EXPIRED", "EXPIRED_STILL_FLOWING", "REVIEW_OVERDUE", "NO_DPIA_RECORDED", "PARTY_CLOSED"],
        "a:two": ["IN_FORCE_NO_END", "NO_END_NOR_REVIEW_DATE", "NO_DPIA_RECORDED"],
        "a:three": ["NO_END_NOR_REVIEW_DATE", "NO_DPIA_RECORDED"],
    }
    assert (await on("2020-06-01"))["a:one"] == ["IN_FORCE", "REVIEW_DUE", "NO_DPIA_RECORDED"]
    assert (await on("2020-12-31"))["a:one"] == ["IN_FORCE", "EXPIRING_SOON", "REVIEW_OVERDUE", "NO_DPIA_RECORDED"]
    assert (await on("2021-01-01"))["a:one"] == ["IN_FORCE", "EXPIRING_SOON", "REVIEW_OVERDUE", "NO_DPIA_RECORDED"]
    assert (await on("2019-12-31"))["a:one"] == ["NOT_YET_EFFECTIVE", "NO_DPIA_RECORDED"]


async def test_bodies_as_of_a_day(ask: Any) -> None:
    document = """query ($day: Date) {
      organisations(asOf: $day) { nodes { name } }
      flow(id: "f:there", asOf: $day) { recipient { name } }
    }"""
    answer = await ask(document, {"day": "2025-04-01"})
    assert answer["extensions"]["asOf"].startswith("Dates decide what held on the day.")
    closed = answer["data"]
    assert [n["name"] for n in closed["organisations"]["nodes"]] == ["Alpha Council"]
    assert closed["flow"]["recipient"] == {"name": "Beta Trust"}
    last_day = (await ask(document, {"day": "2025-03-31"}))["data"]
    assert [n["name"] for n in last_day["organisations"]["nodes"]] == ["Alpha Council", "Beta Trust"]


async def test_sharing_both_ways(ask: Any) -> None:
    document = """query ($direction: SharingDirection) {
      sharing(between: "o:alpha", and: "o:beta", direction: $direction) {
        answeredBy and { name }
        flows {
          totalCount
          nodes { title discloser { name } datasets { nodes { title } } legalBases { edges { side } } }
        }
        agreements { nodes { title } }
      }
    }"""
    both = (await ask(document))["data"]["sharing"]
    assert both == {
        "answeredBy": "FLOWS",
        "and": {"name": "Beta Trust"},
        "flows": {
            "totalCount": 2,
            "nodes": [
                {
                    "title": "Back",
                    "discloser": {"name": "Beta Trust"},
                    "datasets": {"nodes": []},
                    "legalBases": {"edges": []},
                },
                {
                    "title": "There",
                    "discloser": {"name": "Alpha Council"},
                    "datasets": {"nodes": [{"title": "Social care records"}]},
                    "legalBases": {"edges": [{"side": "DISCLOSER"}, {"side": "RECIPIENT"}]},
                },
            ],
        },
        "agreements": {"nodes": [{"title": "First agreement"}]},
    }
    gives = (await ask(document, {"direction": "GIVES"}))["data"]["sharing"]["flows"]
    assert [n["title"] for n in gives["nodes"]] == ["There"]
    receives = (await ask(document, {"direction": "RECEIVES"}))["data"]["sharing"]["flows"]
    assert [n["title"] for n in receives["nodes"]] == ["Back"]


async def test_sharing_with_an_unknown_body_says_so(ask: Any) -> None:
    answer = await ask('{ sharing(between: "o:alpha", and: "o:nobody") { answeredBy } }')
    assert (answer["data"], codes(answer)) == ({"sharing": None}, ["NOT_FOUND"])


async def test_parallel_edges_page_one_by_one(ask: Any) -> None:
    document = """query ($after: String) { flow(id: "f:there") { legalBases(first: 1, after: $after) {
      totalCount edges { cursor side node { title } } pageInfo { hasNextPage endCursor } } } }"""
    first = (await ask(document))["data"]["flow"]["legalBases"]
    assert (first["totalCount"], first["edges"][0]["side"], first["pageInfo"]["hasNextPage"]) == (2, "DISCLOSER", True)
    second = (await ask(document, {"after": first["pageInfo"]["endCursor"]}))["data"]["flow"]["legalBases"]
    assert ([e["side"] for e in second["edges"]], second["pageInfo"]["hasNextPage"]) == (["RECIPIENT"], False)


async def test_the_sentence_of_an_agreement(ask: Any) -> None:
    answer = await ask("{ agreements { nodes { statusInWords } } }")
    assert [n["statusInWords"] for n in answer["data"]["agreements"]["nodes"]] == [
        "From 1 January 2020 to 1 January 2021; ended 1916 days ago; review was due 1 June 2020.",
        "From 2020, no end recorded.",
        "No start and no end recorded.",
    ]


async def test_instants_are_iso(ask: Any) -> None:
    answer = await ask('{ edition(id: "e:open") { loadedAt } }')
    assert answer["data"]["edition"]["loadedAt"] == "2026-01-02T03:04:05.678Z"


@pytest.mark.parametrize(
    ("document", "code", "says"),
    [
        ('{ node(id: "a:one") { key } }', "BAD_ID", "'a:one' is not an id of this registry"),
        ('{ node(id: "") { key } }', "BAD_ID", "'' is not an id"),
        ('{ agreement(id: "") { key } }', "BAD_ID", "An empty id names no Agreement"),
        (
            f'{{ agreement(id: "{encode_id("Dataset", "d:one")}") {{ key }} }}',
            "BAD_ID",
            "names a Dataset, where a Agreement",
        ),
        ('{ agreements(after: "nonsense") { nodes { key } } }', "BAD_CURSOR", "'nonsense' is not a cursor"),
        (
            '{ agreements(after: "WyJrZXkiLCJhIl0") { nodes { key } } }',
            "BAD_CURSOR",
            "This cursor belongs to a list ordered by 'key'",
        ),
        ("{ agreements(first: -1) { nodes { key } } }", "BAD_ARGUMENT", "first: -1 is less than nothing"),
        ("{ agreements(first: 501) { nodes { key } } }", "PAGE_TOO_LARGE", "first: 501 is more than the 500 nodes"),
        ('{ agreements(first: 1, before: "x") { nodes { key } } }', "BAD_ARGUMENT", "before goes with last"),
        ('{ agreements(last: 1, after: "x") { nodes { key } } }', "BAD_ARGUMENT", "last goes with before"),
        ('{ search(text: "") { hits { score } } }', "BAD_ARGUMENT", "text: "),
        ('{ search(text: "x", kinds: []) { hits { score } } }', "BAD_ARGUMENT", "kinds: name at least one"),
        (
            "{ agreements(first: 500) { nodes { flows(first: 500) { nodes { "
            "datasets(first: 500) { nodes { key } } } } } } }",
            "QUERY_TOO_COSTLY",
            "The pages asked for multiply to 125,250,500 nodes",
        ),
    ],
)
async def test_bad_arguments_say_what_to_do(ask: Any, document: str, code: str, says: str) -> None:
    answer = await ask(document)
    assert codes(answer) == [code]
    assert says in answer["errors"][0]["message"]


async def test_one_bad_field_leaves_the_others(ask: Any) -> None:
    answer = await ask('{ good: organisation(id: "o:alpha") { name } bad: organisation(id: "") { name } }')
    assert answer["data"] == {"good": {"name": "Alpha Council"}, "bad": None}
