"""Answering findings by the forms of their pages: what is taken, what is not and why, and from whom."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import AsyncIterator, Mapping
from html import unescape
from itertools import count
from typing import Any

import httpx
import pytest_asyncio
from fastapi import Request

from api.findings.forms import GivenAnswer, give_answer
from api.findings.page import Wanted, findings_page
from api.graphql.execute import Engine
from api.mutations import mutations
from api.pages.findings import anchor, findings_pages
from api.requests.forms import NotTaken
from graph.access import ADMINISTRATOR, Caller, Role
from graph.model.records import Records
from graph.model.registry import registry_model
from graph.store.store import Store
from queries.findings.recording import Recorder
from queries.gap_rules.catalogue import load_rules
from tests.api.api_little import TODAY, put
from tests.api.page_client import client_of

KEY = "expired-still-flowing:Agreement:a:one"
NOW = dt.datetime(2026, 4, 1, 9, 30, tzinfo=dt.UTC)
OURS = {"Sec-Fetch-Site": "same-origin"}
STRANGER = Caller(Role.MEMBER, ("o:other",))


@pytest_asyncio.fixture(loop_scope="session")
async def client(asking: Engine, little: Store) -> AsyncIterator[httpx.AsyncClient]:
    rules = [rule for rule in load_rules() if rule.id == "expired-still-flowing"]
    make = Records(registry_model())
    posts = [
        make.node("Post", "po:alpha-ig", title="IG <lead>", role="IG_LEAD"),
        make.node("Post", "po:beta-dpo", title="Data protection officer", to=TODAY),
        make.node("Post", "po:beta-cg", title="Caldicott Guardian", to=TODAY - dt.timedelta(days=1)),
        make.node("Post", "po:gamma-siro", title="SIRO"),
        make.node("Organisation", "o:gamma", name="Gamma CCG"),
    ]
    at = [
        make.edge("AT", ("Post", each.key), ("Organisation", f"o:{each.key[3:].split('-')[0]}")) for each in posts[:4]
    ]
    await put(little, posts, at)
    await Recorder(little, registry_model(), "a test").record_all(rules, TODAY, NOW)
    asking.mutations = mutations(little, registry_model())
    ticks = count()
    asking.now = lambda: NOW + dt.timedelta(microseconds=next(ticks))

    async def ask(caller: Caller, wanted: Wanted, body: str | None) -> Mapping[str, Any]:
        return await findings_page(asking, caller, wanted, body)

    async def answer(caller: Caller, given: GivenAnswer) -> NotTaken | None:
        return await give_answer(asking, caller, given)

    def caller(request: Request) -> Caller:
        return STRANGER if "x-stranger" in request.headers else ADMINISTRATOR

    # The page names its stylesheets by the bundle, which is not asked for.
    async with client_of(findings_pages(ask, answer, caller)) as opened:
        yield opened


async def given(client: httpx.AsyncClient, path: str = "/findings", **fields: str) -> httpx.Response:
    return await client.post(path, data={"finding": KEY, **fields}, headers=OURS)


def alert(response: httpx.Response) -> str:
    """What the note at the top of the page says."""
    [told] = re.findall(r'role="alert"><p><strong>Not done\.</strong> (.*?)(?: <a |</p>)', response.text)
    return unescape(told)


async def standing(store: Store) -> list[Any]:
    """State, reason, until when and mailbox of the finding."""
    [row] = await store.read(
        "MATCH (f:Finding {key: $key}) RETURN [f.state, f.reason, toString(f.waivedUntil), f.mailbox]", {"key": KEY}
    )
    return list(row)


async def test_each_answer_is_taken_and_leads_back_to_the_finding(client: httpx.AsyncClient, little: Store) -> None:
    page = await client.get("/findings")
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.text.count('<form class="parameters filters" method="post" action="/findings"') == 4
    there = f"#{anchor(KEY)}"
    for fields, state in (
        ({"do": "acknowledge", "reason": "Being <renewed>"}, ["ACKNOWLEDGED", "Being <renewed>", None, None]),
        ({"do": "waive", "until": "2026-06-30", "reason": "Supplier"}, ["WAIVED", "Supplier", "2026-06-30", None]),
        ({"do": "assign", "mailbox": "ig@b.example"}, ["WAIVED", "Supplier", "2026-06-30", "ig@b.example"]),
        ({"do": "assign", "mailbox": ""}, ["WAIVED", "Supplier", "2026-06-30", None]),
        ({"do": "reopen"}, ["OPEN", None, None, None]),
    ):
        response = await given(client, **fields)
        assert (response.status_code, response.headers["location"]) == (303, f"/findings{there}")
        assert await standing(little) == state
    response = await given(client, "/findings/body/o%3Abeta?severity=ERROR", do="acknowledge")
    assert response.headers["location"] == f"/findings/body/o%3Abeta?severity=ERROR{there}"


def offered(response: httpx.Response) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """The posts that the form offers: key, title and whether it is chosen, by the name of their body."""
    groups = re.findall(r'<optgroup label="([^"]*)">(.*?)</optgroup>', response.text, re.DOTALL)
    options = r'<option value="([^"]*)"( selected)?>([^<]*)</option>'
    return [
        (unescape(body), [(unescape(key), unescape(title), bool(on)) for key, on, title in re.findall(options, listed)])
        for body, listed in groups
    ]


async def assigned(store: Store) -> list[Any]:
    """Mailbox and post of the finding."""
    [row] = await store.read(
        "MATCH (f:Finding {key: $key}) OPTIONAL MATCH (f)-[:ASSIGNED_TO]->(p:Post) RETURN [f.mailbox, p.key]",
        {"key": KEY},
    )
    return list(row)


async def test_a_finding_is_given_to_a_post_of_a_body_it_concerns(client: httpx.AsyncClient, little: Store) -> None:
    lead, dpo = ("po:alpha-ig", "IG <lead>"), ("po:beta-dpo", "Data protection officer")
    assert offered(await client.get("/findings")) == [
        ("Alpha Council", [(*lead, False)]),
        # Nobody is Caldicott Guardian of Beta any more, and the post at Gamma has nothing to do with it.
        ("Beta Trust", [(*dpo, False)]),
    ]
    # On the page of a body its own posts come first.
    assert [body for body, _ in offered(await client.get("/findings/body/o%3Abeta"))] == ["Beta Trust", "Alpha Council"]
    await given(client, do="assign", mailbox="ig@b.example")
    response = await given(client, do="assign", post="po:beta-dpo")
    assert (response.status_code, await assigned(little)) == (303, [None, "po:beta-dpo"])
    page = await client.get("/findings")
    assert offered(page) == [("Alpha Council", [(*lead, False)]), ("Beta Trust", [(*dpo, True)])]
    assert "<dd>Data protection officer, Beta Trust</dd>" in page.text
    # A mailbox takes its place, and an empty choice takes it away.
    await given(client, do="assign", mailbox="ig@b.example")
    assert await assigned(little) == ["ig@b.example", None]
    await given(client, do="assign", post="po:alpha-ig")
    await given(client, do="assign", post="")
    assert await assigned(little) == [None, None]


async def test_a_post_elsewhere_that_has_it_stays_chosen(client: httpx.AsyncClient, little: Store) -> None:
    await given(client, do="assign", post="po:gamma-siro")
    assert offered(await client.get("/findings"))[-1] == ("Gamma CCG", [("po:gamma-siro", "SIRO", True)])
    await given(client, do="assign", post="")


async def test_a_post_that_cannot_be_given_it_is_told(client: httpx.AsyncClient, little: Store) -> None:
    for fields, begins in (
        ({"post": "po:nobody"}, "There is no post 'po:nobody'."),
        ({"post": "po:beta-dpo", "mailbox": "ig@b.example"}, "Choose a post or write a mailbox, not both"),
    ):
        response = await given(client, do="assign", **fields)
        assert (response.status_code, alert(response)[: len(begins)]) == (422, begins)
    assert await assigned(little) == [None, None]


async def test_what_cannot_be_done_is_said_beside_what_was_filled_in(client: httpx.AsyncClient, little: Store) -> None:
    await given(client, do="reopen")
    before = await standing(little)
    past = await given(client, do="waive", until="2026-03-31", reason='A "quoted" reason')
    assert past.status_code == 422
    told = "2026-03-31 has passed. Name today or a later day, on which the finding opens again."
    assert alert(past) == told
    assert past.text.count(told) == 2  # at the top, with a link, and at the finding
    assert 'value="A &#34;quoted&#34; reason"' in past.text
    assert '<details class="recipe answers" open>' in past.text
    for fields, status, begins in (
        ({"do": "waive", "until": "soon", "reason": "x"}, 422, "Say until which day it is set aside"),
        ({"do": "waive", "until": "2026-06-30", "reason": " "}, 422, "Say in `reason` why it can wait"),
        ({"do": "assign", "mailbox": "somebody"}, 422, "'somebody' is no mailbox."),
        ({"do": "delete"}, 400, "That is none of the answers that can be given."),
        ({"do": "acknowledge", "finding": "no-such"}, 404, "No finding of this id or key is in the registry"),
    ):
        response = await given(client, **fields)
        assert (response.status_code, alert(response)[: len(begins)]) == (status, begins)
    assert await standing(little) == before


async def test_an_answer_from_elsewhere_changes_nothing(client: httpx.AsyncClient, little: Store) -> None:
    before = await standing(little)
    form = {"finding": KEY, "do": "acknowledge", "reason": "From elsewhere"}
    for headers in (
        {},
        {"Origin": "null"},
        {"Origin": "https://elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://registry"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ):
        response = await client.post("/findings", data=form, headers=headers)
        assert (response.status_code, "nothing was changed" in response.text) == (403, True)
    assert await standing(little) == before
    # A browser that says where a form comes from by its origin alone.
    assert (await client.post("/findings", data=form, headers={"Origin": "http://registry"})).status_code == 303
    assert (await standing(little))[:2] == ["ACKNOWLEDGED", "From elsewhere"]


async def test_who_may_not_see_a_finding_cannot_answer_it(client: httpx.AsyncClient, little: Store) -> None:
    before = await standing(little)
    form = {"finding": KEY, "do": "reopen"}
    response = await client.post("/findings", data=form, headers={**OURS, "x-stranger": "yes"})
    assert (response.status_code, await standing(little)) == (404, before)
