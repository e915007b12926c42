"""The sources of bodies in one registry: each body is one, whoever speaks of it, and nothing else is merged."""

from __future__ import annotations

import csv
import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from graph.store.store import Store
from ingest.loading.pipeline import load
from ingest.loading.report import LoadReport
from tests.ingest.body_drafting import write_rows
from tests.ingest.graph_dump import count, digest, edge_count

TODAY = dt.date(2026, 11, 22)

LOADS = {
    "gm-seed": ("gm-seed",),
    "ods-trusts": ("nhs-ods/etr-2022-03.csv",),
    "ods-successions": ("gm-seed/successions.csv",),
    "local-authorities": (
        "reference/uk-local-authorities-including-future.csv",
        "reference/local-authority-name-aliases.csv",
    ),
    "local-authority-register": (
        "reference/register-local-authority-eng-2018.tsv",
        "reference/register-gss-to-local-authority-2018.tsv",
    ),
    "police": ("reference/register-police-force.tsv",),
    "fire": ("reference/register-fire-service-eng.tsv",),
    "gov-organisations": ("reference/register-government-organisation-2017.tsv",),
    "sub-icb": ("reference/nhs-sub-icb-location-to-icb-2022-07.xlsx",),
    "practice-map": ("nhs-ods/gp-reg-pat-prac-map-2022-01-greater-manchester.csv",),
    "dspt": ("nhs-ods/dspt-status-2022-02-08.csv",),
}

FEW = {
    "gm-seed/organisations.csv": r"(org_key|r0a|rw6|rm3|nhs-gm|skp|old|gmca|gmfrs|gmp|hmrc|nhs-england|gmhscp|01y),",
    "nhs-ods/etr-2022-03.csv": r'"(R0A|RW6|RM3|RY2|RXH)"',
    "gm-seed/successions.csv": r"predecessor|RW6|RM4|RW3,|01Y",
    "reference/uk-local-authorities-including-future.csv": r"local-authority-code|(SKP|OLD|GMCA|CMA|CBD|WAF|SOM|SMT),",
    "reference/local-authority-name-aliases.csv": r"la-name|.*,(SKP|SOM)$",
    "reference/register-local-authority-eng-2018.tsv": r"local-authority-eng|SKP",
    "reference/register-gss-to-local-authority-2018.tsv": r"gss\t|.*:SKP",
    "reference/register-police-force.tsv": r"police-force|greater-manchester|northern-ireland",
    "reference/register-fire-service-eng.tsv": r"fire-service-eng|016|017",
    "reference/register-government-organisation-2017.tsv": r"government-organisation|D25\t|PB481\t|OT488\t",
    "nhs-ods/gp-reg-pat-prac-map-2022-01-greater-manchester.csv": r"PUBLICATION|.*,C810(77|81),",
    "nhs-ods/dspt-status-2022-02-08.csv": r"Code|RW6|R0A|RM3|RY2|01Y",
}
"""Some rows of each file of text, by how their lines begin. The whole files take half a minute."""


@pytest.fixture(scope="module")
def some_rows(registers: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("some-rows")
    for name, beginning in FEW.items():
        lines = (registers / name).read_text(encoding="utf-8-sig").splitlines(keepends=True)
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(line for line in lines if re.match(beginning, line)), encoding="utf-8")
    name = "reference/nhs-sub-icb-location-to-icb-2022-07.xlsx"
    page = load_workbook(registers / name).worksheets[0]
    rows = [[str(cell) for cell in row] for row in page.iter_rows(values_only=True)]
    few = [row for row in rows if row[3] in ("ICB Code", "QOP", "QJ2")]
    write_rows((folder / name).with_suffix(".csv"), *few)
    return folder


async def load_all(registry: Store, folder: Path) -> dict[str, LoadReport]:
    reports: dict[str, LoadReport] = {}
    for name, paths in LOADS.items():
        files = [path if path.exists() else path.with_suffix(".csv") for path in (folder / path for path in paths)]
        if name == "gm-seed" and not (folder / "gm-seed" / "gm-isp-signatories.csv").exists():
            files = [folder / "gm-seed" / "organisations.csv"]
        reports[name] = await load(registry, name, files, today=TODAY)
    return reports


async def successors(registry: Store, key: str) -> list[list[Any]]:
    return await registry.rows(
        "MATCH (:Organisation {key: $key})-[r:SUCCEEDED_BY]->(o) RETURN o.key, toString(r.on), r.kind ORDER BY o.key",
        {"key": key},
    )


async def organisation(registry: Store, key: str, *names: str) -> list[Any]:
    values = ", ".join(f"toString(o.{n})" if n.endswith("On") else f"o.{n}" for n in names)
    [row] = await registry.rows(f"MATCH (o:Organisation {{key: $key}}) RETURN {values}", {"key": key})
    return row


async def spellings(registry: Store, key: str, source: str) -> list[str]:
    [row] = await registry.rows(
        "MATCH (n:Name {source: $source})-[:NAMES]->(:Organisation {key: $key}) WITH n ORDER BY n.text "
        "RETURN collect(n.text)",
        {"key": key, "source": source},
    )
    return list(row[0])


@pytest.mark.proof
async def test_one_registry_of_all(registry: Store, registers: Path) -> None:
    reports = await load_all(registry, registers)
    assert {name: len(report.rejected) for name, report in reports.items()} == dict.fromkeys(LOADS, 0)
    new = {name: report.nodes["Organisation"].new for name, report in reports.items()}
    assert new == {
        "gm-seed": 105,
        # 218 trusts, of which the seed has ten of today, RW6, and RY2 as a signatory.
        "ods-trusts": 218 - 12,
        # Every body of the successions is in the seed's own copy of the table.
        "ods-successions": 0,
        # The ten districts and the combined authority are in the seed.
        "local-authorities": 470 - 11,
        "local-authority-register": 0,
        # Greater Manchester Police, and the fire service, are known by their names.
        "police": 44 - 1,
        "fire": 45 - 1,
        # Four departments of the seed by their codes; by name NHS England, the Health and Social Care Information
        # Centre, which the seed has with NHS Digital, and the Police Service of Northern Ireland.
        "gov-organisations": 980 - 7,
        # Ten groups of Greater Manchester, whose codes the locations have, its board, and that of Derbyshire.
        "sub-icb": 148 - 12,
        # Ten groups and the partnership are in the seed.
        "practice-map": 504 - 11,
        # 28 groups that closed in 2021, two support units, four care trusts with codes of their own kind.
        "dspt": 28 + 2 + 4,
    }
    assert await count(registry, "Organisation") == sum(new.values())
    # 30 of the seed, among them all of the successions; the toolkit's 32 but for the two of RW6; 50 of councils.
    assert await edge_count(registry, "SUCCEEDED_BY") == 30 + 30 + 50

    before = await digest(registry)
    again = await load_all(registry, registers)
    assert {name: report.changes_nothing for name, report in again.items()} == dict.fromkeys(LOADS, True)
    assert await digest(registry) == before


async def test_some_rows_of_all(registry: Store, some_rows: Path) -> None:
    reports = await load_all(registry, some_rows)
    assert {name: len(report.rejected) for name, report in reports.items()} == dict.fromkeys(LOADS, 0)
    assert {name: (report.rows_read, report.nodes["Organisation"].new) for name, report in reports.items()} == {
        "gm-seed": (13, 13),
        # RY2 and RXH are nobody of the seed's rows.
        "ods-trusts": (5, 2),
        # Two rows for RW6, one for RM4 and RW3, two for 01Y; RM4, RW3 and QJ2 are new.
        "ods-successions": (6, 3),
        # Eight authorities and six aliases; Stockport, Oldham and the combined authority are known.
        "local-authorities": (8 + 6, 8 - 3),
        "local-authority-register": (2, 0),
        "police": (2, 1),
        "fire": (2, 1),
        # HMRC and NHS England are known; OT488 stands twice.
        "gov-organisations": (4, 1),
        # 01Y and the boards of Greater Manchester and Derbyshire are known.
        "sub-icb": (11, 11 + 2 - 3),
        # Two practices of Glossop and their network; their group and the partnership are known.
        "practice-map": (2, 3),
        # Five bodies in six rows, all known.
        "dspt": (6, 0),
    }

    before = await digest(registry)
    again = await load_all(registry, some_rows)
    assert {name: report.changes_nothing for name, report in again.items()} == dict.fromkeys(LOADS, True)
    assert await digest(registry) == before

    # One body, several sources: the seed words it, each adds its codes and spellings.
    assert await organisation(registry, "ods:R0A", "name", "identifiers", "openedOn") == [
        "Manchester University NHS Foundation Trust",
        ["ods:R0A"],
        "2017-10-01",
    ]
    assert await spellings(registry, "ods:R0A", "ods-trusts") == ["MANCHESTER UNIVERSITY NHS FOUNDATION TRUST"]
    assert await organisation(registry, "gss:E23000005", "identifiers") == [
        ["gss:E23000005", "police-force:greater-manchester"]
    ]
    assert await organisation(registry, "gm:hmrc", "name", "identifiers") == [
        "HM Revenue & Customs",
        ["government-organisation:D25"],
    ]

    # Who holds it now: RW6 was split, RM4 and RW3 lead to R0A. The seed's list of bodies tells who followed RW6 and
    # when, and not how, which the successions add.
    assert await successors(registry, "ods:RW6") == [
        ["ods:R0A", "2021-10-01", "SPLIT"],
        ["ods:RM3", "2021-10-01", "SPLIT"],
    ]
    assert await successors(registry, "ods:RM4") == [["ods:RW3", "2012-04-01", "ACQUISITION"]]
    assert await successors(registry, "ods:RW3") == [["ods:R0A", "2017-10-01", "MERGER"]]
    assert await successors(registry, "ods:R0A") == []
    # Bridgewater was open in March 2022, the last day anybody here speaks of it, and nobody is said to follow it.
    assert await organisation(registry, "ods:RY2", "openedOn", "closedOn") == ["2010-11-01", None]
    assert await successors(registry, "ods:RY2") == []

    # One entry of the Organisation Data Service: a group that closed, and since then a part of the board that followed.
    assert await organisation(registry, "ods:01Y", "kind", "closedOn") == ["CCG", "2022-06-30"]
    assert await spellings(registry, "ods:01Y", "sub-icb") == ["NHS GREATER MANCHESTER ICB - 01Y"]
    parts = await registry.rows("MATCH (:Organisation {key: 'ods:01Y'})-[:PART_OF]->(o) RETURN o.key", {})
    assert parts == [["ods:QOP"]]

    # The partnership and the board share the code QOP and are two bodies.
    assert await organisation(registry, "gss:E54000007", "kind", "identifiers") == ["PARTNERSHIP", ["gss:E54000007"]]
    assert await organisation(registry, "ods:QOP", "kind", "openedOn") == ["ICB", "2022-07-01"]
    held = await registry.rows(
        "MATCH (a:Assurance)-[:HELD_BY]->(o) RETURN o.key, a.status, toString(a.issuedOn) ORDER BY o.key", {}
    )
    # RW6 published nothing before it closed.
    assert held == [
        ["ods:01Y", "MET", "2021-06-30"],
        ["ods:R0A", "MET", "2021-06-30"],
        ["ods:RM3", "MET", "2021-07-28"],
        ["ods:RY2", "APPROACHING", "2021-06-29"],
    ]

    # Where the seed knows the day and the list a year, the day stays and is no year.
    names = ("openedOn", "openedOnPrecision")
    assert await organisation(registry, "gss:E08000007", *names) == ["1974-04-01", None]
    differing = [text for kind, text in reports["local-authorities"].remarks if kind == "differs from other sources"]
    assert [text for text in differing if "E08000004" in text and "openedOn is" in text] == [
        "Organisation gss:E08000004: openedOn is datetime.date(1985, 1, 1) here and stays datetime.date(1974, 4, 1), "
        "as gm-seed has it."
    ]


async def test_a_trust_that_closed_without_a_successor(registry: Store, registers: Path, tmp_path: Path) -> None:
    with (registers / "nhs-ods" / "etr-2022-03.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file) if row[0] in ("RY2", "RW6", "R0A", "RM3")]
    for row in rows:
        if row[0] == "RY2":
            row[11] = "20260331"
    await load(registry, "ods-trusts", [write_rows(tmp_path / "etr-2026-04.csv", *rows)], today=TODAY)
    await load(registry, "ods-successions", [registers / "gm-seed" / "successions.csv"], today=TODAY)
    closed = await registry.rows(
        "MATCH (o:Organisation) WHERE o.closedOn IS NOT NULL "
        "RETURN o.key, COUNT { (o)-[:SUCCEEDED_BY]->() } ORDER BY o.key",
        {},
    )
    # Both are closed; where nothing follows RY2, two bodies follow RW6.
    assert closed == [["ods:RW6", 2], ["ods:RY2", 0]]


@pytest.mark.parametrize("first", ["ods-trusts", "ods-successions"])
async def test_a_name_is_better_than_a_code_whoever_comes_first(registry: Store, tmp_path: Path, first: str) -> None:
    files = {
        "ods-trusts": write_rows(
            tmp_path / "etr-2022-03.csv",
            ("code", "name", "open date"),
            ("REX", "ROCHDALE HEALTHCARE NHS TRUST", "19920401"),
        ),
        "ods-successions": write_rows(
            tmp_path / "succ-2022-03.csv", ("Old Code", "New Code", "Date"), ("REX", "RW6", "2002-04-01")
        ),
    }
    for name in sorted(files, key=lambda name: name != first):
        await load(registry, name, [files[name]], today=TODAY)
    assert await organisation(registry, "ods:REX", "name") == ["ROCHDALE HEALTHCARE NHS TRUST"]
    assert await organisation(registry, "ods:RW6", "name") == ["RW6 (name not recorded)"]
    for name in files:
        assert (await load(registry, name, [files[name]], today=TODAY)).changes_nothing
