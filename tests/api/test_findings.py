"""Findings over GraphQL: lists, groups, explanation, scorecard, trend; answers to them; and who may see and answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Callable
from itertools import count
from typing import Any

import httpx
import orjson
import pytest
import pytest_asyncio

from api.graphql.asked import Question
from api.graphql.errors import Refusal
from api.graphql.execute import Engine
from api.mutations import mutations
from graph.access import ADMINISTRATOR, PUBLIC, Caller, Role
from graph.model.registry import registry_model
from graph.store.revision import revision
from graph.store.store import Store
from queries.findings.recording import Recorder
from queries.gap_rules.catalogue import load_rules
from tests.api.api_little import TODAY

RULES = ("closed-body-in-live-flow", "expired-still-flowing")
NOW = dt.datetime(2026, 4, 1, 9, 30, tzinfo=dt.UTC)
ENDED = "expired-still-flowing:Agreement:a:one"
Ask = Callable[..., Any]
BETA = Caller(Role.MEMBER, ("o:beta",))
STRANGER = Caller(Role.MEMBER, ("o:other",))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def recorded(little: Store) -> AsyncIterator[Store]:
    """What two rules find in the little registry: Beta Trust closed, and data flows; the first agreement ended."""
    rules = [rule for rule in load_rules() if rule.id in RULES]
    recorder = Recorder(little, registry_model(), "a test")
    await recorder.record_all(rules, TODAY - dt.timedelta(days=1), NOW - dt.timedelta(days=1))
    await recorder.record_all(rules, TODAY, NOW)
    yield little


@pytest.fixture
def changing(asking: Engine, recorded: Store) -> Engine:
    asking.mutations = mutations(recorded, registry_model())
    ticks = count()
    asking.now = lambda: NOW + dt.timedelta(microseconds=next(ticks))
    return asking


async def change(engine: Engine, document: str, caller: Caller = ADMINISTRATOR) -> Any:
    answer = await engine.answer(Question(f"mutation {{ {document} }}"), caller, may_change=True)
    return orjson.loads(answer.body)


async def test_findings_are_listed_by_gravity_and_explain_themselves(recorded: Store, ask: Ask) -> None:
    answer = await ask("""{
      findings { totalCount nodes {
        key state severity baseline about { __typename key } bodies { nodes { key } }
        explain { title strength evidence edges { type from to } nodes { id type key name } }
      } }
    }""")
    found = answer["data"]["findings"]
    assert found["totalCount"] == len(found["nodes"]) == 2
    by_key = {each["key"]: each for each in found["nodes"]}
    ended = by_key[ENDED]
    assert ended["about"] == {"__typename": "Agreement", "key": "a:one"}
    assert [body["key"] for body in ended["bodies"]["nodes"]] == ["o:alpha", "o:beta"]
    assert (ended["state"], ended["baseline"]) == ("OPEN", True)
    explained = ended["explain"]
    ids = {node["key"]: node["id"] for node in explained["nodes"]}
    assert {node["name"] for node in explained["nodes"]} >= {"There", "First agreement"}
    assert {"type": "GOVERNED_BY", "from": ids["f:there"], "to": ids["a:one"]} in explained["edges"]


async def test_they_are_counted_by_what_they_have_in_common_and_day_by_day(recorded: Store, ask: Ask) -> None:
    answer = await ask("""{
      rules: findingGroups(groupBy: RULE) { value found unanswered baseline body { key } }
      bodies: findingGroups(groupBy: BODY) { value label found body { key } }
      open: findingGroups(groupBy: STATE, where: {rule: {eq: "closed-body-in-live-flow"}}) { value label found }
      findingTrend { on found rules }
      later: findingTrend(since: "2026-04-01", rule: "closed-body-in-live-flow") { on found lookedAt }
    }""")
    data = answer["data"]
    assert {each["value"]: each["found"] for each in data["rules"]} == dict.fromkeys(RULES, 1)
    assert all(each["body"] is None for each in data["rules"])
    assert [(each["value"], each["label"], each["found"], each["body"]["key"]) for each in data["bodies"]] == [
        ("o:beta", "Beta Trust", 2, "o:beta"),
        ("o:alpha", "Alpha Council", 1, "o:alpha"),
    ]
    assert data["open"] == [{"value": "OPEN", "label": "Open", "found": 1}]
    assert data["findingTrend"] == [
        {"on": "2026-03-31", "found": 2, "rules": 2},
        {"on": "2026-04-01", "found": 2, "rules": 2},
    ]
    assert [(each["on"], each["found"]) for each in data["later"]] == [("2026-04-01", 1)]


async def test_a_scorecard_says_how_much_of_how_much(recorded: Store, ask: Ask) -> None:
    answer = await ask("""{ organisation(id: "o:beta") {
      scorecard { nodes { rule title unit found lookedAt on } } findings { nodes { key } }
      findingsConcerning { totalCount }
    } }""")
    body = answer["data"]["organisation"]
    by_rule = {each["rule"]: each for each in body["scorecard"]["nodes"]}
    ended = by_rule["expired-still-flowing"]
    assert (ended["unit"], ended["found"], ended["lookedAt"], ended["on"]) == ("Agreement", 1, 1, "2026-04-01")
    assert by_rule["closed-body-in-live-flow"]["unit"] == "Organisation"
    assert body["findings"]["nodes"] == [{"key": "closed-body-in-live-flow:Organisation:o:beta"}]
    assert body["findingsConcerning"]["totalCount"] == 2


async def test_a_body_has_its_own_trend_which_is_nobody_elses(recorded: Store, ask: Ask) -> None:
    document = """{ organisation(id: "o:beta") { findingTrend(orderBy: [{on: DESC}]) {
      totalCount nodes { on found blockers errors warnings infos caption organisation { key } }
    } } }"""
    for caller in (ADMINISTRATOR, BETA):
        told = (await ask(document, caller=caller))["data"]["organisation"]["findingTrend"]
        # Both were found on both days, and are kept once.
        assert told == {
            "totalCount": 1,
            "nodes": [
                {
                    "on": "2026-03-31", "found": 2, "blockers": 0, "errors": 2, "warnings": 0, "infos": 0,
                    "caption": "2026-03-31", "organisation": {"key": "o:beta"},
                }
            ],
        }  # fmt: skip
    for caller in (STRANGER, Caller(Role.MEMBER, ("o:alpha",)), PUBLIC):
        told = (await ask(document, caller=caller))["data"]["organisation"]["findingTrend"]
        assert told == {"totalCount": 0, "nodes": []}


async def test_they_are_seen_by_the_bodies_concerned_alone(recorded: Store, ask: Ask) -> None:
    document = "{ findings { nodes { key } } findingGroups(groupBy: TYPE) { value found } findingTrend { on } }"
    for caller, types in ((BETA, ["Agreement", "Organisation"]), (Caller(Role.MEMBER, ("o:alpha",)), ["Agreement"])):
        data = (await ask(document, caller=caller))["data"]
        assert sorted(each["value"] for each in data["findingGroups"]) == types
        assert len(data["findings"]["nodes"]) == len(types)
        assert data["findingTrend"] == []
    for caller in (STRANGER, PUBLIC):
        data = (await ask(document, caller=caller))["data"]
        assert data == {"findings": {"nodes": []}, "findingGroups": [], "findingTrend": []}


async def test_an_answer_is_given_seen_at_once_and_kept(changing: Engine, recorded: Store) -> None:
    facts = await revision(recorded)
    told = await change(
        changing,
        f"""first: acknowledgeFinding(id: "{ENDED}", reason: "A new flow is being set up.") {{
          __typename ... on FindingAnswered {{ changed finding {{ state reason }} }}
        }}
        again: acknowledgeFinding(id: "{ENDED}") {{ ... on FindingAnswered {{ changed }} }}
        past: waiveFinding(id: "{ENDED}", until: "2026-03-31", reason: "Later") {{
          ... on WaiverRefused {{ message finding {{ state }} }} }}
        waived: waiveFinding(id: "{ENDED}", until: "2026-04-30", reason: "Supplier") {{
          ... on FindingAnswered {{ finding {{ state waivedUntil reason conditions }} }} }}
        reopened: reopenFinding(id: "{ENDED}") {{ ... on FindingAnswered {{ changed finding {{ state reason
          history(orderBy: [{{key: ASC}}]) {{ nodes {{ before after reason by }} }} }} }} }}
        to: assignFinding(id: "{ENDED}", mailbox: "ig@beta.example") {{
          ... on FindingAnswered {{ finding {{ mailbox assignedTo {{ key }} }} }} }}
        nobody: assignFinding(id: "{ENDED}", post: "no-such-post") {{ ... on AssigneeUnknown {{ message }} }}""",
        BETA,
    )
    assert "errors" not in told
    data = told["data"]
    assert list(data) == ["first", "again", "past", "waived", "reopened", "to", "nobody"]
    assert data["first"] == {
        "__typename": "FindingAnswered",
        "changed": True,
        "finding": {"state": "ACKNOWLEDGED", "reason": "A new flow is being set up."},
    }
    assert data["again"] == {"changed": False}
    assert data["past"]["finding"] == {"state": "ACKNOWLEDGED"}
    assert data["past"]["message"].startswith("2026-03-31 has passed.")
    assert data["waived"]["finding"] == {
        "state": "WAIVED",
        "waivedUntil": "2026-04-30",
        "reason": "Supplier",
        "conditions": ["STANDING"],
    }
    assert data["to"]["finding"] == {"mailbox": "ig@beta.example", "assignedTo": None}
    assert data["nobody"]["message"].startswith("There is no post 'no-such-post'.")
    reopened = data["reopened"]["finding"]
    assert (reopened["state"], reopened["reason"]) == ("OPEN", None)
    assert [(each["before"], each["after"], each["by"]) for each in reopened["history"]["nodes"]] == [
        ("OPEN", "ACKNOWLEDGED", "a member for o:beta"),
        ("ACKNOWLEDGED", "WAIVED", "a member for o:beta"),
        ("WAIVED", "OPEN", "a member for o:beta"),
    ]
    assert await revision(recorded) == facts


async def test_a_mutation_that_fails_is_null_and_the_next_is_run(changing: Engine) -> None:
    document = f"""
      unknown: acknowledgeFinding(id: "no-such-finding") {{ __typename }}
      both: assignFinding(id: "{ENDED}", post: "p:1", mailbox: "a@b.example") {{ __typename }}
      known: reopenFinding(id: "{ENDED}") {{ __typename }}"""
    told = await change(changing, document)
    assert told["data"] == {"unknown": None, "both": None, "known": {"__typename": "FindingAnswered"}}
    assert [(each["path"], each["extensions"]["code"]) for each in told["errors"]] == [
        (["unknown"], "NOT_FOUND"),
        (["both"], "BAD_ARGUMENT"),
    ]
    # Whoever may not see it learns no more than of one that is not there.
    for caller in (STRANGER, PUBLIC):
        hidden = await change(changing, f'reopenFinding(id: "{ENDED}") {{ __typename }}', caller)
        assert [each["extensions"]["code"] for each in hidden["errors"]] == ["NOT_FOUND"]


async def test_nothing_is_changed_by_a_question(changing: Engine) -> None:
    with pytest.raises(Refusal) as refused:
        await changing.answer(Question(f'mutation {{ reopenFinding(id: "{ENDED}") {{ __typename }} }}'), ADMINISTRATOR)
    assert refused.value.status == 405


async def test_over_http_a_mutation_is_a_post(recorded: Store, client: httpx.AsyncClient) -> None:
    document = f'mutation {{ reopenFinding(id: "{ENDED}") {{ __typename }} }}'
    got = await client.get("/graphql", params={"query": document})
    assert (got.status_code, got.headers["allow"]) == (405, "POST")
    assert got.json()["errors"][0]["message"] == "A mutation changes something: send it with POST to /graphql."
    posted = await client.post("/graphql", json={"query": document})
    assert (posted.status_code, posted.json()) == (
        200,
        {"data": {"reopenFinding": {"__typename": "FindingAnswered"}}},
    )


async def test_the_pages_show_them_and_say_what_they_cannot(recorded: Store, client: httpx.AsyncClient) -> None:
    everything = await client.get("/findings")
    assert everything.status_code == 200
    assert everything.text.count('<article class="finding ') == 2
    assert '<a href="/findings/body/o%3Abeta">Beta Trust</a>' in everything.text
    assert 'aria-label="There governed by First agreement' in everything.text
    body = await client.get("/findings/body/o%3Aalpha")
    assert body.text.count('<article class="finding ') == 1
    assert "1 of 1 agreement<" in body.text
    stood = await client.get("/findings/body/o%3Abeta")
    said = "Findings that stood: 2 on 31 March 2026, 2 on 1 April 2026; at most 2."
    assert f'class="trend" viewBox="0 0 680 140" width="680" height="140" role="img" aria-label="{said}"' in stood.text
    none = await client.get("/findings", params={"severity": "BLOCKER"})
    assert "Nothing of this kind was found." in none.text
    unknown = await client.get("/findings/body/o%3Anobody")
    assert unknown.status_code == 404
