"""The data release register of Public Health England: exact counts, worked out from the sheet by plain counting."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from graph.store.store import Store
from ingest.loading.pipeline import load
from ingest.sources.phe_register.reference import parse
from tests.ingest.drafting import Drafted, drafted, write_book
from tests.ingest.graph_dump import count, digest

TODAY = dt.date(2026, 11, 22)
SOURCE = "phe-register"
SHEET = "Release_Register_Apr17-Sept20"
REFERENCE, ORGANISATION, DATA_SOURCE, DATA_TYPE, LAW, OPT_OUT = 0, 1, 9, 10, 11, 12


@pytest.fixture(scope="module")
def register(registers: Path) -> Path:
    return registers / "phe-data-release-register" / "phe-odr-data-release-register-2017-04-to-2020-09.ods"


@pytest.fixture(scope="module")
def rows(register: Path) -> list[list[str]]:
    sheet = CalamineWorkbook.from_path(str(register)).get_sheet_by_name(SHEET).to_python(skip_empty_area=False)
    return [[str(cell) for cell in row] for row in sheet[1:]]


@pytest.fixture(scope="module")
def whole(register: Path) -> Drafted:
    return drafted(SOURCE, register)


@pytest.mark.registers
def test_exact_counts(whole: Drafted, rows: list[list[str]]) -> None:
    # 310 releases, six rows of release notes (a number and a text for each of three), one amendment of the register.
    assert (len(whole.found.rows), len(rows), whole.refused) == (317, 310, [])
    bases = {re.split(r"/| \(", row[REFERENCE].strip())[0] for row in rows}
    # The first part of a reference is the project, whatever amendments and releases follow.
    assert whole.count("Agreement") == len(bases) == 162
    amendments = {m[0] for row in rows if (m := re.match(r"[A-Z0-9_]+/A\d+", row[REFERENCE]))}
    # Each amendment named is a version of its project; the terms before any amendment have no version.
    assert whole.count("AgreementVersion") == len(amendments) == 78
    # Every row is one release; those that repeat a reference differ, nine of ODR1516_490 among them.
    assert whole.count("Flow") == len({tuple(row) for row in rows}) == 310
    # 69 applicants under one spelling each, and Public Health England.
    assert whole.count("Organisation") == len({row[ORGANISATION].strip() for row in rows}) + 1 == 70
    sources = {part.strip() for row in rows for part in row[DATA_SOURCE].split(",")}
    # 19 texts of one to four sources each; no source has a comma in its name.
    assert whole.count("Dataset") == len(sources) == 15
    # Every source a release names is carried by it.
    assert whole.edges("CARRIES") == sum(len(row[DATA_SOURCE].split(",")) for row in rows) == 338
    # No project has a second applicant, so each has two parties.
    assert whole.count("Party") == 2 * 162
    # Regulations 2 and 5 and section 251 they are made under, consent and direct care in the register's words, and the
    # three release notes.
    assert whole.count("LegalBasis") == 8
    # 34 projects have no row with a purpose.
    assert sum("purposeText" not in values for _, values in whole.draft.of_label("Agreement")) == 34
    # 144 releases need no basis, one of the other 166 has two.
    assert sum(row[LAW] == "No legal gateway required" for row in rows) == 144
    assert whole.edges("RELIES_ON") == 310 - 144 + 1 == 167


@pytest.mark.registers
def test_codes(whole: Drafted, rows: list[list[str]]) -> None:
    types = Counter(row[DATA_TYPE].casefold() for row in rows)
    # "Personally identifiable" is written in two cases, which are one type.
    assert whole.tally("Flow", "identifiability") == {
        "IDENTIFIABLE": types["personally identifiable"],
        "DE_PERSONALISED": types["de-personalised"],
        "ANONYMOUS": types["anonymous (controlled under time-limited licence)"],
    }
    opted = Counter(row[OPT_OUT] for row in rows)
    # "Not Applicable" gives no reason, so it stays in the register's words under OTHER.
    assert whole.tally("Flow", "optOut") == {"APPLIED": opted["Yes"], "OTHER": opted["Not Applicable"]}
    # 49 of regulation 5 and 4 of regulation 2; consent alone; one with both. Nothing is read into the others.
    assert whole.tally("Flow", "confidentiality") == {
        "SECTION_251": 53,
        "CONSENT": 47,
        "SECTION_251_AND_CONSENT": 1,
        None: 209,
    }
    # Each release was made, so it is completed, and its one day is the first and the last.
    assert whole.tally("Flow", "state") == {"COMPLETED": 310}
    assert all(flow["startedOn"] == flow["ceasedOn"] for _, flow in whole.draft.of_label("Flow"))


@pytest.mark.registers
def test_single_facts(whole: Drafted) -> None:
    # ODR1617_131/A1/R5 stands twice, once marked "(re-released)": that was on 3 May 2019.
    again = whole.of("Flow", "phe-register:ODR1617_131/A1/R5 (re-released):1")
    assert (again["note"], again["startedOn"]) == ("re-released", dt.date(2019, 5, 3))
    # The last amendment of ODR1516_490 in the register is its twelfth.
    assert whole.of("Agreement", "phe-register:ODR1516_490")["version"] == "A12"
    # Nine rows bear the bare reference ODR1516_490, on nine days: nine flows told apart by a number.
    days = {
        flow["startedOn"] for key, flow in whole.draft.of_label("Flow") if key.startswith("phe-register:ODR1516_490:")
    }
    assert len(days) == 9
    # Row 5: ODR1718_012 of 21 April 2017 rests on release note 1, whose text is on another sheet.
    assert whole.ends("RELIES_ON", "phe-register:ODR1718_012:1") == ["phe-register:release-note-1"]
    note = whole.of("LegalBasis", "phe-register:release-note-1")
    assert note["title"] == "Release note 1: Clinical Practice Research Datalink"
    assert str(note["description"]).startswith("The Clinical Practice Research Datalink (CPRD), part of the Medicines")
    # The register says of itself that it changed one entry.
    amended = whole.of("Agreement", "phe-register:ODR1718_094")
    assert amended["note"] == "Its register amended ODR1718_094 on 2020-11-03: Technical summary updated."
    # Two releases of one amendment on one day were for different uses; both are kept, the later row's words shown.
    assert whole.remarks("terms that differ")[-2:] == [
        "phe-register:ODR1819_247:A1: processingText differs between releases; the latest is shown",
        "phe-register:ODR1819_247:A1: benefits differs between releases; the latest is shown",
    ]


@pytest.mark.parametrize(
    ("written", "under", "whole"),
    [
        ("ODR1617_126", "ODR1617_126", "ODR1617_126"),
        ("ODR1718_417 ", "ODR1718_417", "ODR1718_417"),
        ("ODR1516_490/A11/R1", "ODR1516_490/A11", "ODR1516_490/A11/R1"),
        ("ODR_2014_095/A1", "ODR_2014_095/A1", "ODR_2014_095/A1"),
        ("ODR1617_169/A3(R8)", "ODR1617_169/A3", "ODR1617_169/A3/R8"),
        ("ODR1617_169/A6 (R19)", "ODR1617_169/A6", "ODR1617_169/A6/R19"),
        ("ODR1617_131/A1/R5 (re-released)", "ODR1617_131/A1", "ODR1617_131/A1/R5 (re-released)"),
        ("ODR1516_167A/R1", "ODR1516_167A", "ODR1516_167A/R1"),
        ("Covid 12", "Covid 12", "Covid 12"),
    ],
)
def test_references_nest(written: str, under: str, whole: str) -> None:
    """Whichever way a reference is written, amendment and release are found; another form stands for itself."""
    reference = parse(written)
    assert (reference.under, reference.whole) == (under, whole)


@pytest.mark.registers
async def test_a_part_of_the_register_loads_and_again_changes_nothing(
    registry: Store, register: Path, tmp_path: Path
) -> None:
    book = CalamineWorkbook.from_path(str(register))
    sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    # The last rows of the sheet, from 2020: four of these releases have no word on purpose, nor has their project.
    part = [sheets[SHEET][0], *sheets[SHEET][-40:]]
    path = write_book(tmp_path / "register-2017-04-to-2020-09.xlsx", {**sheets, SHEET: part})
    report = await load(registry, SOURCE, [path], today=TODAY)
    assert (report.rows_taken, report.rejected) == (40 + 6 + 1, ())
    # Every row of the three sheets is kept, and each of the 40 is a release.
    assert (await count(registry, "Flow"), await count(registry, "Record")) == (40, 47)
    # The file's name ends the period: "2017-04-to-2020-09".
    [edition] = await registry.rows("MATCH (e:Edition) RETURN toString(e.asAt), e.asAtPrecision", {})
    assert edition == ["2020-09-01", "MONTH"]
    # A project none of whose rows has a purpose has a gap, since the register asks for it.
    wanting = {str(row[0]).split("/")[0] for row in part[1:]} - {str(r[0]).split("/")[0] for r in part[1:] if r[5]}
    [blank] = await registry.read("MATCH (a:Agreement {purposeTextRecording: 'NOT_RECORDED'}) RETURN count(a)", {})
    assert blank == len(wanting) == 4
    before = await digest(registry)
    again = await load(registry, SOURCE, [path], today=TODAY)
    assert again.changes_nothing
    assert await digest(registry) == before


HEADINGS = (
    *("Date of Release", "ODR Reference Number", "Applicant Organisation", "Data sources", "Data Type", "Legal basis"),
    *("Risk rating", "Use of the data"),
)


def drifted(path: Path, *rows: tuple[object, ...]) -> Path:
    """A later edition: another sheet name, a notice first, columns renamed, reordered, dropped and added."""
    return write_book(
        path,
        {
            "Contents": [("This workbook lists releases",)],
            "Register Oct20-Dec20": [
                ("Notice: names of applicants were harmonised in this edition",),
                (),
                HEADINGS,
                *rows,
            ],
        },
    )


def test_a_drifted_edition_loads_right(tmp_path: Path) -> None:
    release = ("01/12/2020", "ODR2021_016/A1(R2)", "Anytown Council", "Registry A; Registry B (pilot, north)")
    path = drifted(
        tmp_path / "register.xlsx",
        (*release, "De\u2013personalised", "Please refer to release note 7", "Low", "To plan services."),
        ("1 Dec 2020", "ODR2021_017", "Anytown Council", "Registry A", "Synthetic", "Regulation 5 (S251)", "Low", ""),
    )
    found = drafted(SOURCE, path)
    assert (len(found.found.rows), found.refused) == (2, [])
    flow = found.of("Flow", "phe-register:ODR2021_016/A1/R2:1")
    # The day stands before the month; an en dash is a hyphen.
    assert (flow["startedOn"], flow["identifiability"]) == (dt.date(2020, 12, 1), "DE_PERSONALISED")
    # A comma in brackets parts no values, a semicolon does.
    assert found.ends("CARRIES", "phe-register:ODR2021_016/A1/R2:1") == [
        "phe-register:registry-a",
        "phe-register:registry-b-pilot-north",
    ]
    # A note that is not in the file is named, not made up; a type nobody has seen keeps its words.
    assert found.remarks("release notes missing") == [
        "Register Oct20-Dec20!4: release note 7 is referred to and not in the file"
    ]
    other = found.of("Flow", "phe-register:ODR2021_017:1")
    assert (other.get("identifiability"), other["identifiabilityStated"]) == (None, "Synthetic")
    assert found.ends("RELIES_ON", "phe-register:ODR2021_017:1") == ["cldc-s251-copi5"]
    assert found.remarks("texts without a code") == [
        "Register Oct20-Dec20!5: identifiability: 'Synthetic' is kept in its own words"
    ]
    assert found.remarks("unknown columns") == [
        "register.xlsx, sheet Register Oct20-Dec20: kept with the rows and not understood: Risk rating."
    ]


def test_bad_rows_are_refused_with_column_value_and_reason(tmp_path: Path) -> None:
    good = ("2020-12-01", "ODR2021_016", "Anytown Council", "Registry A", "De-personalised", "Consent", "", "")
    path = drifted(
        tmp_path / "register.xlsx",
        ("soon", *good[1:]),
        ("2020", *good[1:]),
        (good[0], "", *good[2:]),
        (*good[:2], "", *good[3:]),
        (*good[:3], " , ", *good[4:]),
        good,
    )
    assert [(row, column, value) for row, column, value, _ in drafted(SOURCE, path).refused] == [
        ("Register Oct20-Dec20!4", "Date of Release", "soon"),
        ("Register Oct20-Dec20!5", "Date of Release", "2020"),
        ("Register Oct20-Dec20!6", "ODR Reference Number", ""),
        ("Register Oct20-Dec20!7", "Applicant Organisation", ""),
        ("Register Oct20-Dec20!8", "Data sources", " , "),
    ]
