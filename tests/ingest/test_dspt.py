"""Toolkit statuses: exact counts, a body with two successors, and tables laid out otherwise."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from ingest.drafting.ref import EdgeName
from tests.ingest.body_drafting import Drafted, drafted, write_rows

NAME = "dspt-status-2022-02-08.csv"


@pytest.fixture(scope="module")
def table(registers: Path) -> Path:
    return registers / "nhs-ods" / NAME


@pytest.fixture(scope="module")
def found(table: Path) -> Drafted:
    return drafted("dspt", table)


def published(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_body_its_status_and_its_successors(found: Drafted, table: Path) -> None:
    rows = published(table)
    assert (len(rows), len(found.rows), found.refusals) == (261, 261, [])
    codes = {row["Code"] for row in rows}
    # RW6 has a row for each of its two successors. Eleven successors have no row of their own.
    successors = {row["Successor.Code"] for row in rows} - {""}
    assert (len(codes), len(successors - codes)) == (260, 11)
    names = {row[column] for row in rows for column in ("Name", "Organisation.Name", "CCG20NM")} - {""}
    assert found.nodes() == {"Organisation": 260 + 11, "Name": len(names), "Assurance": 255}
    assert len(names) == 408
    # 32 rows name a successor. Six rows (five bodies) published nothing themselves.
    assert found.edges() == {"NAMES": 408, "HELD_BY": 261 - 6, "SUCCEEDED_BY": 32}
    assert [text.split(": ")[1].split()[0] for text in found.told("nothing published itself")] == [
        *("05A", "06F", "07T", "RW6", "RW6", "RXH")
    ]
    statuses = [values["status"] for _, values in found.draft.of_label("Assurance")]
    # By the words of Latest.Status: 162 and 6 met, 52 and 1 approaching, 31 and 1 exceeded, 2 not met.
    assert {status: statuses.count(status) for status in set(statuses)} == {
        "MET": 168,
        "APPROACHING": 53,
        "EXCEEDED": 32,
        "NOT_MET": 2,
    }


def test_what_a_body_published(found: Drafted) -> None:
    assert found.draft.nodes["Assurance", "dspt:RY2:20/21"] == {
        "title": "DSPT 20/21: BRIDGEWATER COMMUNITY HEALTHCARE NHS FOUNDATION TRUST",
        "standard": "DSPT",
        "status": "APPROACHING",
        "statusStated": "20/21 Approaching Standards",
        "year": "20/21",
        # Written 29/06/2021.
        "issuedOn": dt.date(2021, 6, 29),
    }
    assert ("dspt:RY2:20/21", "ods:RY2") in found.ends("HELD_BY")
    assert found.organisation("ods:00T")["identifiers"] == ["gss:E38000016", "ods:00T"]


def test_a_status_passed_on_by_a_successor_is_not_its_own(found: Drafted) -> None:
    assert [key for key, _ in found.draft.of_label("Assurance") if key.startswith("dspt:RW6")] == []


def test_two_successors_on_the_day_after_it_closed(found: Drafted) -> None:
    after = {
        end: found.draft.edges[EdgeName("SUCCEEDED_BY", ("Organisation", start), ("Organisation", end))]
        for start, end in found.ends("SUCCEEDED_BY")
        if start == "ods:RW6"
    }
    # Closed on 2021-09-30. How is not said.
    assert after == {"ods:R0A": {"on": dt.date(2021, 10, 1)}, "ods:RM3": {"on": dt.date(2021, 10, 1)}}
    # RM3 has a row of its own, further up than RW6, and so a name; X2C4Y has none.
    assert found.organisation("ods:RM3")["name"] == "NORTHERN CARE ALLIANCE NHS FOUNDATION TRUST"
    assert found.organisation("ods:X2C4Y")["name"] == "X2C4Y (name not recorded)"


def test_a_table_with_other_headings_order_and_dates(found: Drafted, table: Path, tmp_path: Path) -> None:
    def day(text: str) -> str:
        return f"{text[:4]}{text[5:7]}{text[8:]}"

    rows = [
        (
            *(r["Date.Of.Publication"].replace("/", "."), r["Latest.Status"].lower(), r["Organisation.Name"]),
            *(r["Successor.Code"], r["CCG20NM"], r["CCG20CD"], r["Sector"], day(r["Close"]), day(r["Start"])),
            *(r["Name"], r["Code"]),
        )
        for r in published(table)
    ]
    headings = (
        *("Publication date", "STATUS", "Name in the toolkit", "Successor ODS\u2010code", "CCG21NM", "CCG21CD"),
        *("Organisation type", "Close date", "Open date", "ODS name", "ODS code"),
    )
    path = write_rows(tmp_path / "d.csv", ("Toolkit\u2014February 2022", *[""] * 10), headings, *rows)
    drifted = drafted("dspt", path)
    assert drifted.draft.edges == found.draft.edges
    own_words = {"statusStated"}
    assert {
        ref: {n: v for n, v in values.items() if n not in own_words} for ref, values in drifted.draft.nodes.items()
    } == {ref: {n: v for n, v in values.items() if n not in own_words} for ref, values in found.draft.nodes.items()}


HEADINGS = ("Code", "Name", "Latest.Status", "Date.Of.Publication", "Successor.Code")


@pytest.mark.parametrize(
    ("row", "refusal"),
    [
        (
            ("R0A", "A TRUST", "Met", "30/06/2021", ""),
            "d.csv!2: Latest.Status 'Met': write the year and one of Standards Exceeded, Standards Met, Approaching "
            "Standards, Standards Not Met, Not Published, such as 20/21 Standards Met",
        ),
        (
            ("R0A", "A TRUST", "20/21 Standards Met", "31/06/2021", ""),
            "d.csv!2: Date.Of.Publication '31/06/2021': '31/06/2021' is no day of the calendar",
        ),
        (
            ("R0A", "A TRUST", "20/21 Standards Met", "30/06/2021", "R0A"),
            "d.csv!2: Successor.Code 'R0A': write the ODS code of the one body that followed",
        ),
    ],
)
def test_a_row_that_cannot_be_taken(tmp_path: Path, row: tuple[str, ...], refusal: str) -> None:
    found = drafted("dspt", write_rows(tmp_path / "d.csv", HEADINGS, row))
    assert (found.refusals, dict(found.draft.nodes)) == ([refusal], {})
