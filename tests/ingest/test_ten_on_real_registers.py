"""Ten questions of an information governance lead on the real registers, each answered by a prepared question.

What each ought to answer is worked out in `register_rows.py` from the files, without the product. The ordinary run asks
the embedded engine, and loads of the accredited projects only those of Greater Manchester; the proof loads all of them
into every engine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from openpyxl import Workbook

from graph.model.registry import registry_model
from graph.store.bootstrap import ensure_schema
from graph.store.opening import open_store
from graph.store.store import Store
from ingest.loading.pipeline import load
from tests.ingest.asking import TODAY, Ask, asker
from tests.ingest.asking_by_name import rows_of
from tests.ingest.register_rows import NHS_DIGITAL, Files, project_of
from tests.servers.pool import EMBEDDED, EnginePool
from tests.servers.wipe import wipe_data

pytestmark = pytest.mark.registers

REGISTERS = {
    "gm-seed": "gm-seed",
    "dea-register": "dea-register",
    "dspt": "nhs-ods/dspt-status-2022-02-08.csv",
    "phe-register": "phe-data-release-register",
    "nhs-digital-register": "nhs-digital-data-release-register",
}
STOCKPORT = "DARS-NIC-110660-G9W6M"
TRAFFORD = "Working Well programme (Trafford-led phase)"


async def closed_parties(ask: Ask, files: Files) -> None:
    """1: live agreements naming a closed party, and who succeeded it."""
    rows = await rows_of(ask, "closed-parties")
    expected = files.closed_parties()
    told = {str(row["reference"] or row["title"]): row for row in rows}
    assert len(told) == len(rows)
    assert {name: _words(row["closedParties"]) for name, row in told.items()} == {
        name: sorted(each.name for each in who) for name, who in expected.items()
    }
    assert {name: _words(row["successors"]) for name, row in told.items()} == {
        name: sorted(heir for each in who for heir in each.heirs) for name, who in expected.items()
    }
    # NHS Digital in each agreement of its register, two that Public Health England gave to it, and two others.
    assert (len(rows), sum(NHS_DIGITAL in _words(row["closedParties"]) for row in rows)) == (398 + 2 + 2, 400)


async def identifiable_data_to_councils(ask: Ask, files: Files) -> None:
    """2: councils that receive identifiable data from NHS Digital, on which basis, and which stand out."""
    rows = await rows_of(ask, "identifiable-data-to-councils")
    expected = files.identifiable_to_councils()
    found = [(r["agreements"], r["datasets"], r["legalBasis"], r["confidentialityStated"]) for r in rows]
    law = {"Health and Social Care Act 2012 - s261(5)(d)": "Health and Social Care Act 2012 s.261(5)(d)"}
    assert sorted(found) == [(a, d, law[words], c) for a, d, words, c in expected]
    # 78 councils, one file each. None stands out: all rest on the same provision.
    assert len({row["recipient"] for row in rows}) == len(rows) == 78
    assert Counter(row["legalBasis"] for row in rows) == {"Health and Social Care Act 2012 s.261(5)(d)": 78}


async def where_stockport_goes(ask: Ask, files: Files) -> None:
    """3: where GP data of Stockport goes, and where it stops being identifiable."""
    rows = await rows_of(ask, "where-data-goes-on")
    steps = [r for r in files.table("gm-seed/gm-flows-from-register-text.csv") if r["agreement_ref"] == STOCKPORT]
    # Two steps bring it to the support unit as it is, three take it on to the group, none of them identifiable.
    assert {(s["to_org"], s["identifiability"]) for s in steps if s["from_org"] == "GP practices"} == {
        ("agem", "identifiable")
    }
    onward = [s for s in steps if s["from_org"] == "agem" and s["to_org"] != "GP practices"]
    assert {s["to_org"] for s in onward} == {"01w"}
    assert sorted(s["identifiability"] for s in onward) == [
        *("pseudonymised", "pseudonymised or aggregate", "pseudonymised with the same key"),
    ]
    # From the group no step leads on, so that is everything.
    assert not [s for s in steps if s["from_org"] == "01w"]
    assert [(r["hop"], r["body"], r["identifiability"], r["stopsBeingIdentifiable"], r["complete"]) for r in rows] == [
        (1, "Arden and Greater East Midlands Commissioning Support Unit", "IDENTIFIABLE", False, True),
        (2, "NHS Stockport CCG", "PSEUDONYMISED", True, True),
    ]


async def controller_and_processor(ask: Ask, files: Files) -> None:
    """4: bodies that are controller in one agreement and processor in another, or both in one."""
    agreements = files.table("gm-seed/public-agreements-and-notices.csv")
    roles: dict[str, set[str]] = {"controllers": set(), "processors": set()}
    for row in agreements:
        for role, who in roles.items():
            who |= {each.strip() for each in row[role].split(";")} & files.bodies.keys()
    # Of the Digital Economy Act's register: the Cabinet Office is a controller in a fraud pilot. "Processors" there are
    # recipients, as its own guidance says, so nobody is added on that side.
    roles["controllers"].add("cabinet-office")
    rows = await rows_of(ask, "controller-and-processor")
    both = {files.bodies[key]["name"] for key in roles["controllers"] & roles["processors"]}
    assert {row["body"] for row in rows} == both
    assert sorted(both) == [
        *("Cabinet Office", "NHS England", "NHS Greater Manchester Integrated Care Board"),
        "Rochdale Metropolitan Borough Council",
    ]


async def on_repealed_law(ask: Ask, files: Files) -> None:
    """5: agreements resting on repealed law or an expired emergency basis."""
    rows = await rows_of(ask, "on-repealed-law")
    old = [r for r in files.table("gm-seed/public-agreements-and-notices.csv") if "Act 1998" in r["lawful_basis"]]
    assert [row["title"] for row in old] == [TRAFFORD]
    expected = {TRAFFORD: 0, **files.on_covid_notice()}
    assert {str(row["reference"] or row["title"]): row["flowCount"] for row in rows} == expected
    # 45 agreements had releases under the notices; all but these two were made once, while the notices stood. Genomics
    # England's 142 rows say 16 different things.
    assert expected == {TRAFFORD: 0, "DARS-NIC-374190-D0N1M": 16, "DARS-NIC-411161-G4K7X": 1}
    assert {str(row["partyLawLastDay"] or row["flowLawLastDay"] or "")[:10] for row in rows} == {
        "2018-05-24",
        "2022-06-30",
    }


async def partners_below_standard(ask: Ask, files: Files) -> None:
    """6: agreements with a body whose toolkit result is not met."""
    rows = await rows_of(ask, "partners-below-standard")
    below = [r for r in files.table("nhs-ods/dspt-status-2022-02-08.csv") if r["Latest.Status"].endswith("Not Met")]
    assert [row["Code"] for row in below] == ["R1C", "RT2"]
    # Solent is party to nothing here; Pennine Care signed the old protocol of Greater Manchester.
    names = {row["Name"].casefold() for row in below} | {row["Organisation.Name"].casefold() for row in below}
    assert not [r for r in files.releases if r[1].casefold() in names]
    assert not [r for r in files.phe if r[1].casefold() in names]
    assert "RT2" in {row["expected_code"] for row in files.table("gm-seed/gm-isp-signatories.csv")}
    assert [(row["title"], row["bodies"], row["results"], row["issuedOn"]) for row in rows] == [
        (
            "Greater Manchester Information Sharing Protocol (IG Group)",
            *("Pennine Care NHS Foundation Trust", "20/21 Standards Not Met", "2021-06-30"),
        )
    ]


async def missing_terms(ask: Ask, files: Files) -> None:
    """8: agreements with no end, review, dataset or legal basis recorded, where a source asks for it."""
    rows = await rows_of(ask, "missing-terms")
    told: dict[str, set[str]] = {}
    for row in rows:
        told.setdefault(str(row["source"]), set()).add(str(row["reference"] or row["title"]))
    # No end: of those with a place for one, the Digital Economy Act's entries all have it; one of the seed's has.
    seed = files.table("gm-seed/public-agreements-and-notices.csv")
    assert told.pop("Greater Manchester seed facts") == {row["title"] for row in seed if not row["end_date"]}
    # No legal basis: projects of Public Health England whose releases all need no legal gateway, says the register.
    laws: dict[str, set[str]] = {}
    for release in files.phe:
        laws.setdefault(project_of(release[0]), set()).add(release[11])
    without = {project for project, words in laws.items() if words == {"No legal gateway required"}}
    assert told.pop("Public Health England data release register") == without
    assert len(without) == 70
    # Accredited projects whose gateway is blank, or whose data names no owner: then nobody is known to rely on it.
    blank = {row[0].strip() for row in files.projects if not row[3].strip()}
    unowned = {row[0].strip() for row in files.projects if ":" not in row[4]}
    assert "2025/201" in blank
    assert {each.removesuffix(" CLOSED") for each in told.pop("Accredited research projects")} <= blank | unowned
    # NHS Digital's rows all name a dataset and a law.
    assert told == {}
    assert not [row for row in files.releases if not (row[2].strip() and row[5].strip())]


async def a_service_stops(ask: Ask, files: Files) -> None:
    """9: if the service that NHS Oldham CCG hosts stops, which agreements lose a processor."""
    rows = await rows_of(ask, "if-a-service-stops")
    steps = files.table("gm-seed/gm-flows-from-register-text.csv")
    hosted = {
        row["agreement_ref"] for row in steps if row["to_org"] == "gmss" and "processor (" in row["role_of_recipient"]
    }
    assert {row["reference"] for row in rows} == hosted == {STOCKPORT}


async def received_by_gmca(ask: Ask, files: Files) -> None:
    """10: which datasets the combined authority receives, from whom, through any register."""
    rows = await rows_of(ask, "what-a-body-receives", body="gss:E47000001")
    found = sorted((str(r["agreements"]), str(r["discloser"]), str(r["datasets"])) for r in rows)
    assert found == files.received_by_gmca()
    # Four accredited projects; no other register names the authority as one that receives.
    assert len(found) == 13
    assert not [r for r in [*files.releases, *files.phe] if "Combined Authority" in r[1]]


TEN: dict[str, Callable[[Ask, Files], Awaitable[None]]] = {
    each.__name__: each
    for each in (
        *(closed_parties, identifiable_data_to_councils, where_stockport_goes, controller_and_processor),
        *(on_repealed_law, partners_below_standard, missing_terms, a_service_stops, received_by_gmca),
    )
}
"""All but the seventh, which needs two editions of a register."""


@pytest.fixture(scope="module")
def files(registers: Path) -> Files:
    """The files, as read without the product."""
    return Files(registers)


async def load_registers(store: Store, registers: Path, projects: Path) -> None:
    """Load the real registers into a store that is emptied before."""
    await wipe_data(store)
    await ensure_schema(store, registry_model().schema_plan)
    for source, folder in REGISTERS.items():
        await load(store, source, [registers / folder], today=TODAY)
    note = None if projects.is_relative_to(registers) else "Those of Greater Manchester."
    await load(store, "uksa-projects", [projects], today=TODAY, extract=note)


@pytest.fixture(scope="module")
def some_projects(files: Files, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The accredited projects of Greater Manchester, in a workbook laid out as the published one."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.cell(2, 1, "Accredited projects")
    headings = ("Project Number", "Project Name", "Accredited Researchers", "Legal Gateway", "Protected Data Accessed")
    for column, heading in enumerate((*headings, "Processing Environment", "Accreditation Date"), start=1):
        sheet.cell(5, column, heading)
    ours = [row for row in files.projects if "Greater Manchester Combined Authority" in row[2]]
    for number, row in enumerate(ours, start=6):
        for column, cell in enumerate(row, start=1):
            sheet.cell(number, column, cell)
    path = tmp_path_factory.mktemp("projects") / "uksa-accredited-projects-2026-03-25.xlsx"
    book.save(path)
    return path


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def real(engine_pool: EnginePool, registers: Path, some_projects: Path) -> AsyncIterator[Ask]:
    """The real registers in the embedded engine, to be asked."""
    async with open_store(engine_pool.get(EMBEDDED).settings) as store:
        await load_registers(store, registers, some_projects)
        yield asker(store)


@pytest.mark.parametrize("name", TEN)
async def test_one_of_the_ten(real: Ask, files: Files, name: str) -> None:
    await TEN[name](real, files)


@pytest.mark.proof
async def test_the_ten_on_every_engine(store: Store, registers: Path, files: Files) -> None:
    await load_registers(store, registers, registers / "uksa-accredited-projects")
    for name, question in TEN.items():
        await question(asker(store), files)
        print(f"{name}: as expected")


def _words(cell: Any) -> list[str]:
    return sorted(each.casefold() for each in str(cell or "").split("; ") if each)
