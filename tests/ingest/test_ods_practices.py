"""General practices: exact counts of the named layout, and the same rows in the unnamed one."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from graph.store.store import Store
from ingest.errors import LayoutRefused
from ingest.loading.pipeline import load
from tests.ingest.body_drafting import Drafted, drafted, write_rows
from tests.ingest.graph_dump import count

TODAY = dt.date(2026, 11, 22)
NAME = "epraccur-2023-07-greater-manchester.csv"
BLANK_BEFORE = {18: 3, 19: 1, 20: 1}
"""How many blank columns the unnamed layout has before the named ones of these numbers; a last one is at the end."""


@pytest.fixture(scope="module")
def published(registers: Path) -> Path:
    return registers / "nhs-ods" / NAME


@pytest.fixture(scope="module")
def found(published: Path) -> Drafted:
    return drafted("ods-practices", published)


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def unnamed(row: list[str]) -> list[str]:
    """A row of 21 columns as the file without headings has it, in 27."""
    cells: list[str] = []
    for number, cell in enumerate(row):
        cells += [""] * BLANK_BEFORE.get(number, 0) + [cell]
    return [*cells, ""]


@pytest.mark.registers
def test_exact_counts(found: Drafted, published: Path) -> None:
    headings, *rows = rows_of(published)
    assert (len(headings), len(rows), len(found.rows), found.refusals) == (21, 887, 887, [])
    by = [dict(zip(headings, row, strict=True)) for row in rows]
    practices = [r for r in by if r["PrescrSet"] == "4"]
    assert len(practices) == 521
    others = [r for r in by if r["PrescrSet"] != "4"]
    # Two practices of long ago were operated by a primary care trust, not by their commissioner.
    elsewhere = [r for r in practices if r["ProvPurch"] != r["Commissioner"]]
    assert [r["OrgCode"] for r in elsewhere] == ["Y02733", "Y03205"]
    assert found.edges() == {
        "MEMBER_OF": 521,
        "HOSTED_BY": len(others) + 2,
        # 869 names, of which several belong to more than one body: an edge a body and name.
        "NAMES": 887,
    }
    parents = {r["Commissioner"] for r in practices} | {r["ProvPurch"] for r in (*others, *elsewhere)}
    assert found.nodes() == {"Organisation": 887 + len(parents), "Name": len({r["Name"] for r in by})}
    assert len({r["Name"] for r in by}) == 869
    kinds = Counter(found.organisation(f"ods:{r['OrgCode']}")["kind"] for r in by)
    assert kinds == {"GP_PRACTICE": 521, "HOSTED_BODY": 366}
    statuses = Counter(found.organisation(f"ods:{r['OrgCode']}")["statusStated"] for r in by)
    assert statuses == {"Active": 709, "Closed": 144, "Dormant": 34}
    assert found.told("unknown columns") == found.told("closed without a day") == []


@pytest.mark.registers
def test_single_facts(found: Drafted) -> None:
    assert found.organisation("ods:C81660") == {
        "name": "HADFIELD MEDICAL CENTRE",
        "identifiers": ["ods:C81660"],
        "kind": "GP_PRACTICE",
        "kindStated": "General practice",
        "statusStated": "Closed",
        "openedOn": dt.date(1993, 5, 24),
        "openedOnPrecision": "DAY",
        "closedOn": dt.date(2022, 11, 30),
        "closedOnPrecision": "DAY",
    }
    # It came to Derby and Derbyshire (15M) with the boundary change of July 2022.
    [membership] = [e for e in found.draft.edges if e.type == "MEMBER_OF" and e.start[1] == "ods:C81660"]
    assert membership.end[1] == "ods:15M"
    assert found.draft.edges[membership] == {"from": dt.date(2022, 7, 1), "to": dt.date(2022, 11, 30)}
    # A cost centre is no practice: it is hosted by the body that operates it.
    assert found.organisation("ods:Y04955")["kindStated"] == "Walk-in centre practice"
    assert ("ods:Y04955", "ods:00Y") not in found.ends("MEMBER_OF")
    assert [end for start, end in found.ends("HOSTED_BY") if start == "ods:Y02733"] == ["ods:5NT"]


@pytest.mark.registers
def test_the_layout_without_headings_states_the_same(found: Drafted, published: Path, tmp_path: Path) -> None:
    rows = [unnamed(row) for row in rows_of(published)[1:]]
    assert {len(row) for row in rows} == {27}
    again = drafted("ods-practices", write_rows(tmp_path / "epraccur.csv", *rows))
    assert (again.draft.nodes, again.draft.edges) == (found.draft.nodes, found.draft.edges)
    assert again.rows[0].place == "epraccur.csv!1"
    assert again.told("unknown columns") == []


ROW = [
    *("P84999", "ANYTOWN SURGERY", "Y62", "QOP", "1 HIGH STREET", "", "ANYTOWN", "", "", "M1 1AA", "19740401", ""),
    *("A", "B", "14L", "20170401", "", "0161 0000000", "0", "14L", "4"),
]


@pytest.mark.parametrize(
    ("column", "value", "refusal"),
    [
        (0, "P8499", "OrgCode 'P8499': a practice's code is a letter and five digits, such as P84034"),
        (10, "20240231", "OpenDate '20240231': '20240231' is no day of the calendar"),
        (11, "19740331", "CloseDate '19740331': it ended before it began; correct one of the two days"),
        (12, "X", "StatusCode 'X': a status is one of A (Active), C (Closed), D (Dormant), P (Proposed)"),
        (14, "14-L", "Commissioner '14-L': an ODS code is three to six capitals and digits, such as 14L"),
        (20, "GP", "PrescrSet 'GP': a prescribing setting is a number, such as 4 for a general practice"),
    ],
)
def test_a_row_that_cannot_be_taken(tmp_path: Path, column: int, value: str, refusal: str) -> None:
    bad = [value if i == column else cell for i, cell in enumerate(ROW)]
    # In the layout without headings a row is told by the same names.
    good = [cell.replace("P84999", "P84998") for cell in ROW]
    for rows, first in (([HEADINGS, bad, good], 2), ([unnamed(good), unnamed(bad)], 2)):
        found = drafted("ods-practices", write_rows(tmp_path / "epraccur.csv", *rows))
        assert (found.refusals, len(found.draft.stated)) == ([f"epraccur.csv!{first}: {refusal}"], 1)


HEADINGS = (
    *("OrgCode", "Name", "NationalGrouping", "HighLevelHealthGeography", "Address1", "Address2", "Address3"),
    *("Address4", "Address5", "Postcode", "OpenDate", "CloseDate", "StatusCode", "OrgSubTypeCode", "Commissioner"),
    *("JoinProviderDate", "LeftProviderDate", "TelNo", "AmendedRecordIndicator", "ProvPurch", "PrescrSet"),
)


def test_a_setting_nobody_knows_is_kept_by_its_number(tmp_path: Path) -> None:
    found = drafted("ods-practices", write_rows(tmp_path / "epraccur.csv", HEADINGS, [*ROW[:-1], "26"]))
    assert found.organisation("ods:P84999")["kindStated"] == "Prescribing setting 26"
    assert found.told("prescribing settings not known") == [
        "epraccur.csv!2: 26 is in no list here and is kept by its number"
    ]


def test_a_file_of_trusts_is_not_taken_for_practices(tmp_path: Path) -> None:
    trust = ["R0A", "A TRUST", "Y62", "QOP", *[""] * 6, "20171001", *[""] * 16]
    with pytest.raises(LayoutRefused) as refused:
        drafted("ods-practices", write_rows(tmp_path / "etr.csv", trust))
    assert str(refused.value).startswith("etr.csv has no column 'OrgCode' (also known as Organisation Code, ")


async def test_a_practice_that_moved_belongs_where_the_newer_edition_has_it(registry: Store, tmp_path: Path) -> None:
    first = write_rows(tmp_path / "epraccur-2022-06.csv", HEADINGS, ROW)
    moved = [{14: "15M", 15: "20220701", 19: "15M"}.get(i, cell) for i, cell in enumerate(ROW)]
    second = write_rows(tmp_path / "epraccur-2023-07.csv", HEADINGS, moved)
    await load(registry, "ods-practices", [first], today=TODAY)
    report = await load(registry, "ods-practices", [second], today=TODAY)
    assert report.edges["MEMBER_OF"].removed == report.edges["MEMBER_OF"].new == 1
    members = await registry.rows(
        "MATCH (o:Organisation {key: 'ods:P84999'})-[r:MEMBER_OF]->(c) RETURN c.key, toString(r.from), toString(r.to)",
        {},
    )
    assert members == [["ods:15M", "2022-07-01", None]]
    assert await count(registry, "Organisation") == 3
    assert (await load(registry, "ods-practices", [second], today=TODAY)).changes_nothing
