"""`namesAwaiting`: what people must settle, paged like every other list, and the same as the command and page list."""

from __future__ import annotations

from typing import Any

import pytest_asyncio

from graph.access import PUBLIC, Caller, Role, ScopeClass, scope_predicate
from graph.compile.asked.ids import encode_id
from graph.model.records import Records
from graph.model.registry import registry_model
from graph.model.spelling import normal_name
from graph.store.store import Store
from ingest.who.awaiting import names_awaiting
from tests.api.api_little import put

MEMBER = Caller(Role.MEMBER, ("o:beta",))
ADDED = {
    "gss:E08000004": ("Oldham Borough Council", "s:code"),
    "s:open:oldham-council": ("Oldham Council", "s:open"),
    "s:open:zebra-club": ("Zebra Club", "s:open"),
    "s:open:acorn-house": ("Acorn House", "s:open"),
}
EVERYTHING = """{ namesAwaiting {
  totalCount nodes { name why sources keptAs candidates { id key name reason } }
} }"""


@pytest_asyncio.fixture(scope="module", loop_scope="session", autouse=True)
async def added(little: Store) -> None:
    """Four bodies more, one with a code, each written once."""
    make, nodes, edges = Records(registry_model()), [], []
    for key, (name, source) in ADDED.items():
        codes = [key] if key.startswith("gss:") else []
        nodes.append(make.node("Organisation", key, name=name, identifiers=codes))
        spelling = f"{source}:organisation:{name}"
        nodes.append(make.node("Name", spelling, text=name, normal=normal_name(name), source=source))
        edges.append(make.edge("NAMES", ("Name", spelling), ("Organisation", key)))
    await put(little, nodes, edges)


def alone(name: str) -> dict[str, Any]:
    kept = f"s:open:{name.lower().replace(' ', '-')}"
    return {"name": name, "why": "ALONE", "sources": ["s:open"], "keptAs": kept, "candidates": []}


def candidate(key: str, name: str, reason: str) -> dict[str, Any]:
    return {"id": encode_id("Organisation", key), "key": key, "name": name, "reason": reason}


async def test_every_name_is_listed_with_its_reasons_to_everybody(ask: Any, little: Store) -> None:
    told = await ask(EVERYTHING)
    words = "the same words, whatever their order and small ones such as NHS left out"
    assert told == {
        "data": {
            "namesAwaiting": {
                "totalCount": 4,
                "nodes": [
                    {
                        "name": "Council",
                        "why": "SEVERAL",
                        "sources": ["s:open"],
                        "keptAs": None,
                        "candidates": [
                            candidate("o:alpha", "Alpha Council", "written so by s:open"),
                            candidate("o:beta", "Beta Trust", "written so by s:open"),
                        ],
                    },
                    {
                        "name": "Oldham Council",
                        "why": "ALIKE",
                        "sources": ["s:open"],
                        "keptAs": "s:open:oldham-council",
                        "candidates": [candidate("gss:E08000004", "Oldham Borough Council", words)],
                    },
                    alone("Acorn House"),
                    alone("Zebra Club"),
                ],
            }
        }
    }
    for caller in (MEMBER, PUBLIC):
        assert await ask(EVERYTHING, caller=caller) == told
    listed = await names_awaiting(little)
    assert [(each.name, each.why.name, each.kept_as) for each in listed] == [
        (each["name"], each["why"], each["keptAs"]) for each in told["data"]["namesAwaiting"]["nodes"]
    ]


async def test_it_is_paged_both_ways_and_narrowed(ask: Any) -> None:
    document = """query($why: [WhyAwaiting!], $first: Int, $after: String, $last: Int, $before: String) {
      open: namesAwaiting(why: $why, first: $first, after: $after, last: $last, before: $before) {
        total: totalCount
        entries: edges { at: cursor node { called: name __typename first: candidates { id } then: candidates { key } } }
        info: pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }"""

    async def page(**variables: Any) -> tuple[list[str], dict[str, Any]]:
        told = (await ask(document, variables))["data"]["open"]
        ends = [each["at"] for each in told["entries"]]
        assert (told["info"]["startCursor"], told["info"]["endCursor"]) == (ends[0], ends[-1])
        assert {each["node"]["__typename"] for each in told["entries"]} == {"NameAwaiting"}
        return [each["node"]["called"] for each in told["entries"]], told

    names, told = await page(first=3)
    assert (names, told["total"]) == (["Council", "Oldham Council", "Acorn House"], 4)
    assert [len(each["node"]["first"]) for each in told["entries"]] == [2, 1, 0]
    assert told["entries"][1]["node"]["then"] == [{"key": "gss:E08000004"}]
    assert (told["info"]["hasNextPage"], told["info"]["hasPreviousPage"]) == (True, False)
    names, told = await page(first=3, after=told["info"]["endCursor"])
    assert (names, told["info"]["hasNextPage"], told["info"]["hasPreviousPage"]) == (["Zebra Club"], False, True)
    names, told = await page(last=2, before=told["info"]["startCursor"])
    assert (names, told["info"]["hasPreviousPage"]) == (["Oldham Council", "Acorn House"], True)
    names, told = await page(why=["ALONE", "SEVERAL"])
    assert (names, told["total"]) == (["Council", "Acorn House", "Zebra Club"], 3)
    assert await ask("{ namesAwaiting(why: [ALIKE]) { totalCount __typename } }") == {
        "data": {"namesAwaiting": {"totalCount": 1, "__typename": "NameAwaitingConnection"}}
    }


async def test_what_is_asked_wrongly_is_refused(ask: Any) -> None:
    cursor = (await ask("{ names { pageInfo { endCursor } } }"))["data"]["names"]["pageInfo"]["endCursor"]
    for given, code in ((f'after: "{cursor}"', "BAD_CURSOR"), ("first: 501", "PAGE_TOO_LARGE")):
        told = await ask(f"{{ namesAwaiting({given}) {{ nodes {{ name }} }} }}")
        assert [each["extensions"]["code"] for each in told["errors"]] == [code]


def test_everybody_may_see_all_that_it_is_made_of() -> None:
    for label in ("Organisation", "Name", "Resolution"):
        assert [scope_predicate(registry_model(), label, "n", scope) for scope in ScopeClass] == [None] * 3
