"""Later editions of registers, laid out in other ways: what is understood, what is told and kept, what is refused.

Each drifted edition is made from a plain one of the same facts, and must state those facts and no other.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from ingest.errors import LayoutRefused
from tests.ingest.drafting import Drafted, drafted, write_book


def table(path: Path, *rows: Sequence[str], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def facts(found: Drafted) -> tuple[object, object]:
    """Everything that was stated: nodes with their values, edges with theirs."""
    assert found.refused == []
    return found.draft.nodes, found.draft.edges


def unknown(found: Drafted) -> list[str]:
    return found.remarks("unknown columns")


DSPT = (
    ("Code", "Name", "Latest.Status", "Date.Of.Publication", "Start", "Successor.Code"),
    ("RAA", "Anytown Trust", "20/21 Standards Met", "28/06/2021", "2001-04-01", ""),
    ("RBB", "Othertown Trust", "20/21 Standards Not Met", "01/07/2021", "2002-04-01", "RAA"),
)


def test_toolkit_statuses_renamed_and_days_the_other_way_round(tmp_path: Path) -> None:
    """Columns renamed, reordered and one added; days of publication ISO, days of opening British."""
    plain = drafted("dspt", table(tmp_path / "dspt.csv", *DSPT))
    drifted = drafted(
        "dspt",
        table(
            tmp_path / "dspt-2023.tsv",
            ("Opened", "Published", "Organisation Code", "ODS Name", "Status", "Successor ODS Code", "Cyber Plan"),
            ("01/04/2001", "2021-06-28", "RAA", "Anytown Trust", "20/21 Standards Met", "", "agreed"),
            ("1 April 2002", "2021-07-01", "RBB", "Othertown Trust", "20/21 Standards Not Met", "RAA", ""),
            delimiter="\t",
        ),
    )
    assert facts(drifted) == facts(plain)
    assert unknown(drifted) == ["dspt-2023.tsv: kept with the rows and not understood: Cyber Plan."]
    assert [row.words["Cyber Plan"] for row in drifted.found.rows] == ["agreed", ""]


PRACTICE = ("P84999", "ANYTOWN SURGERY", "19740401", "A", "14L", "20170401", "14L", "4")


def test_practices_below_a_notice_with_another_dash_in_a_heading(tmp_path: Path) -> None:
    """A notice in two rows, headings with an en dash and line breaks, days written out, one column gone."""
    names = ("OrgCode", "Name", "OpenDate", "StatusCode", "Commissioner", "JoinProviderDate", "ProvPurch", "PrescrSet")
    plain = drafted("ods-practices", table(tmp_path / "epraccur.csv", names, PRACTICE))
    drifted = drafted(
        "ods-practices",
        write_book(
            tmp_path / "epraccur-2027.xlsx",
            {
                "Practices": [
                    ("Official statistics, see notes; codes are of July 2027",),
                    ("Organisation Sub\u2013Type B only", "", "Crown copyright"),
                    (),
                    (
                        *("Status\nCode", "ORGANISATION  CODE", "Organisation Name", "Join Provider/Purchaser Date"),
                        *(
                            "Provider/Purchaser",
                            "Commissioner:",
                            "Prescribing Setting",
                            "Open\u2010Date",
                            "Org Sub\u2011Type Code",
                        ),
                    ),
                    ("a", "P84999", "ANYTOWN SURGERY", "1 April 2017", "14L", "14L", "4", "01.04.1974", "B"),
                ]
            },
        ),
    )
    assert facts(drifted) == facts(plain)
    assert (unknown(drifted), drifted.found.rows[0].place) == ([], "Practices!5")


AUTHORITY = ("ANY", "Anytown Council", "E07000999", "1974-04-01", "England")


def test_authorities_with_dashes_and_cases_of_all_kinds(tmp_path: Path) -> None:
    """Headings in capitals, with underscores, spaces and a Unicode dash; a year alone is kept as a year."""
    names = ("local-authority-code", "official-name", "gss-code", "start-date", "nation")
    plain = drafted("local-authorities", table(tmp_path / "list.csv", names, AUTHORITY))
    renamed = (
        "NATION",
        "Official_Name",
        "GSS \u2014 CODE",
        "Start date",
        "Local\u2011Authority\u2011Code",
        "Twinned with",
    )
    drifted = drafted(
        "local-authorities",
        table(
            tmp_path / "list-2027.csv", renamed, ("England", AUTHORITY[1], AUTHORITY[2], "01/04/1974", "ANY", "Ghent")
        ),
    )
    assert facts(drifted) == facts(plain)
    assert unknown(drifted) == ["list-2027.csv: kept with the rows and not understood: Twinned with."]
    year = drafted(
        "local-authorities", table(tmp_path / "year.csv", renamed, ("England", "A", "", "1974", "ANY", "Ghent"))
    )
    assert year.of("Organisation", "la:ANY")["openedOnPrecision"] == "YEAR"


def release(**changed: str) -> dict[str, str]:
    return {
        "ODR reference": "ODR1819_001",
        "Applicant's organisation": "University of Anytown",
        "Data source": "National Cancer Registry",
        "Type of data": "De-personalised",
        "Legal basis for the release of personally identifiable data": "",
        "Date of release": "17/05/2019",
    } | changed


def test_releases_whose_values_have_other_dashes_and_marks(tmp_path: Path) -> None:
    """A curly apostrophe and a figure dash in the headings, another dash in a value, the sheet renamed."""
    words = release()
    plain = drafted(
        "phe-register", write_book(tmp_path / "plain.xlsx", {"Releases": [tuple(words), tuple(words.values())]})
    )
    drifted = drafted(
        "phe-register",
        write_book(
            tmp_path / "drifted.xlsx",
            {
                "Register 2027": [
                    ("This register is updated each quarter",),
                    (
                        *("Date\u2012of\u2012release", "Applicant\u2019s organisation", "Data sources", "Data type"),
                        *("Legal basis", "Reference", "Lay title"),
                    ),
                    (
                        *(
                            "2019-05-17",
                            "University of Anytown",
                            "National Cancer Registry",
                            "De\u2010personalised",
                            "",
                        ),
                        *("ODR1819_001", "About cancer"),
                    ),
                ]
            },
        ),
    )
    assert drifted.draft.nodes.keys() == plain.draft.nodes.keys()
    flow = next(key for key, _ in plain.draft.of_label("Flow"))
    assert drifted.of("Flow", flow)["startedOn"] == plain.of("Flow", flow)["startedOn"] == dt.date(2019, 5, 17)
    assert drifted.of("Flow", flow)["identifiability"] == plain.of("Flow", flow)["identifiability"]
    assert unknown(drifted) == ["drifted.xlsx, sheet Register 2027: kept with the rows and not understood: Lay title."]


def test_tools_from_a_list_and_from_a_table(tmp_path: Path) -> None:
    """JSON one year and a spreadsheet the next: named values and columns are the same to us."""
    record = {
        "publishing_body": "Department for Work and Pensions",
        "tool_name": "Sorter",
        "url": "https://www.gov.uk/algorithmic-transparency-records/sorter",
        "published": "2024-12-17",
    }
    path = tmp_path / "atrs-2026-08.json"
    path.write_text(json.dumps([record]), encoding="utf-8")
    plain = drafted("atrs", path)
    drifted = drafted(
        "atrs",
        table(
            tmp_path / "atrs-2027.csv",
            ("Link", "Organisation", "Tool", "First published", "Phase"),
            (record["url"], record["publishing_body"], "Sorter", "17/12/2024", "Beta"),
        ),
    )
    assert drifted.draft.edges == plain.draft.edges
    assert drifted.of("AlgorithmicTool", "atrs:sorter") == plain.of("AlgorithmicTool", "atrs:sorter")
    assert unknown(drifted) == ["atrs-2027.csv: kept with the rows and not understood: Phase."]
    assert drifted.found.rows[0].words["Phase"] == "Beta"


def test_a_heading_that_stands_twice_loses_nothing(tmp_path: Path) -> None:
    """The first is read; the other is told by name and kept."""
    found = drafted(
        "police",
        table(tmp_path / "forces.csv", ("police-force", "name", "name"), ("gmp", "Greater Manchester Police", "GMP")),
    )
    assert found.of("Organisation", "police-force:gmp")["name"] == "Greater Manchester Police"
    assert unknown(found) == ["forces.csv: kept with the rows and not understood: name (2)."]
    assert found.found.rows[0].words["name (2)"] == "GMP"


@pytest.mark.parametrize(
    ("source", "headings", "refusal"),
    [
        (
            "dspt",
            ("Code", "Name", "Grade", "Date.Of.Publication"),
            "edition.csv has no column 'Latest.Status' (also known as Status). Headings found in row 1: Code, Name, "
            "Grade, Date.Of.Publication. Check that it is a file of this source, or rename the column.",
        ),
        (
            "fire",
            ("Identifier", "Brigade"),
            "edition.csv has no column 'fire-service-eng' (also known as fire service, code, number) and 1 more. "
            "Headings found in row 1: Identifier, Brigade. Check that it is a file of this source, "
            "or rename the column.",
        ),
        (
            "ods-successions",
            ("predecessor_ods", "successor_ods", "remarks"),
            "edition.csv has no column 'effective_date' (also known as Date, Succession Date, Legal Start Date, "
            "Effective From). Headings found in row 1: predecessor_ods, successor_ods, remarks. Check that it "
            "is a file of this source, or rename the column.",
        ),
    ],
)
def test_an_edition_without_a_needed_column_is_refused_by_name(
    tmp_path: Path, source: str, headings: tuple[str, ...], refusal: str
) -> None:
    with pytest.raises(LayoutRefused) as refused:
        drafted(source, table(tmp_path / "edition.csv", headings, ["x"] * len(headings)))
    assert str(refused.value) == refusal


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Summer 2021", "'Summer 2021' is not a date written as 2018-05-17, 2018-05 or 2018"),
        ("06/28/2021", "'06/28/2021' is no day of the calendar"),
    ],
)
def test_a_day_nobody_can_read_refuses_its_row_alone(tmp_path: Path, written: str, told: str) -> None:
    """A month before its day is an American date, which is not guessed at."""
    first = (*DSPT[1][:3], written, *DSPT[1][4:])
    found = drafted("dspt", table(tmp_path / "dspt.csv", DSPT[0], first, DSPT[2]))
    assert found.refused == [("dspt.csv!2", "Date.Of.Publication", written, told)]
    assert ("Assurance", "dspt:RBB:20/21") in found.draft.nodes
