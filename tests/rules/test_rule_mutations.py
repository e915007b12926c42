"""Each condition of a rule is needed: without one part of it, an example of its file comes out otherwise."""

from __future__ import annotations

import pytest

from graph.model.registry import registry_model
from graph.store.bootstrap import ensure_schema
from graph.store.errors import EngineFault
from graph.store.store import Store
from queries.findings.run_values import RunValues, run_values
from queries.findings.running import result_of
from queries.gap_rules.catalogue import Rule, load_rules
from queries.gap_rules.examples import EXAMPLE_DAY, faults_in, load_examples
from queries.gap_rules.rule import RuleError
from tests.rules.mutation import mutants
from tests.servers.wipe import wipe_data

# All rules at once take many minutes; a piece can be run alone, `-k "piece and 3"`.
PIECES = 8

SAMPLE = ("flow-without-agreement", "data-outside-schedule-1-condition", "law-of-another-part-of-the-kingdom")


async def unnoticed(store: Store, rules: list[Rule]) -> list[str]:
    """What can be left out of the rules without any of their examples noticing.

    What a rule says to narrow its search must be that.
    """
    model = registry_model()
    await wipe_data(store)
    await ensure_schema(store, model.schema_plan)
    await load_examples(store, rules, model)
    values = await run_values(store, EXAMPLE_DAY)
    found = []
    for rule in rules:
        if await _is_noticed(store, rule, values):
            found.append(f"{rule.id}: its examples come out otherwise with nothing left out")
        narrowing = {" ".join(part.split()) for part in rule.text.narrowing}
        for mutant in mutants(rule, model):
            noticed = await _fails_or_is_noticed(store, mutant.rule, values)
            if not noticed and mutant.lost not in narrowing:
                found.append(f"{rule.id}: {mutant.lost}")
            if noticed and mutant.lost in narrowing:
                found.append(f"{rule.id}: this does more than narrow: {mutant.lost}")
    return found


async def _fails_or_is_noticed(store: Store, rule: Rule, values: RunValues) -> bool:
    """Whether it is noticed that a rule lacks a part. One that kept the statement from failing is needed."""
    try:
        return await _is_noticed(store, rule, values)
    except EngineFault:
        return True


async def _is_noticed(store: Store, rule: Rule, values: RunValues) -> bool:
    """Whether one of the examples of a rule comes out otherwise; those of other rules do not count."""
    [rows] = await store.read(rule.find, values.of(rule))
    if any(row[0] is None for row in rows):  # It finds nothing at all, which no rule may.
        return True
    own = [row for row in rows if row[0].startswith(f"{rule.id}/")]
    try:
        return faults_in(rule, result_of(rule, own, len(own)).findings) != []
    except RuleError:  # It finds one thing twice, which the rule's own run would tell.
        return True


def test_a_condition_is_broken_in_each_of_its_parts() -> None:
    rules = {rule.id: rule for rule in load_rules()}
    assert [mutant.lost[:40] for mutant in mutants(rules["data-outside-schedule-1-condition"], registry_model())] == [
        "size(condition.dataScope) > 0",
        "condition(flow:Flow, ONGOING)",
        "NOT EXISTS { (flow)-[:RELIES_ON]->(other",
        "other.kind IN ['SCHEDULE_1_PART_1', 'SCH",  # within what must not be there
        "other.key <> condition.key",
        "category.protection = 'SPECIAL_CATEGORY'",
        "NOT category.code IN condition.dataScope",
    ]
    lost = [mutant.lost for mutant in mutants(rules["law-of-another-part-of-the-kingdom"], registry_model())]
    assert "by.leftOn IS NULL" in lost  # within an alternative in brackets
    assert "part <> 'NI'" in lost  # within NOT (... AND ...)
    assert [each for each in lost if each.startswith("WHEN")] == [
        "WHEN 'England'",
        "WHEN 'Wales'",
        "WHEN 'Scotland'",
        "WHEN 'Northern Ireland'",
    ]
    broken = {
        mutant.lost: mutant.rule.find for mutant in mutants(rules["digital-economy-evidence-missing"], registry_model())
    }
    assert "WHEN true THEN []" in " ".join(broken["EXISTS { (agreement)<-[:ASSESSES]-(:Dpia) }"].split())
    assert "WHEN false THEN []" in " ".join(broken["WHEN EXISTS { (agreement)<-[:ASSESSES]-(:Dpia) }"].split())
    assert "['business case']" not in broken["ELSE ['business case']"]
    lost = [mutant.lost for mutant in mutants(rules["processor-without-contract"], registry_model())]
    assert "other.role IN ['CONTROLLER', 'JOINT_CONTROLLER']" in lost  # the last before the RETURN of a subquery
    lost = [mutant.lost for mutant in mutants(rules["adequacy-does-not-cover"], registry_model())]
    assert "country <> 'US'" in lost  # of a list
    lost = [mutant.lost for mutant in mutants(rules["legal-obligation-not-identified"], registry_model())]
    assert lost[-1] == "{code: 'ukgdpr-a6-1-c'}"  # asked of a node in its pattern


async def test_no_part_of_a_condition_can_be_left_out_unnoticed_in_a_sample(store: Store) -> None:
    assert await unnoticed(store, [rule for rule in load_rules() if rule.id in SAMPLE]) == []


@pytest.mark.proof
@pytest.mark.parametrize("piece", range(PIECES))
async def test_no_part_of_any_condition_can_be_left_out_unnoticed(store: Store, piece: int) -> None:
    assert await unnoticed(store, list(load_rules())[piece::PIECES]) == []
