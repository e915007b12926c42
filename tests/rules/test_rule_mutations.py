"""Each condition of a rule is needed: without one part of it, an example of its file comes out otherwise."""

from __future__ import annotations

import pytest
from mutation import mutants
from servers.wipe import wipe_data

from graph.model.registry import registry_model
from graph.store.bootstrap import ensure_schema
from graph.store.store import Store
from queries.rule import RuleError
from queries.rule_catalogue import Rule, load_rules
from queries.rule_examples import example_faults, load_examples

# All rules at once take many minutes; a piece can be run alone, `-k "piece and 3"`.
PIECES = 8

SAMPLE = ("flow-without-agreement", "data-outside-schedule-1-condition", "law-of-another-part-of-the-kingdom")

# What another part of the rule implies. It stands there for its readers, and because it narrows the search early.
NEEDLESS: dict[str, set[str]] = {
    "signed-after-effect": {"signature.signedOn > agreement.startsOn"},
    "closed-body-in-live-flow": {"body.closedOn < $today"},
    "closed-body-still-party": {"body.closedOn < $today"},
    "purpose-not-covered": {"EXISTS { (flow)-[:GOVERNED_BY]->(:Agreement) }"},
}


async def unnoticed(store: Store, rules: list[Rule]) -> list[str]:
    """What can be left out of the rules without any of their examples noticing."""
    model = registry_model()
    await wipe_data(store)
    await ensure_schema(store, model.schema_plan)
    await load_examples(store, rules, model)
    found = []
    for rule in rules:
        for mutant in mutants(rule, model):
            try:
                faults = await example_faults(store, mutant.rule)
            except RuleError:  # It finds one thing twice, which the rule's own run would tell.
                continue
            if not faults and mutant.lost not in NEEDLESS.get(rule.id, set()):
                found.append(f"{rule.id}: {mutant.lost}")
    return found


def test_a_condition_is_broken_in_each_of_its_parts() -> None:
    [rule] = [each for each in load_rules() if each.id == "data-outside-schedule-1-condition"]
    assert [mutant.lost[:40] for mutant in mutants(rule, registry_model())] == [
        "size(condition.dataScope) > 0",
        "condition(flow:Flow, ONGOING)",
        "NOT EXISTS { (flow)-[:RELIES_ON]->(other",
        "category.protection = 'SPECIAL_CATEGORY'",
        "NOT category.code IN condition.dataScope",
    ]
    [rule] = [each for each in load_rules() if each.id == "law-of-another-part-of-the-kingdom"]
    lost = [mutant.lost for mutant in mutants(rule, registry_model())]
    assert "party.leftOn IS NULL" in lost  # the last before the RETURN of a subquery
    assert "part <> 'NI'" in lost  # within NOT (... AND ...)


async def test_no_part_of_a_condition_can_be_left_out_unnoticed_in_a_sample(store: Store) -> None:
    assert await unnoticed(store, [rule for rule in load_rules() if rule.id in SAMPLE]) == []


@pytest.mark.proof
@pytest.mark.parametrize("piece", range(PIECES))
async def test_no_part_of_any_condition_can_be_left_out_unnoticed(store: Store, piece: int) -> None:
    assert await unnoticed(store, list(load_rules())[piece::PIECES]) == []
