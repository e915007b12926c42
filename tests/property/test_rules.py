"""The structural rules against an oracle in plain Python, on the demonstration and on random registries.

On the demonstration, which takes long to load, questions that set things side by side are held to it as well.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from inspect import getmembers, isfunction
from pathlib import Path

import pytest

from graph.model.registry import registry_model
from graph.store.bootstrap import ensure_schema
from graph.store.store import Store
from ingest.demo import load_demo
from ingest.loading.pipeline import load as load_register
from queries.findings.running import run_rule, run_rules
from queries.gap_rules.catalogue import load_rules
from tests.property import oracle_rules_bodies, oracle_rules_flows
from tests.property.exported import export
from tests.property.journeys_on_registers import told_of
from tests.property.oracle_sharing import Sharing
from tests.property.oracle_world import World
from tests.property.random_sharing import DAY, random_sharing
from tests.property.test_side_by_side import agree_on_demonstration
from tests.seeded.graph import SeededGraph
from tests.seeded.loading import load
from tests.servers.wipe import wipe_data

ORACLE: dict[str, Callable[[Sharing], set[str]]] = {
    name.replace("_", "-"): judge
    for module in (oracle_rules_flows, oracle_rules_bodies)
    for name, judge in getmembers(module, isfunction)
    if judge.__module__ == module.__name__ and not name.startswith("_")
}
RULES = [rule for rule in load_rules() if rule.id in ORACLE]
TWENTY = 20
REGISTERS = {
    "gm-seed": "gm-seed",
    "dea-register": "dea-register",
    "uksa-projects": "uksa-accredited-projects",
    "phe-register": "phe-data-release-register",
    "nhs-digital-register": "nhs-digital-data-release-register",
}


def test_every_judge_of_the_oracle_is_a_rule() -> None:
    assert {rule.id for rule in RULES} == ORACLE.keys()
    assert len(RULES) == 25


async def _differences(store: Store, graph: SeededGraph, day: dt.date) -> dict[str, tuple[list[str], list[str]]]:
    """What a rule finds and the oracle does not, and the other way, by rule."""
    sharing = Sharing(World(graph), day)
    found = {rule.id: {each.subject.key for each in (await run_rule(store, rule, day)).findings} for rule in RULES}
    expected = {rule.id: ORACLE[rule.id](sharing) for rule in RULES}
    return {
        name: (sorted(found[name] - expected[name]), sorted(expected[name] - found[name]))
        for name in found
        if found[name] != expected[name]
    }


async def real_registers(store: Store, registers: Path, day: dt.date) -> SeededGraph:
    """Load the registers into a store that is emptied first, and return what it holds."""
    model = registry_model()
    await wipe_data(store)
    await ensure_schema(store, model.schema_plan)
    for source, folder in REGISTERS.items():
        await load_register(store, source, [registers / folder], today=day)
    return await export(store, model)


async def _agree_on(store: Store, seeds: range) -> None:
    graph = random_sharing(registry_model(), seeds)
    await wipe_data(store)
    await load(store, graph)
    assert await _differences(store, await export(store, graph.model), DAY) == {}


def test_random_registries_have_every_gap_and_its_absence() -> None:
    """A judge that finds nothing, or everything, would prove nothing."""
    graph = random_sharing(registry_model(), range(10))
    found = {name: len(judge(Sharing(World(graph), DAY))) for name, judge in ORACLE.items()}
    assert {name: count for name, count in found.items() if count < 2} == {}


@pytest.mark.proof
async def test_they_agree_on_three_random_registries(store: Store) -> None:
    await _agree_on(store, range(3))


async def test_they_agree_on_the_demonstration(store: Store) -> None:
    day = dt.date(2026, 11, 22)
    await wipe_data(store)
    await ensure_schema(store, registry_model().schema_plan)
    await load_demo(store, today=day)
    graph = await export(store, registry_model())
    assert await _differences(store, graph, day) == {}
    await agree_on_demonstration(store, graph)
    # The same load serves the questions over several hops.
    assert await told_of(store, graph, bodies=3) > 20


@pytest.mark.proof
@pytest.mark.parametrize("first", range(0, 200, TWENTY))
async def test_they_agree_on_two_hundred_random_registries(store: Store, first: int) -> None:
    await _agree_on(store, range(first, first + TWENTY))


@pytest.mark.proof
@pytest.mark.registers
async def test_what_is_found_in_the_real_registers_and_that_they_agree_there(store: Store, registers: Path) -> None:
    day = dt.date(2026, 11, 22)
    graph = await real_registers(store, registers, day)
    assert await _differences(store, graph, day) == {}
    results = await run_rules(store, load_rules(), day)
    assert {each.rule.id: len(each.findings) for each in results if each.findings} == {
        # One for each reorganisation, with all agreements it touches: 400 for NHS Digital alone.
        "closed-body-still-party": 8,
        # Consent under the Act of 1998, and the notices of COVID-19.
        "law-no-longer-in-force": 2,
        # Project 2022/101 names no processing environment.
        "no-transfer-method": 1,
        # The registers of February 2019, September 2020 and February 2021.
        "source-out-of-date": 3,
    }
