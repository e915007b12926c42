"""Decisions on names over GraphQL and by the forms of their page: kept once, with who and when, by administrators."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import AsyncIterator
from html import unescape
from itertools import count
from typing import Any

import httpx
import orjson
import pytest_asyncio
from fastapi import Request

from api.graphql.asked import Question
from api.graphql.execute import Engine
from api.holdings.decisions import GivenDecision, OpenNames, give_decision, open_names
from api.mutations import mutations
from api.pages.names import names_page
from api.requests.forms import NotTaken
from graph.access import ADMINISTRATOR, PUBLIC, Caller, Role
from graph.compile.asked.ids import encode_id
from graph.model.registry import registry_model
from graph.store.revision import revision
from graph.store.store import Store
from tests.api.page_client import client_of

NOW = dt.datetime(2026, 4, 1, 9, 30, tzinfo=dt.UTC)
OURS = {"Sec-Fetch-Site": "same-origin"}
ALPHA, AGREEMENT = encode_id("Organisation", "o:alpha"), encode_id("Agreement", "a:one")
MEMBER = Caller(Role.MEMBER, ("o:beta",))
DECIDED = "... on NameDecided { changed sources resolution { text kind by at reason undoneBy means { key } } }"
REFUSED = "... on NameNotDecided { message }"


@pytest_asyncio.fixture(loop_scope="session")
async def deciding(asking: Engine, little: Store) -> AsyncIterator[Engine]:
    """Two bodies of the little registry bear the name Council; nothing is decided."""
    asking.mutations = mutations(little, registry_model())
    ticks = count()
    asking.now = lambda: NOW + dt.timedelta(seconds=next(ticks))
    yield asking
    await little.write([("MATCH (d:Resolution) DETACH DELETE d", {})])


@pytest_asyncio.fixture(loop_scope="session")
async def client(deciding: Engine, little: Store) -> AsyncIterator[httpx.AsyncClient]:
    async def ask(everything: bool) -> OpenNames:
        return await open_names(little, everything)

    async def decide(caller: Caller, given: GivenDecision) -> NotTaken | None:
        return await give_decision(deciding, caller, given)

    def caller(request: Request) -> Caller:
        return MEMBER if "x-member" in request.headers else ADMINISTRATOR

    async with client_of(names_page(ask, decide, caller)) as opened:
        yield opened


async def change(engine: Engine, document: str, caller: Caller = ADMINISTRATOR) -> Any:
    answer = await engine.answer(Question(f"mutation {{ {document} }}"), caller, may_change=True)
    return orjson.loads(answer.body)


async def kept(store: Store) -> list[list[Any]]:
    """Every decision: the name, what was decided, on which bodies, by whom, and who undid it."""
    return await store.rows(
        "MATCH (d:Resolution) OPTIONAL MATCH (d)-[:MEANS|RULES_OUT]->(o:Organisation) "
        "WITH d, o ORDER BY o.key WITH d, collect(o.key) AS bodies "
        "RETURN d.text, d.kind, bodies, d.by, d.undoneBy ORDER BY d.key",
        {},
    )


async def test_a_decision_is_kept_once_and_taken_back_once(deciding: Engine, little: Store) -> None:
    facts = await revision(little)
    told = await change(
        deciding,
        f"""first: decideName(name: "council", decision: IS, bodies: ["{ALPHA}"],
            by: "IG lead", reason: "So in the minutes") {{ {DECIDED} }}
        again: decideName(name: "COUNCIL", decision: IS, bodies: ["Alpha Council"]) {{ {DECIDED} {REFUSED} }}
        other: decideName(name: "Council", decision: IS, bodies: ["o:beta"]) {{ {REFUSED} }}
        several: decideName(name: "Trust", decision: IS, bodies: ["o:alpha", "o:beta"]) {{ {REFUSED} }}
        nobody: decideName(name: "Trust", decision: IS, bodies: ["o:none"]) {{ {REFUSED} }}
        agreement: decideName(name: "Trust", decision: IS, bodies: ["{AGREEMENT}"]) {{ {REFUSED} }}
        nameless: decideName(name: " ", decision: NEW) {{ {REFUSED} }}
        undone: undoNameDecision(name: "Council", by: "DPO") {{ ... on NameUndecided {{ changed undone }} }}
        over: undoNameDecision(name: "Council") {{ ... on NameUndecided {{ changed undone }} }}""",
    )
    data = told["data"]
    assert data["first"] == {
        "changed": True,
        "sources": ["s:open"],
        "resolution": {
            "text": "council",
            "kind": "IS",
            "by": "IG lead",
            "at": "2026-04-01T09:30:00.000Z",
            "reason": "So in the minutes",
            "undoneBy": None,
            "means": {"key": "o:alpha"},
        },
    }
    assert data["again"] == {**data["first"], "changed": False}
    assert data["other"]["message"] == (
        "It is decided already that council is o:alpha (IG lead, 2026-04-01 09:30 UTC). Undo that first."
    )
    assert data["several"]["message"] == "A name stands for one body. Give one."
    assert data["nobody"]["message"].startswith("o:none is no body of this registry.")
    assert data["nameless"]["message"] == "A decision needs a name, and who decides."
    assert (data["undone"], data["over"]) == ({"changed": True, "undone": 1}, {"changed": False, "undone": 0})
    assert [(each["path"], each["extensions"]["code"]) for each in told["errors"]] == [(["agreement"], "BAD_ID")]
    assert await kept(little) == [["council", "IS", ["o:alpha"], "IG lead", "DPO"]]
    # Questions follow a decision, so kept answers are not good any more.
    assert await revision(little) != facts


async def test_bodies_are_ruled_out_and_a_body_of_its_own_is_made(deciding: Engine, little: Store) -> None:
    told = await change(
        deciding,
        f"""out: decideName(name: "Council", decision: NONE_OF) {{ {DECIDED} {REFUSED} }}
        again: decideName(name: "Council", decision: NONE_OF, bodies: ["o:beta"]) {{ {DECIDED} {REFUSED} }}
        own: decideName(name: "Council", decision: NEW) {{ {DECIDED} {REFUSED} }}
        twice: decideName(name: "Council", decision: NEW) {{ {DECIDED} {REFUSED} }}""",
    )
    data = told["data"]
    assert (data["out"]["changed"], data["again"]["changed"]) == (True, False)
    assert (data["own"]["changed"], data["twice"]["changed"]) == (True, False)
    assert data["twice"]["resolution"] == data["own"]["resolution"]
    assert data["own"]["resolution"]["means"] == {"key": "registry:council"}
    assert await kept(little) == [
        ["Council", "NONE_OF", ["o:alpha", "o:beta"], "an administrator", None],
        ["Council", "NEW", ["registry:council"], "an administrator", None],
    ]
    await little.write([("MATCH (o:Organisation {key: 'registry:council'}) DETACH DELETE o", {})])


async def test_administrators_alone_decide(deciding: Engine, little: Store) -> None:
    for caller in (MEMBER, PUBLIC):
        told = await change(
            deciding,
            f"""one: decideName(name: "Council", decision: IS, bodies: ["o:alpha"]) {{ {REFUSED} }}
            two: undoNameDecision(name: "Council") {{ {REFUSED} }}""",
            caller,
        )
        message = "Administrators decide on names, since that holds for the whole registry. Tell one which body it is."
        assert told["data"] == {"one": {"message": message}, "two": {"message": message}}
    assert await kept(little) == []


def alerts(page: httpx.Response) -> list[str]:
    return [unescape(each) for each in re.findall(r'role="alert"><p><strong>Not done\.</strong> (.*?)</p>', page.text)]


async def test_the_page_lists_names_and_takes_decisions(client: httpx.AsyncClient, little: Store) -> None:
    page = await client.get("/names")
    assert (page.status_code, page.headers["Referrer-Policy"]) == (200, "same-origin")
    assert re.findall(r"<h3 .*?>(.*?)</h3>", page.text) == ["Council"]
    assert "Several bodies, written by s:open" in page.text
    assert '<option value="o:alpha">Alpha Council (o:alpha)</option>' in page.text
    taken = {"name": "Council", "do": "is", "body": "o:alpha", "other": "Beta Trust", "by": "IG <lead>", "reason": ""}
    response = await client.post("/names", data=taken, headers=OURS)
    assert (response.status_code, response.headers["location"]) == (303, "/names#decided")
    # What was written in goes before what was chosen.
    assert await kept(little) == [["Council", "IS", ["o:beta"], "IG <lead>", None]]
    page = await client.get("/names?all=yes")
    assert re.findall(r"<h[23].*?>(.*?)</h[23]>", page.text) == ["What was decided"]
    assert "IG &lt;lead&gt;, 2026-04-01" in page.text
    undone = await client.post("/names?all=yes", data={"name": "Council", "do": "undo", "by": "DPO"}, headers=OURS)
    assert (undone.status_code, undone.headers["location"]) == (303, "/names?all=yes#decided")
    assert await kept(little) == [["Council", "IS", ["o:beta"], "IG <lead>", "DPO"]]


async def test_what_is_not_taken_is_said_beside_what_was_filled_in(client: httpx.AsyncClient, little: Store) -> None:
    form = {"name": "Council", "do": "is", "body": "o:alpha", "by": 'The "IG" lead'}
    wrong = await client.post("/names", data={**form, "other": "nobody"}, headers=OURS)
    message = "nobody is no body of this registry. Give its key, a code such as ods:R0A, or a known name."
    assert (wrong.status_code, alerts(wrong)) == (422, [message])
    assert 'value="The &#34;IG&#34; lead"' in wrong.text
    assert '<option value="o:alpha" selected>' in wrong.text
    assert '<details class="recipe answers" open>' in wrong.text
    none = await client.post("/names", data={**form, "do": "delete"}, headers=OURS)
    assert (none.status_code, alerts(none)) == (
        *(400, ["That is none of the decisions that can be taken. Choose one of the forms below."]),
    )
    for headers in (
        {},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://registry"},
        {"Origin": "https://else.example"},
    ):
        elsewhere = await client.post("/names", data=form, headers=headers)
        assert (elsewhere.status_code, "nothing was changed" in elsewhere.text) == (403, True)
    member = await client.post("/names", data=form, headers={**OURS, "x-member": "yes"})
    assert (member.status_code, "<form" in member.text) == (422, False)
    assert await kept(little) == []
