"""Around one change: only what it touches is looked at, and every rule finds there what it finds in a whole run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from graph.model.registry import registry_model
from graph.store.bootstrap import ensure_schema
from graph.store.store import Store
from queries.findings.among import needs_a_whole_run
from queries.findings.neighbourhood import Neighbourhood, run_rules_near, subjects_near
from queries.findings.recording import Recorded
from queries.findings.running import run_rule
from queries.gap_rules.catalogue import Rule, load_rules
from queries.gap_rules.examples import EXAMPLE_DAY, check_examples
from tests.findings.conftest import NOW, TODAY, recorder, set_state, standing
from tests.servers.wipe import wipe_data

DAY = dt.timedelta(days=1)


async def test_a_change_resolves_and_opens_what_is_near_and_leaves_the_rest(
    registry: Store, rules: tuple[Rule, ...]
) -> None:
    await set_state(registry, "f:back", "LIVE")
    await recorder(registry).record_all(rules, TODAY, NOW)
    # An agreement reaches its flow; the bodies at the flow's ends are reached, and not gone through.
    near = await subjects_near(registry, registry_model(), "Agreement", "a:1")
    assert {label: set(keys) for label, keys in near.keys.items()} == {
        "Agreement": {"a:1"},
        "Flow": {"f:there"},
        "Organisation": {"o:alpha", "o:beta", "o:gamma"},
    }
    assert not near.cut_short

    await set_state(registry, "f:there", "LIVE")
    await set_state(registry, "f:back", "SUSPENDED")
    around = await recorder(registry).record_around(rules, "Agreement", "a:1", TODAY, NOW + DAY)
    assert around == Recorded(resolved=1)
    around = await recorder(registry).record_around(rules, "Flow", "f:back", TODAY, NOW + DAY)
    assert around == Recorded(found=1, new=1)
    assert await standing(registry) == [
        ["suspended-flow:Flow:f:back", "OPEN", False, 0],
        ["suspended-flow:Flow:f:there", "RESOLVED", True, 0],
    ]
    # The numbers by day are of whole runs.
    assert await registry.read("MATCH (t:Tally) RETURN collect(t.found)", {}) == [[1]]


async def test_the_subjects_of_a_node_that_was_deleted_are_resolved(registry: Store, rules: tuple[Rule, ...]) -> None:
    await recorder(registry).record_all(rules, TODAY, NOW)
    await registry.write([("MATCH (f:Flow {key: 'f:back'}) DETACH DELETE f", {})])
    around = await recorder(registry).record_around(rules, "Flow", "f:back", TODAY, NOW + DAY)
    assert around == Recorded(resolved=1)


def test_no_rule_looks_at_the_whole_registry_where_it_is_asked_about_some_subjects() -> None:
    assert [rule.id for rule in load_rules() if needs_a_whole_run(rule)] == []


async def _same_near_as_in_a_whole_run(store: Store, rules: Sequence[Rule]) -> None:
    """Rules share their statements, so each is asked about subjects of the others too."""
    model = registry_model()
    await wipe_data(store)
    await ensure_schema(store, model.schema_plan)
    await check_examples(store, rules, model)
    whole = [await run_rule(store, rule, EXAMPLE_DAY) for rule in rules]
    keys: dict[str, set[str]] = {}
    for result in whole:
        some = [each.subject.key for each in result.findings][:2]
        keys.setdefault(result.rule.subject.label, set()).update([*some, "no such key"])
    near = await run_rules_near(store, rules, Neighbourhood(keys, cut_short=False), EXAMPLE_DAY)
    assert [(each.rule.id, each.findings) for each in near] == [
        (
            each.rule.id,
            tuple(found for found in each.findings if found.subject.key in keys[each.rule.subject.label]),
        )
        for each in whole
    ]


async def test_a_rule_finds_the_same_near_a_subject_as_in_a_whole_run(store: Store) -> None:
    """One rule in ten: a database plans each of them anew."""
    await _same_near_as_in_a_whole_run(store, load_rules()[::10])


@pytest.mark.proof
async def test_every_rule_finds_the_same_near_a_subject_as_in_a_whole_run(store: Store) -> None:
    await _same_near_as_in_a_whole_run(store, load_rules())
