"""Accredited research projects: exact counts, worked out here from the sheet by plain counting, and no names."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from graph.store.store import Store
from ingest.loading.held import HeldNode
from ingest.loading.pipeline import load
from ingest.sources.uksa_projects.researchers import organisations_alone
from tests.ingest.drafting import Drafted, drafted, write_book
from tests.ingest.graph_dump import count, digest, dump

TODAY = dt.date(2026, 11, 22)
SOURCE = "uksa-projects"
NUMBER, TITLE, RESEARCHERS, GATEWAY, DATA, ENVIRONMENT = range(6)


@pytest.fixture(scope="module")
def register(registers: Path) -> Path:
    return registers / "uksa-accredited-projects" / "uksa-accredited-projects-2026-03-25.xlsx"


@pytest.fixture(scope="module")
def rows(register: Path) -> list[list[str]]:
    sheet = CalamineWorkbook.from_path(str(register)).get_sheet_by_name("Sheet1").to_python(skip_empty_area=False)
    return [[str(cell) for cell in row] for row in sheet[5:]]


@pytest.fixture(scope="module")
def whole(register: Path) -> Drafted:
    return drafted(SOURCE, register)


@pytest.mark.registers
def test_exact_counts(whole: Drafted, rows: list[list[str]]) -> None:
    assert (len(whole.found.rows), len(rows), whole.refused) == (950, 950, [])
    numbers = Counter(re.match(r"\S+", row[NUMBER])[0] for row in rows)  # type: ignore[index]
    # 28 numbers stand twice; four of them are borne by two projects of different names, which are kept apart.
    assert (len(numbers), sum(n - 1 for n in numbers.values())) == (922, 28)
    assert whole.count("Agreement") == 922 + 4 == 926
    assert len(whole.remarks("numbers that several projects bear")) == 4
    # 19 gateways are formulas that are a text and nothing else, with no value saved: each is the Act of 2017.
    assert sum(row[GATEWAY] == "" for row in rows) == 19
    assert sum("legalBasisText" not in values for _, values in whole.draft.of_label("Agreement")) == 0
    # Two gateways, in nine spellings, ten rows of which are damaged.
    assert (whole.count("LegalBasis"), len(whole.remarks("damaged gateways"))) == (2, 10)
    # The two numbers that end in CLOSED.
    assert whole.tally("Agreement", "statusStated") == {"CLOSED": 2, None: 924}
    # Five environments under seven spellings, which differ in spaces alone.
    environments = {row[ENVIRONMENT].strip() for row in rows} - {""}
    places = [place for _, place in whole.draft.of_label("Party") if place["roleStated"] == "Processing environment"]
    assert {place["nameStated"] for place in places} == environments
    assert len(environments) == 5
    # One project (2022/101) has no environment.
    assert len(places) == 926 - 1
    # What the rules for broken lines and joined names make of 1,375 lines of data; held so that a change is seen.
    assert (whole.count("Dataset"), whole.count("Organisation"), whole.count("Flow")) == (553, 324, 4297)
    # Each flow has one owner, one receiving body and one dataset.
    assert {
        kind: whole.edges(kind) for kind in ("DISCLOSES", "RECEIVED_BY", "CARRIES", "GOVERNED_BY")
    } == dict.fromkeys(("DISCLOSES", "RECEIVED_BY", "CARRIES", "GOVERNED_BY"), 4297)


@pytest.mark.registers
def test_single_facts(whole: Drafted) -> None:
    # Row 6: the first project, one owner, one dataset, one body, one gateway.
    first = whole.of("Agreement", "uksa-projects:2019/003")
    assert (first["startsOn"], first["methodText"]) == (
        dt.date(2019, 10, 25),
        "Office for National Statistics Secure Research Service",
    )
    [flow] = [key for key, _ in whole.draft.of_label("Flow") if key.startswith("uksa-projects:2019/003:")]
    assert whole.of("Flow", flow)["title"] == (
        "Annual Respondents Database: Office for National Statistics to London School of Economics"
    )
    assert whole.ends("RELIES_ON", flow) == ["dea17-s64"]
    # The Combined Authority has researchers on four projects, one of them with two other bodies beside it.
    gmca = {
        edge.start[1].split(":")[1]
        for edge in whole.draft.edges
        if edge.type == "OF" and edge.end[1] == "uksa-projects:greater-manchester-combined-authority"
    }
    assert gmca == {"2022/140", "2024/189", "2025/174", "2025/201"}
    # "Offcie for National Statistics & NMC" is two owners, so nobody is said to give the data: covered, no flow.
    [shared] = [
        values["reference"]
        for _, values in whole.draft.of_label("Agreement")
        if "Offcie for National Statistics & NMC" in str(values.get("dataText"))
    ]
    assert not [key for key, _ in whole.draft.of_label("Flow") if key.startswith(f"uksa-projects:{shared}:")]
    # Two projects bear 2022/036, accredited on two days.
    both = [whole.of("Agreement", key) for key in ("uksa-projects:2022/036", "uksa-projects:2022/036:2")]
    assert [project["startsOn"].isoformat() for project in both] == ["2022-02-22", "2022-02-23"]


@pytest.mark.registers
def test_no_name_of_a_person_is_kept_anywhere(whole: Drafted, rows: list[list[str]]) -> None:
    labels = {label for row in rows for label in re.findall(r"Researcher \d+", row[RESEARCHERS])}
    # Names of people stand as labels in this copy, more than 1,500 of them, and three names were left in by mistake.
    assert len(labels) > 1500
    said = json.dumps([row.words for row in whole.found.rows]) + repr(whole.draft.nodes)
    assert not labels & set(re.findall(r"Researcher \d+", said))
    for word in ("Margheritaserena", "Bedston", "Cooc"):
        assert any(word in row[RESEARCHERS] for row in rows)
        assert word not in said
    assert whole.remarks("names of people left out") == [
        "uksa-accredited-projects-2026-03-25.xlsx, sheet Sheet1: of 'Accredited Researchers' only "
        "'Accredited Researchers (organisations alone)' is kept."
    ]


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("Ann Smith, London School of Economics\nBob Jones, Ipsos", "London School of Economics; Ipsos"),
        # Names alone, or names before and after a body in one line.
        ("Ann Smith\nBob Jones, Carl Brown", ""),
        ("Ann Smith, Bob Jones, University of Oxford", "University of Oxford"),
        ("Ann Smith, Frontier Economics Ltd Bob Jones,  Frontier Economics Ltd", "Frontier Economics Ltd"),
        ("Ann Smith, Cardiff University  Dr. Bob Jones, University of Leeds", "University of Leeds"),
        # A body broken over lines, and one with a comma in its name.
        ("Ann Smith,\nLondon School of\nEconomics", "London School of Economics"),
        ("Ann Smith, Royal Holloway, University of London", "Royal Holloway, University of London"),
        # What is neither known nor of a safe form is left out, whatever it is.
        ("Ann Smith, Acme Analytics", ""),
        # What was kept before is kept again.
        ("London School of Economics; Ipsos", "London School of Economics; Ipsos"),
    ],
)
def test_bodies_are_told_from_people(cell: str, kept: str) -> None:
    assert organisations_alone(cell) == kept


REGISTER_HEADINGS = (
    *("Project Number", "Project Name", "Accredited Researchers", "Legal Gateway", "Protected Data Accessed"),
    *("Processing Environment", "Accreditation Date"),
)
HEADINGS = ("Accredited on", "Research team", "Project Title", "Data Accessed", "Project ID", "Legal Basis")


def drifted(path: Path, *rows: tuple[object, ...]) -> Path:
    """A later edition: a notice, other headings, other order; one column that nobody declared names people."""
    return write_book(path, {"Projects": [("Notice: dates are of the panel's decision",), HEADINGS, *rows]})


def project(**changed: str) -> tuple[object, ...]:
    values = {
        "accredited": "25 October 2019",
        "team": "Ann Smith, London School of Economics",
        "title": "Pay and progression \u2013 a study",
        "data": "ONS: Annual Survey of Hours and\nEarnings, Census 2021, England & Business Structure Database\n"
        "DfE, DWP and HMRC: LEO",
        "number": "2019/003\n",
        "gateway": "Digital Economy Act \u2012 2017",
    }
    assert changed.keys() <= values.keys()
    return tuple((values | changed).values())


def test_a_drifted_edition_loads_right(tmp_path: Path) -> None:
    path = drifted(tmp_path / "projects-2027-01.xlsx", project())
    found = drafted(SOURCE, path)
    assert (found.refused, found.remarks("columns left out")) == (
        [],
        ["projects-2027-01.xlsx, sheet Projects: not understood, so they may name people: Research team."],
    )
    assert "Ann Smith" not in json.dumps([row.words for row in found.found.rows])
    assert found.of("Agreement", "uksa-projects:2019/003")["startsOn"] == dt.date(2019, 10, 25)
    # A name broken over two lines is one; England belongs to its census; three owners of one dataset.
    assert found.ends("COVERS", "uksa-projects:2019/003") == [
        "uksa-projects:annual-survey-of-hours-and-earnings",
        "uksa-projects:business-structure-database",
        "uksa-projects:census-2021-england",
        "uksa-projects:leo",
    ]
    owners = {place["nameStated"] for _, place in found.draft.of_label("Party")}
    assert owners == {"ONS", "DfE", "DWP", "HMRC"}


def test_bad_rows_are_refused_with_column_value_and_reason(tmp_path: Path) -> None:
    path = drifted(
        tmp_path / "projects.xlsx",
        project(number=""),
        project(title=""),
        project(accredited="31/02/2020"),
        project(data="", gateway=""),
    )
    assert drafted(SOURCE, path).refused == [
        ("Projects!3", "Project ID", "", "a project needs a number and a name"),
        ("Projects!4", "Project Title", "", "a project needs a number and a name"),
        ("Projects!5", "Accredited on", "31/02/2020", "day is out of range for month"),
    ]


def named(found: Drafted) -> dict[str, str]:
    return {str(values["title"]): key for key, values in found.draft.of_label("Agreement")}


@pytest.mark.registers
def test_the_order_of_the_rows_changes_no_key(whole: Drafted, rows: list[list[str]], tmp_path: Path) -> None:
    shared = {values["reference"] for key, values in whole.draft.of_label("Agreement") if key.count(":") == 2}
    assert len(shared) == 4
    some = [row for row in rows if row[NUMBER].strip() in shared]
    for order in (some, some[::-1]):
        path = write_book(tmp_path / "projects.xlsx", {"Sheet1": [REGISTER_HEADINGS, *order]})
        assert named(drafted(SOURCE, path)).items() <= named(whole).items()


def test_projects_of_one_number_keep_their_keys_from_one_edition_to_the_next(tmp_path: Path) -> None:
    pay, work = project(title="Pay"), project(title="Work", accredited="1 November 2019")
    first = named(drafted(SOURCE, drifted(tmp_path / "first.xlsx", work, pay)))
    assert first == {"Pay": "uksa-projects:2019/003", "Work": "uksa-projects:2019/003:2"}
    held = {
        "uksa-projects:2019/003": held_project("Pay", dt.date(2019, 10, 25)),
        "uksa-projects:2019/003:2": held_project("Work", dt.date(2019, 11, 1)),
    }
    # An older project is added late, one is renamed and keeps its day.
    late, renamed = (
        project(title="Rent", accredited="1 May 2019"),
        project(title="Work in the home", accredited="1/11/2019"),
    )
    second = named(drafted(SOURCE, drifted(tmp_path / "second.xlsx", late, renamed, pay), held))
    assert second == {
        "Pay": "uksa-projects:2019/003",
        "Work in the home": "uksa-projects:2019/003:2",
        "Rent": "uksa-projects:2019/003:3",
    }
    # One that stays alone keeps its key as well.
    assert named(drafted(SOURCE, drifted(tmp_path / "third.xlsx", work), held)) == {"Work": "uksa-projects:2019/003:2"}


def held_project(title: str, starts: dt.date) -> HeldNode:
    return HeldNode({"reference": "2019/003", "title": title, "startsOn": starts}, (SOURCE,))


@pytest.mark.registers
async def test_a_part_of_the_list_loads_and_again_changes_nothing(
    registry: Store, rows: list[list[str]], tmp_path: Path
) -> None:
    """Loaded as published, people and all, with a row to correct; no name reaches the registry or the refused rows."""
    chosen = [row for row in rows if row[NUMBER][:4] == "2025"][:12]
    bad = ["2025/999", "", "Ann Smith, London School of Economics", "", "Census 2021"]
    path = write_book(
        tmp_path / "projects-2026-03-25.xlsx", {"Sheet1": [REGISTER_HEADINGS[:5], *(row[:5] for row in chosen), bad]}
    )
    report = await load(registry, SOURCE, [path], today=TODAY, rejects_dir=tmp_path / "rejects")
    assert (report.rows_taken, [r.column for r in report.rejected]) == (12, ["Project Name"])
    held = json.dumps(await dump(registry))
    refused = report.rejects_files[0].read_text(encoding="utf-8-sig")
    for text in (held, refused):
        assert not re.search(r"Researcher \d|Ann Smith", text)
    assert "London School of Economics" in refused
    before = await digest(registry)
    again = await load(registry, SOURCE, [path], today=TODAY)
    assert again.changes_nothing
    assert await digest(registry) == before
    # Corrected, the row brings its project; the others, read again from their words, stay as they were.
    parties = await count(registry, "Party")
    report.rejects_files[0].write_text(refused.replace("2025/999,", "2025/999,A new project"), encoding="utf-8")
    fixed = await load(registry, SOURCE, [report.rejects_files[0]], today=TODAY)
    assert (fixed.rows_taken, fixed.rejected) == (13, ())
    assert fixed.nodes["Party"].withdrawn == 0
    assert await count(registry, "Party") == parties + 1
