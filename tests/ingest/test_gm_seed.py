"""The hand-written Greater Manchester facts: exact counts, and nothing made of what was not verified."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from graph.store.store import Store
from ingest.loading.pipeline import load
from ingest.loading.report import LoadReport
from tests.ingest.graph_dump import count, digest, edge_count

TODAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def folder(demo_data: Path) -> Path:
    return demo_data / "gm-seed"


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest_asyncio.fixture(loop_scope="session")
async def loaded(registry: Store, folder: Path) -> LoadReport:
    return await load(registry, "gm-seed", [folder], today=TODAY)


async def one(registry: Store, text: str, **parameters: object) -> list[Any]:
    [row] = await registry.rows(text, parameters)
    return row


async def test_exact_counts_and_again_changes_nothing(registry: Store, loaded: LoadReport, folder: Path) -> None:
    organisations = rows(folder, "organisations.csv")
    successions = rows(folder, "successions.csv")
    signatories = rows(folder, "gm-isp-signatories.csv")
    agreements = rows(folder, "public-agreements-and-notices.csv")
    steps = rows(folder, "gm-flows-from-register-text.csv")
    assert [len(t) for t in (organisations, successions, signatories, agreements, steps)] == [65, 29, 34, 21, 40]
    assert (loaded.rows_read, loaded.rows_taken) == (189, 189)
    assert await count(registry, "Record") == 65 + 29 + 34 + 21 + 40

    known = {r["ods_code"] for r in organisations} - {""}
    only_in_successions = {r[f"{end}_ods"] for r in successions for end in ("predecessor", "successor")} - known
    # RBU, RQ7, REX, REZ, RMK, RMN, RB6, RE6, RMA, RMD and, for Glossop, QJ2.
    assert len(only_in_successions) == 11
    # Six signatories are nobody of organisations.csv: RY2 and five without a code that resolves.
    # The files name 23 more in words: thirteen collectives, such as "GP practices", two with what they do ("NHS trusts
    # and local authorities refer"), and eight single bodies without a key, such as Jobcentre Plus.
    assert await count(registry, "Organisation") == 65 + 11 + 6 + (13 + 2 + 8) == 105
    [collectives] = await registry.read("MATCH (o:Organisation {kind: 'COLLECTIVE'}) RETURN count(o)", {})
    assert collectives == 13 + 2

    # Each row of successions.csv; NHS Digital into NHS England stands in organisations.csv alone.
    assert await edge_count(registry, "SUCCEEDED_BY") == 29 + 1
    # 21 rows, one of which is an agreement of the flows too; the flows tell of two more.
    references = {row["agreement_ref"] for row in steps}
    assert len(references) == 3
    assert await count(registry, "Agreement") == 21 + len(references) - 1 == 23
    # Steps say from whom; the other rows are parties.
    assert await count(registry, "Flow") == sum(row["from_org"] != "" for row in steps) == 25
    # As many datasets as steps name: SUS and SUS+ are two, two spellings of "commissioning datasets" are one.
    datasets = {row["dataset"].casefold() for row in steps if row["from_org"]}
    assert await count(registry, "Dataset") == len(datasets) == 18
    # Signatories, one place each.
    [signed] = await one(
        registry,
        "MATCH (p:Party {role: 'SIGNATORY_ONLY', state: 'SIGNED'})-[:IN]->(a {key: 'gm:gm-isp'}) RETURN count(p)",
    )
    assert signed == 34
    before = await digest(registry)
    assert (await load(registry, "gm-seed", [folder], today=TODAY)).changes_nothing
    assert await digest(registry) == before


@pytest.mark.usefixtures("loaded")
async def test_bodies_carry_every_code_they_have(registry: Store) -> None:
    found = await one(
        registry,
        "MATCH (o:Organisation {key: $key}) RETURN o.name, o.kind, o.kindStated, o.identifiers, toString(o.openedOn), "
        "toString(o.closedOn), o.legalEntity, o.statusStated",
        key="ods:01W",
    )
    assert found == [
        *("NHS Stockport CCG", "CCG", "ccg", ["gss:E38000174", "ods:01W"], "2013-04-01", "2022-06-30", True, "closed")
    ]
    assert await one(registry, "MATCH (o:Organisation {key: 'gss:E47000001'}) RETURN o.identifiers") == [
        ["gss:E47000001", "ico:ZA347594", "la:GMCA"]
    ]
    assert await one(registry, "MATCH (o:Organisation {key: 'gm:hmrc'}) RETURN o.identifiers") == [
        ["government-organisation:D25"]
    ]
    # A charity or a company: the page does not say which, so the kind stays open.
    assert await one(registry, "MATCH (o:Organisation {key: 'gm:pure-innovations'}) RETURN o.kind, o.kindStated") == [
        None,
        "charity-or-company",
    ]


@pytest.mark.usefixtures("loaded")
async def test_successions_with_two_successors_and_bodies_without_a_name(registry: Store) -> None:
    text = (
        "MATCH (:Organisation {key: $key})-[r:SUCCEEDED_BY]->(o) RETURN o.key, toString(r.on), r.kind, r.note "
        "ORDER BY o.key"
    )
    assert await registry.rows(text, {"key": "ods:RW6"}) == [
        ["ods:R0A", "2021-10-01", "SPLIT", "same date, two successors"],
        ["ods:RM3", "2021-10-01", "SPLIT", "same date, two successors"],
    ]
    assert [row[:3] for row in await registry.rows(text, {"key": "ods:01Y"})] == [
        ["ods:QJ2", "2022-07-01", "BOUNDARY_TRANSFER"],
        ["ods:QOP", "2022-07-01", "STATUTORY_SUCCESSION"],
    ]
    assert await registry.rows(text, {"key": "gm:nhs-digital"}) == [["ods:X26", "2023-02-01", None, None]]
    # REX has a code and no name: the name shown says so, and nobody is said to have written it.
    assert await one(
        registry, "MATCH (o:Organisation {key: 'ods:REX'}) RETURN o.name, COUNT { (:Name)-[:NAMES]->(o) }"
    ) == [
        "REX (name not recorded)",
        0,
    ]


@pytest.mark.usefixtures("loaded")
async def test_every_signatory_resolves_to_the_code_expected(registry: Store, folder: Path) -> None:
    found = await registry.rows(
        "MATCH (p:Party {role: 'SIGNATORY_ONLY'})-[:OF]->(o:Organisation) RETURN p.nameStated, o.key, o.identifiers", {}
    )
    by_name = {name: (key, identifiers or []) for name, key, identifiers in found}
    for row in rows(folder, "gm-isp-signatories.csv"):
        _key, identifiers = by_name[row["name_as_published"]]
        if row["expected_code"]:
            assert f"{row['expected_scheme']}:{row['expected_code']}" in identifiers, row
    # Bodies without a code: the police are known by name, the rest are bodies of their own.
    assert by_name["Greater Manchester Police"][0] == "gss:E23000005"
    assert by_name["Greater Manchester Resilience Forum"][0] == "gm-seed:greater-manchester-resilience-forum"
    assert by_name["Bridgewater Community Health Care NHS Trust"][0] == "ods:RY2"
    # The name the protocol used stays beside the name the body has now.
    names = await one(
        registry,
        "MATCH (n:Name)-[:NAMES]->(:Organisation {key: 'ods:RMC'}) WITH n ORDER BY n.text RETURN collect(n.text)",
    )
    assert names == [["Bolton Hospitals NHS Trust", "Bolton NHS Foundation Trust"]]


async def agreement(registry: Store, key: str, *names: str) -> list[Any]:
    values = ", ".join(f"toString(a.{n})" if n.endswith(("On", "AsAt")) else f"a.{n}" for n in names)
    return await one(registry, f"MATCH (a:Agreement {{key: $key}}) RETURN {values}", key=key)


@pytest.mark.usefixtures("loaded")
async def test_a_year_alone_is_kept_as_a_year(registry: Store) -> None:
    names = ("startsOn", "startsOnPrecision", "endsOn", "endsOnRecording")
    assert await agreement(registry, "gm:dea-debt-2018", *names) == ["2018-01-01", "YEAR", None, "NOT_RECORDED"]


@pytest.mark.usefixtures("loaded")
async def test_what_a_publisher_says_of_the_status_is_theirs(registry: Store) -> None:
    names = ("state", "statusStated", "statusStatedAsAt", "laterVersionKnown")
    assert await agreement(registry, "gm:gm-isp", *names) == ["UNKNOWN", "historic", None, None]
    assert await agreement(registry, "gm:working-well-ses", *names) == [
        *("UNKNOWN", "active at 2021-07-19", "2021-07-19", None)
    ]
    assert await agreement(registry, "dars:DARS-NIC-616054-M4C8K", *names) == [
        "UNKNOWN",
        "version read ran to 2025-11-17; later versions exist but were not read",
        None,
        True,
    ]
    assert await agreement(registry, "dars:DARS-NIC-616054-M4C8K", "startsOn", "endsOn", "onwardSharing", "kind") == [
        *("2022-11-18", "2025-11-17", "PERMITTED", "DATA_ACCESS")
    ]


@pytest.mark.usefixtures("loaded")
async def test_what_was_not_read_is_not_verified_and_what_is_not_stated_is_not_recorded(registry: Store) -> None:
    names = ("legalBasisText", "legalBasisTextRecording")
    assert await agreement(registry, "gm:working-well-whp", *names) == [None, "NOT_VERIFIED"]
    assert await agreement(registry, "gm:rid-man", *names) == [None, "NOT_RECORDED"]
    assert await agreement(registry, "gm:hfsa-gmfrs", *names) == [
        "public task; Fire and Rescue Services Act 2004 (section 11 cited)",
        None,
    ]
    assert await agreement(registry, "gm:gm-care-record", "note") == [
        "purpose and categories verified; controller list and legal basis need the full page"
    ]


@pytest.mark.usefixtures("loaded")
async def test_collectives_are_one_body_with_their_stated_size(registry: Store) -> None:
    found = await registry.rows(
        "MATCH (o:Organisation {kind: 'COLLECTIVE'}) WHERE o.statedSize IS NOT NULL RETURN o.name, o.statedSize "
        "ORDER BY o.name",
        {},
    )
    assert found == [
        ["29 local authorities (annex A not read)", 29],
        ["41 local authorities (annex A not read)", 41],
        ["all ten GM councils", 10],
    ]
    parties = await registry.rows(
        "MATCH (p:Party)-[:IN]->(:Agreement {key: 'gm:sch-dfe-census'}) MATCH (p)-[:OF]->(o) "
        "RETURN o.name, p.role, p.direction, p.roleStated ORDER BY o.name",
        {},
    )
    assert parties == [
        ["Department for Education", "CONTROLLER", "RECEIVES", None],
        ["all ten GM councils", "OTHER", "BOTH", "the data goes through it"],
        ["schools", "CONTROLLER", "PROVIDES", None],
    ]


@pytest.mark.usefixtures("loaded")
async def test_a_law_that_was_repealed_is_known_as_such(registry: Store) -> None:
    found = await registry.rows(
        "MATCH (:Agreement {key: 'gm:working-well-pilot'})<-[:IN]-(p:Party)-[:PARTY_RELIES_ON]->(l:LegalBasis) "
        "WITH DISTINCT l RETURN l.code, l.kind, l.status, toString(l.validTo) ORDER BY l.code",
        {},
    )
    assert found == [
        ["dpa98-consent", "STATED", "REPEALED", "2018-05-24"],
        [
            *("gm-seed:social-security-claims-and-information-regulations-1999-reg-13-1-b-iv-13-1a-13-4", "STATED"),
            *(None, None),
        ],
        ["la11-s1", "GENERAL_POWER", None, None],
    ]


@pytest.mark.usefixtures("loaded")
async def test_a_step_of_data_between_council_and_nhs(registry: Store) -> None:
    found = await one(
        registry,
        "MATCH (a:Organisation)-[:DISCLOSES]->(f:Flow {key: 'gm-seed:DARS-NIC-110660-G9W6M:13'})-[:RECEIVED_BY]->(b) "
        "MATCH (f)-[:CARRIES]->(d) MATCH (f)-[:GOVERNED_BY]->(g) "
        "RETURN a.key, b.key, d.title, g.key, f.step, f.identifiability, f.identifiabilityStated, f.via, f.state, "
        "f.note",
    )
    assert found == [
        *("gss:E08000007", "ods:01W", "adult social care data", "dars:DARS-NIC-110660-G9W6M", 13, "PSEUDONYMISED"),
        *("pseudonymised at source with the same key", "secure shared network area", "UNKNOWN"),
        "council to NHS flow that appears only in free text",
    ]
    parties = await registry.rows(
        "MATCH (p:Party)-[:IN]->(:Agreement {key: 'dars:DARS-NIC-110660-G9W6M'}) MATCH (p)-[:OF]->(o) "
        "RETURN o.name, p.role ORDER BY o.name",
        {},
    )
    # The four rows without a sender. Two supply buildings, two infrastructure; none has access.
    assert parties == [
        ["Greater Manchester Shared Services", "NO_ACCESS"],
        ["Ilkeston Community Hospital", "NO_ACCESS"],
        ["NHS Midlands and Lancashire Commissioning Support Unit", "NO_ACCESS"],
        ["Wrightington, Wigan and Leigh Teaching Hospitals NHS Foundation Trust", "NO_ACCESS"],
    ]


@pytest.mark.usefixtures("loaded")
async def test_hosting_is_taken_from_what_the_rows_say(registry: Store) -> None:
    hosts = await registry.rows(
        "MATCH (g:Organisation)-[:HOSTED_BY]->(h:Organisation) RETURN g.key, h.key ORDER BY g.key, h.key", {}
    )
    assert hosts == [
        ["gm:gm-cis", "ods:RBV"],
        ["gm:gmca-cancer-alliance", "ods:RBV"],
        ["gm:gmss", "ods:00Y"],
        ["gm:gmss", "ods:QOP"],
        ["gm:hinm-um", "ods:R0A"],
        # Three hosts stated for one body that is no legal entity: that is what the agreements say.
        ["gss:E54000007", "ods:14L"],
        ["gss:E54000007", "ods:QOP"],
        ["gss:E54000007", "ods:X26"],
    ]
    assert await registry.rows("MATCH (a)-[:PART_OF]->(b) RETURN a.key, b.key", {}) == [["gm:gmfrs", "gss:E47000001"]]


def test_every_phrase_that_states_a_spelling_or_a_host_stands_in_the_files(folder: Path) -> None:
    """A phrase nobody wrote would silently state nothing."""
    from ingest.sources.gm_seed.directory import BODIES

    said = "\n".join(
        value for path in sorted(folder.glob("*.csv")) for row in rows(folder, path.name) for value in row.values()
    )
    phrases = [s["stated"] for entries in BODIES["spellings"].values() for s in entries]
    phrases += [entry["stated"] for entry in (*BODIES["hosts"], *BODIES["parts"])]
    assert [phrase for phrase in phrases if phrase not in said] == []


async def test_a_party_nobody_knows_is_refused_with_its_column(registry: Store, folder: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(folder, tmp_path / "gm")
    path = tmp_path / "gm" / "gm-flows-from-register-text.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("6,1,skp", "").replace(",13,skp,", ",13,skpp,"), encoding="utf-8"
    )
    report = await load(registry, "gm-seed", [tmp_path / "gm"], today=TODAY)
    assert [str(row) for row in report.rejected] == [
        "gm-flows-from-register-text.csv, gm-flows-from-register-text.csv!14: from_org 'skpp': 'skpp' is neither a key "
        "of organisations.csv nor a party known in words; correct the key"
    ]
    assert await count(registry, "Flow") == 24


async def test_one_file_alone_is_not_the_seed(registry: Store, folder: Path) -> None:
    from ingest.errors import LayoutRefused

    with pytest.raises(LayoutRefused) as refused:
        await load(registry, "gm-seed", [folder / "successions.csv"], today=TODAY)
    assert str(refused.value) == (
        "successions.csv: there are no rows of the table organisations, which gm-seed needs. Load its files together, "
        "or the folder that holds them."
    )
