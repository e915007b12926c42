"""The numbers of a body over several nights: kept where they change, and 0 like any other number."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from graph.store.store import Store
from queries.gap_rules.catalogue import Rule
from queries.gap_rules.rule import Severity
from tests.findings.conftest import NOW, TODAY, recorder, set_state, trend

DAY = dt.timedelta(days=1)
Rules = tuple[Rule, ...]


async def night(store: Store, rules: Rules, after: int) -> None:
    await recorder(store).record_all(rules, TODAY + after * DAY, NOW + after * DAY)


def graded(rules: Rules, severity: Severity) -> Rules:
    return tuple(replace(rule, text=rule.text.model_copy(update={"severity": severity})) for rule in rules)


async def test_over_several_nights_only_what_changed_is_kept(registry: Store, rules: Rules) -> None:
    await set_state(registry, "f:there", "LIVE")
    await night(registry, rules, 0)
    # Gamma leads on the agreement of the flow that is live: it was looked at, and nothing was found.
    first = [
        ["o:alpha", "2026-04-01", 1, [0, 0, 1, 0]],
        ["o:beta", "2026-04-01", 1, [0, 0, 1, 0]],
        ["o:gamma", "2026-04-01", 0, [0, 0, 0, 0]],
    ]
    assert await trend(registry) == first
    await night(registry, rules, 1)
    assert await trend(registry) == first
    # The third night it is found, and the fifth no more.
    await set_state(registry, "f:there", "SUSPENDED")
    await night(registry, rules, 2)
    await night(registry, rules, 3)
    await set_state(registry, "f:there", "LIVE")
    await set_state(registry, "f:back", "LIVE")
    await night(registry, rules, 4)
    await night(registry, rules, 5)
    assert await trend(registry) == [
        first[0],
        ["o:alpha", "2026-04-03", 2, [0, 0, 2, 0]],
        ["o:alpha", "2026-04-05", 0, [0, 0, 0, 0]],
        first[1],
        ["o:beta", "2026-04-03", 2, [0, 0, 2, 0]],
        ["o:beta", "2026-04-05", 0, [0, 0, 0, 0]],
        first[2],
        ["o:gamma", "2026-04-03", 1, [0, 0, 1, 0]],
        ["o:gamma", "2026-04-05", 0, [0, 0, 0, 0]],
    ]


async def test_a_body_that_no_rule_looks_at_any_more_has_none(registry: Store, rules: Rules) -> None:
    await night(registry, rules, 0)
    await registry.write([("MATCH (:Agreement {key: 'a:1'})-[r:LED_BY]->() DELETE r", {})])
    await night(registry, rules, 1)
    [of_gamma] = await registry.read(
        "MATCH (t:BodyTally)-[:TALLIED_FOR]->(:Organisation {key: 'o:gamma'}) RETURN count(t)", {}
    )
    assert of_gamma == 0
    assert [row for row in await trend(registry) if row[0] == "o:gamma"] == [
        ["o:gamma", "2026-04-01", 1, [0, 0, 1, 0]],
        ["o:gamma", "2026-04-02", 0, [0, 0, 0, 0]],
    ]


async def test_the_last_run_of_a_day_counts(registry: Store, rules: Rules) -> None:
    await set_state(registry, "f:there", "LIVE")
    await night(registry, rules, 0)
    before = await trend(registry)
    await set_state(registry, "f:there", "SUSPENDED")
    await night(registry, rules, 1)
    assert [row[:3] for row in await trend(registry)] == [
        ["o:alpha", "2026-04-01", 1],
        ["o:alpha", "2026-04-02", 2],
        ["o:beta", "2026-04-01", 1],
        ["o:beta", "2026-04-02", 2],
        ["o:gamma", "2026-04-01", 0],
        ["o:gamma", "2026-04-02", 1],
    ]
    # At noon it is as it was the day before, so that nothing is kept of the day.
    await set_state(registry, "f:there", "LIVE")
    await night(registry, rules, 1)
    assert await trend(registry) == before


async def test_how_grave_they_are_counts_too_and_what_rules_are_no_longer_run(registry: Store, rules: Rules) -> None:
    await night(registry, graded(rules, Severity.WARNING), 0)
    await night(registry, graded(rules, Severity.BLOCKER), 1)
    await night(registry, (), 2)
    assert [row for row in await trend(registry) if row[0] == "o:alpha"] == [
        ["o:alpha", "2026-04-01", 2, [0, 0, 2, 0]],
        ["o:alpha", "2026-04-02", 2, [2, 0, 0, 0]],
        ["o:alpha", "2026-04-03", 0, [0, 0, 0, 0]],
    ]


async def test_what_was_answered_still_stands(registry: Store, rules: Rules) -> None:
    await night(registry, rules, 0)
    await registry.write([("MATCH (f:Finding) SET f.state = 'ACKNOWLEDGED'", {})])
    await night(registry, rules, 1)
    assert [row[1] for row in await trend(registry)] == ["2026-04-01"] * 3
