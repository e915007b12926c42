"""The same numbers everywhere: the alert, the prepared question, its page and its address; health, metrics, GraphQL."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import orjson
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from alerts.channels.channel import Refused
from alerts.records import LATE_AFTER
from alerts.run import outlook, run
from api.app import make_engine
from api.graphql.asked import Question
from api.graphql.execute import Engine
from api.settings import Settings
from graph.access import ADMINISTRATOR, PUBLIC, Caller, Role
from tests.alerting.alert_pages import served
from tests.alerting.alerting_world import DAY, Desk, Scripted

UNTIL = DAY + dt.timedelta(days=270)
METRICS = """\
# HELP isa_alerts_last_success_timestamp_seconds When a run of alerts last came to its end.
# TYPE isa_alerts_last_success_timestamp_seconds gauge
isa_alerts_last_success_timestamp_seconds 1.7802954e+09
# HELP isa_alerts How many alerts there are, by channel and state.
# TYPE isa_alerts gauge
isa_alerts{channel="post",state="sent"} 8.0
"""


async def answer(engine: Engine, document: str, caller: Caller = ADMINISTRATOR) -> Any:
    return orjson.loads((await engine.answer(Question(document), caller)).body)["data"]


async def test_alert_question_and_page_say_the_same(begun: Desk) -> None:
    engine = make_engine(Settings(today_fixed=DAY), begun.store)
    post = Scripted()
    seen = await outlook(begun.job(post))
    told = {each.about for each in seen.plan.alerts.values() if each.label == "Agreement"}
    async with served(begun, engine) as client:
        asked = {"from": DAY.isoformat(), "until": UNTIL.isoformat()}
        rows = (await client.get("/q/agreements-to-renew.json", params=asked)).json()["rows"]
        page = (await client.get("/questions/agreements-to-renew", params=asked)).text
        answered = await answer(
            engine,
            f'{{ agreements(where: {{ endsOn: {{ onOrBefore: "{UNTIL}" }} }}) {{ totalCount nodes {{ key }} }} }}',
        )
        # Where an alert leads there is a page that shows the agreement.
        [path] = {each.path for each in seen.plan.alerts.values() if each.about == "a:care"}
        shown = await client.get(path)
    keys = [row["key"] for row in rows]
    assert sorted(keys) == ["a:care", "a:hidden", "a:old"]
    assert sorted(each["key"] for each in answered["agreements"]["nodes"]) == sorted(keys)
    assert seen.items == answered["agreements"]["totalCount"] == len(rows) == 3
    # One of them had run out when alerts began, and is counted in the first digest.
    assert told == set(keys) - {"a:old"}
    assert all(len(re.findall(rf"<td[^>]*>\s*{key}\s*</td>", page)) == 1 for key in keys)
    assert (shown.status_code, "Care" in shown.text) == (200, True)


async def test_alerts_in_graphql_are_seen_by_the_bodies_told(begun: Desk) -> None:
    await run(begun.job(Scripted()))
    engine = make_engine(Settings(today_fixed=DAY), begun.store)
    document = """{ alerts(where: {rule: {eq: "agreement-end"}}, orderBy: [{rule: ASC}]) {
      nodes { line level dueOn recipient state about { __typename key } organisation { key } } } }"""
    everyone = (await answer(engine, document))["alerts"]["nodes"]
    assert len(everyone) == 4
    assert everyone[0]["state"] == "SENT"
    beta = (await answer(engine, document, Caller(Role.MEMBER, ("o:beta",))))["alerts"]["nodes"]
    assert sorted((each["about"]["key"], each["recipient"], each["level"]) for each in beta) == [
        ("a:care", "ig@beta.example", 30),
        ("a:hidden", "ig@beta.example", 30),
    ]
    assert (await answer(engine, document, Caller(Role.MEMBER, ("o:gamma",))))["alerts"]["nodes"] == []
    assert (await answer(engine, document, PUBLIC))["alerts"]["nodes"] == []
    assert await answer(engine, "{ alertRuns { nodes { on sent } } }") == {
        "alertRuns": {"nodes": [{"on": "2026-05-20", "sent": 2}, {"on": "2026-06-01", "sent": 5}]}
    }


async def test_runs_that_are_late_are_told_by_the_next_and_seen_by_monitoring(begun: Desk) -> None:
    arranged = begun.job(Scripted()).arranged.model_copy(update={"operators": ("Team@body.example",)})
    begun.wall.on(DAY, hour=4)
    post = Scripted(answers=lambda _: Refused("closed"))
    await run(begun.job(post, arranged))
    # Refused, it is told by a later run, though that is on time.
    begun.wall.on(DAY, hour=6)
    post = Scripted()
    await run(begun.job(post, arranged))
    assert post.told()["team@body.example"] == [
        "No run of alerts came to its end for 286 hours, since 2026-05-20 06:30 UTC."
    ]
    engine = make_engine(Settings(today_fixed=DAY), begun.store)
    async with served(begun, engine) as client:
        assert (await client.get("/health")).json() == {
            "status": "ready",
            "alerts": {"lastSuccess": begun.wall.now.isoformat(), "late": False},
        }
        told = await client.get("/metrics")
        assert told.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
        assert told.text == METRICS
        # As Prometheus itself asks; its own parser reads it.
        told = await client.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
        read = {family.name: family.samples for family in text_string_to_metric_families(told.text)}  # type: ignore[no-untyped-call]
        assert [sample.value for sample in read["isa_alerts"]] == [8]
        assert read["isa_alerts"][0].labels == {"channel": "post", "state": "sent"}
        assert read["isa_alerts_last_success_timestamp_seconds"][0].value == begun.wall.now.timestamp()
        begun.wall.now += LATE_AFTER
        assert (await client.get("/health")).status_code == 200
        begun.wall.now += dt.timedelta(seconds=1)
        told = await client.get("/health")
        assert (told.status_code, told.json()["status"]) == (503, "alerts are late")
    # A run on time tells nothing of it.
    begun.wall.now -= dt.timedelta(hours=3)
    post = Scripted()
    await run(begun.job(post, arranged))
    assert post.taken == []
