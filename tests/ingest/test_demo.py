"""The demonstration registry: what it holds, and that its files are what they are said to be."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from graph.model.registry import registry_model
from graph.store.store import Store
from graph.vocabulary.catalogue import vocabulary
from graph.vocabulary.load import load_vocabulary
from ingest.demo import load_demo
from ingest.demo_extract import NAME, SHEETS, greater_manchester_names, rows_of
from ingest.limits import Limits
from ingest.reading.files import read_file
from queries.findings.running import run_rules
from queries.gap_rules.catalogue import load_rules
from tests.ingest.graph_dump import count, digest

TODAY = dt.date(2026, 11, 22)


async def test_exact_counts_and_again_changes_nothing(registry: Store) -> None:
    phases: list[str] = []
    reports = await load_demo(registry, today=TODAY, progress=lambda phase, done, total: phases.append(phase))
    assert [(r.source, r.rows_taken, r.rejected) for r in reports] == [
        ("gm-seed", 189, ()),
        ("dea-register", 5, ()),
        # 21 agreements of Greater Manchester bodies: 172 rows of releases, 21 purpose statements.
        ("nhs-digital-register", 193, ()),
    ]
    assert {"reading files", "reading the registry"} < set(phases)
    expected = {
        # 23 of the seed, 3 of the Digital Economy Act register, 21 of NHS Digital's of which the seed has two.
        "Agreement": 23 + 3 + 21 - 2,
        "AgreementVersion": 21,
        # 105 of the seed; Companies House and Homes England. Every recipient is a body of the seed.
        "Organisation": 105 + 2,
        # 25 steps, one of the Digital Economy Act, 170 distinct releases.
        "Flow": 25 + 1 + 170,
        "Record": 189 + 5 + 193,
        "Source": 3,
        "Edition": 3,
        "Dataset": 61,
        "LegalBasis": 25,
        "Name": 210,
        "Notice": 11,
        "Party": 158,
    }
    assert {label: await count(registry, label) for label in expected} == expected
    await _one_node_a_provision(registry)
    before = await digest(registry)
    again = await load_demo(registry, today=TODAY)
    assert [report.changes_nothing for report in again] == [True, True, True]
    assert await digest(registry) == before
    await _says_that_it_is_incomplete(registry)
    await _agreements_known_from_two_sources(registry)
    await _what_the_rules_find(registry)


async def _one_node_a_provision(registry: Store) -> None:
    """What sources cite are entries of the vocabulary; the rest are the sources' own words, and stay so."""
    [own_words] = await registry.read("MATCH (l:LegalBasis) WHERE l.key CONTAINS ':' RETURN count(l)", {})
    await load_vocabulary(registry, registry_model(), vocabulary())
    assert await count(registry, "LegalBasis") == len(vocabulary().entries["LegalBasis"]) + own_words


async def _says_that_it_is_incomplete(registry: Store) -> None:
    sources = await registry.rows(
        "MATCH (s:Source) RETURN s.key, s.completeness, s.completenessNote, s.credit ORDER BY s.key", {}
    )
    assert [(key, completeness) for key, completeness, _, _ in sources] == [
        ("dea-register", "EXTRACT"),
        ("gm-seed", "SELECTION"),
        ("nhs-digital-register", "EXTRACT"),
    ]
    assert sources[2][2] == (
        "Rows of Greater Manchester bodies from a copy of the February 2021 edition that is itself incomplete. Other "
        "bodies, and releases of other months, are not here."
    )
    assert all("Open Government Licence v3.0" in credit for *_, credit in sources)


async def _agreements_known_from_two_sources(registry: Store) -> None:
    """The register's own agreement, with the steps somebody read out of its text."""
    [row] = await registry.rows(
        "MATCH (a:Agreement {key: 'dars:DARS-NIC-110660-G9W6M'}) "
        "RETURN a.title, a.version, COUNT { (a)<-[:GOVERNED_BY]-(:Flow) }, "
        "COUNT { (a)<-[:GOVERNED_BY]-(:Flow)-[:UNDER_VERSION]->(:AgreementVersion) }",
        {},
    )
    assert row == ["NHS Stockport CCG: data from NHS Digital (DARS-NIC-110660-G9W6M)", "v2.2", 13 + 27, 27]


async def _what_the_rules_find(registry: Store) -> None:
    results = {result.rule.id: result for result in await run_rules(registry, load_rules(), TODAY)}
    assert {name: len(result.findings) for name, result in results.items() if result.findings} == {
        # By what followed: Trafford Healthcare; two trusts of 2017; Pennine Acute, split in two; three groups of 2017;
        # nine of 2022; Tameside and Glossop, split in two; NHS Digital; the Health and Social Care Partnership.
        "closed-body-still-party": 8,
        # Consent under the Act of 1998, in one agreement of the seed.
        "law-no-longer-in-force": 1,
        # The register of the Digital Economy Act of February 2019, NHS Digital's of February 2021.
        "source-out-of-date": 2,
    }
    board = "NHS Greater Manchester Integrated Care Board"
    [nine] = [f for f in results["closed-body-still-party"].findings if f.subject.name == board]
    assert nine.message.startswith("Closed (30 June 2022) and still named as party to Greater Manchester Information ")
    assert sum(1 for chain in nine.path if chain.edges and chain.edges[0].type == "SUCCEEDED_BY") == 9


@pytest.mark.registers
def test_the_extract_is_what_its_rule_takes_from_the_register(registers: Path, demo_data: Path) -> None:
    names = greater_manchester_names(demo_data / "gm-seed" / "organisations.csv")
    register = registers / "nhs-digital-data-release-register" / "nhs-digital-data-release-register-2021-02.xlsx"
    for sheet in read_file(register, Limits()).sheets:
        if sheet.name in SHEETS:
            path = demo_data / "nhs-digital-register" / NAME.format(sheet=sheet.name)
            with path.open(encoding="utf-8", newline="") as file:
                assert [tuple(row) for row in csv.reader(file)] == list(rows_of(sheet, names)), sheet.name


@pytest.mark.registers
@pytest.mark.parametrize("folder", ["gm-seed", "dea-register"])
def test_the_other_files_are_copies(registers: Path, demo_data: Path, folder: str) -> None:
    for path in (demo_data / folder).iterdir():
        assert path.read_bytes() == (registers / folder / path.name).read_bytes(), path.name
