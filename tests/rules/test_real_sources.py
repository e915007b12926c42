"""What rules find in real sources, and how much more they would find without what keeps them quiet.

These are the figures of docs/rules.md. The proof loads all the sources that it speaks of into every engine; the
ordinary run loads one, into the embedded engine.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
import pytest_asyncio

from graph.model.registry import registry_model
from graph.store.bootstrap import ensure_schema
from graph.store.opening import open_store
from graph.store.store import Store
from ingest.loading.pipeline import load
from queries.findings.running import run_rule, run_rules
from queries.gap_rules.catalogue import Rule, load_rules
from tests.ingest.test_bodies_together import LOADS
from tests.servers.pool import EMBEDDED, EnginePool
from tests.servers.wipe import wipe_data

pytestmark = pytest.mark.registers

TODAY: Final = dt.date(2026, 11, 22)
DOCUMENT: Final = Path(__file__).resolve().parents[2] / "docs" / "rules.md"
ALL: Final[Mapping[str, tuple[str, ...]]] = {
    **LOADS,
    "dea-register": ("dea-register",),
    "uksa-projects": ("uksa-accredited-projects",),
    "phe-register": ("phe-data-release-register",),
    "nhs-digital-register": ("nhs-digital-data-release-register",),
    "atrs": ("atrs/atrs-records-2026-08.json",),
    "hdruk-datasets": ("dataset-catalogue/hdruk-gateway-dataset-metadata-2020.csv",),
}
COLLECTED: Final = re.compile(r"EXISTS \{ \(\w+\)<-\[:STATES\]-\(:Record\)[^{}]* IN \$collecting_\w+ \}")
"""What `collects(...)` of a rule becomes in its statement."""

COUNTS: Final = {
    "agreements": "MATCH (a:Agreement) RETURN count(a)",
    "flows": "MATCH (f:Flow) RETURN count(f)",
    "closed bodies, each in each agreement": """
        MATCH (b:Organisation)<-[:OF]-(:Party)-[:IN]->(a:Agreement) WHERE b.closedOn < $today
        WITH DISTINCT b, a RETURN count(*)""",
    "agreements in old editions": """
        MATCH (s:Source)<-[:OF_SOURCE]-(:Edition)<-[:IN_EDITION]-(:Record)-[:STATES]->(a:Agreement)
        WHERE s.asAt < $today - duration({months: 18}) RETURN count(DISTINCT a)""",
    "neither end nor review": "MATCH (a:Agreement) WHERE a.endsOn IS NULL AND a.reviewOn IS NULL RETURN count(a)",
    "of those, not for one release": """
        MATCH (a:Agreement) WHERE a.endsOn IS NULL AND a.reviewOn IS NULL AND NOT coalesce(a.oneOff, false)
        RETURN count(a)""",
    "past their end": "MATCH (a:Agreement) WHERE a.endsOn < $today RETURN count(a)",
    "of those, with no later version": """
        MATCH (a:Agreement) WHERE a.endsOn < $today AND NOT coalesce(a.laterVersionKnown, false) RETURN count(a)""",
}
"""Cypher of its own for what the document counts, beside what rules find."""


DEATHS: Final = """
    MATCH (f:Flow {identifiability: 'IDENTIFIABLE'})-[:CARRIES]->(:Dataset {title: 'Primary Care Mortality Data'})
    RETURN collect(DISTINCT f.key)"""

WITHOUT: Final = {
    "no-caldicott-guardian": 1,
    "processor-without-contract": 1,
    "recipient-without-article-6": 1,
    "digital-economy-evidence-missing": 2,
    "not-in-public-register": 2,
    "controller-without-privacy-notice": 3,
    "no-processing-record": 3,
    "no-transfer-method": 4,
    "data-protection-fee-not-paid": 7,
    "no-legal-basis-recorded": 7,
    "identifiable-without-confidentiality-basis": 19,
    "toolkit-plan-missing": 53,
    "agreement-without-purpose": 926,
    # The agreements that are known to be in force: each accredited project, and three of the seed.
    **dict.fromkeys(
        (
            "impact-assessment-not-screened",
            "no-breach-terms",
            "no-classification",
            "no-complaint-route",
            "no-data-quality-process",
            "no-owner-named",
            "no-retention-recorded",
            "no-rights-contact",
            "no-security-measures",
        ),
        926 + 3,
    ),
}
"""What rules on absence would find, by rule, if every source counted as asking for what it does not say."""


async def load_sources(store: Store, registers: Path, sources: Mapping[str, tuple[str, ...]]) -> None:
    await wipe_data(store)
    await ensure_schema(store, registry_model().schema_plan)
    for source, paths in sources.items():
        await load(store, source, [registers / path for path in paths], today=TODAY)


async def on_absence(store: Store) -> tuple[dict[str, int], dict[str, int]]:
    """How many findings rules on absence have, by rule: as they are, and where every source counts as asking."""
    rules = [rule for rule in load_rules() if COLLECTED.search(rule.find)]
    assert len(rules) == sum("collects(" in rule.file.read_text(encoding="utf-8") for rule in load_rules())
    with_it = await _found(store, rules)
    without = await _found(store, [replace(rule, find=COLLECTED.sub("true", rule.find)) for rule in rules])
    return with_it, without


async def _found(store: Store, rules: list[Rule]) -> dict[str, int]:
    numbers = {rule.id: len((await run_rule(store, rule, TODAY)).findings) for rule in rules}
    return {name: number for name, number in numbers.items() if number}


async def count(store: Store, text: str) -> int:
    [number] = await store.read(text, {"today": TODAY} if "$today" in text else {})
    return int(number)


def told() -> list[tuple[int, int]]:
    """The two figures of each line of the table in the document."""
    lines = re.findall(r"^\| .*[^-] \| ([\d,]+) \| ([\d,]+) \|$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    return [(int(one.replace(",", "")), int(other.replace(",", ""))) for one, other in lines]


@pytest.mark.proof
async def test_all_sources_together(store: Store, registers: Path) -> None:
    await load_sources(store, registers, ALL)
    results = await run_rules(store, load_rules(), TODAY)
    found = {each.rule.id: len(each.findings) for each in results if each.findings}
    assert found == {
        # One for each reorganisation, with all the agreements it touches.
        "closed-body-still-party": 21,
        # Consent under the Act of 1998, and the notices of COVID-19.
        "law-no-longer-in-force": 2,
        # Project 2022/101 names no processing environment.
        "no-transfer-method": 1,
        # Of the 17, those that show how things were before May 2025.
        "source-out-of-date": 9,
    }
    of_deaths = {key for [keys] in [await store.read(DEATHS, {})] for key in keys}
    assert len(of_deaths) == 78
    assert [each for result in results for each in result.findings if each.subject.key in of_deaths] == []
    counted = {name: await count(store, text) for name, text in COUNTS.items()}
    assert counted == {
        "agreements": 1510,
        "flows": 7646,
        "closed bodies, each in each agreement": 462,
        # 398 of NHS Digital, 162 of Public Health England, three of the Digital Economy Act.
        "agreements in old editions": 398 + 162 + 3,
        "neither end nor review": 1506,
        "of those, not for one release": 1312,
        "past their end": 4,
        "of those, with no later version": 3,
    }
    with_it, without = await on_absence(store)
    assert with_it == {"no-transfer-method": 1}
    assert without == WITHOUT
    # And so says the document.
    assert (sum(found.values()), len(ALL)) == (33, 17)
    assert told() == [
        (sum(without.values()), sum(with_it.values())),
        (counted["closed bodies, each in each agreement"], found["closed-body-still-party"]),
        (counted["agreements in old editions"], found["source-out-of-date"]),
        (counted["neither end nor review"], counted["of those, not for one release"]),
        (counted["past their end"], counted["of those, with no later version"]),
    ]
    assert (
        "Seen on 22 November 2026 over 17 sources of real data together (1,510 agreements, 7,646 flows), which give 33"
        in (DOCUMENT.read_text(encoding="utf-8"))
    )


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def one_source(engine_pool: EnginePool, registers: Path) -> Any:
    async with open_store(engine_pool.get(EMBEDDED).settings) as store:
        await load_sources(store, registers, {"phe-register": ALL["phe-register"]})
        yield store


async def test_a_source_that_asks_for_little_is_told_of_little(one_source: Store) -> None:
    """The releases of Public Health England, which has no column for most of what it does not say."""
    assert await count(one_source, COUNTS["agreements"]) == 162
    with_it, without = await on_absence(one_source)
    assert with_it == {}
    # It has no column for confidentiality.
    assert without == {"identifiable-without-confidentiality-basis": 17}
