"""The trust file, which has no headings: exact counts, an old edition patched by hand, and layouts that drifted."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from graph.store.store import Store
from ingest.drafting.file_names import day_in_name
from ingest.errors import EditionOlder, LayoutRefused
from ingest.limits import Limits
from ingest.loading.pipeline import load
from ingest.loading.tally import Tally
from ingest.reading.files import read_file
from tests.ingest.body_drafting import drafted, write_rows
from tests.ingest.graph_dump import count

TODAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def current(registers: Path) -> Path:
    return registers / "nhs-ods" / "etr-2022-03.csv"


@pytest.fixture(scope="module")
def old(registers: Path) -> Path:
    return registers / "nhs-ods" / "etr-circa-2016-patched-2021-01.csv"


def published(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_every_trust_of_the_file(current: Path) -> None:
    found = drafted("ods-trusts", current)
    # 218 lines, each a trust of its own code and name; the first line is a trust too.
    assert len(published(current)) == len(found.rows) == 218
    assert found.rows[0].place == "etr-2022-03.csv!1"
    # One name each, exactly as written; no line says anything of another body.
    assert found.nodes() == {"Organisation": 218, "Name": 218}
    assert found.edges() == {"NAMES": 218}
    assert (found.refusals, found.remarks) == ([], [])
    # Closed since 2020 and still listed: RD3, RDZ, RT3, RTV, RW6, RXH.
    closed = sorted(key for key, v in found.draft.of_label("Organisation") if "closedOn" in v)
    assert closed == ["ods:RD3", "ods:RDZ", "ods:RT3", "ods:RTV", "ods:RW6", "ods:RXH"]
    assert found.organisation("ods:RW6") == {
        "name": "PENNINE ACUTE HOSPITALS NHS TRUST",
        "identifiers": ["ods:RW6"],
        "kind": "NHS_TRUST",
        "openedOn": dt.date(2002, 4, 1),
        "openedOnPrecision": "DAY",
        "closedOn": dt.date(2021, 9, 30),
        "closedOnPrecision": "DAY",
    }
    # In March 2022 Bridgewater was open.
    assert "closedOn" not in found.organisation("ods:RY2")


def test_the_words_of_a_row_stand_under_the_usual_headings(current: Path) -> None:
    words = drafted("ods-trusts", current).rows[0].words
    assert (words["Organisation Code"], words["Postcode"], words["GOR Code"]) == ("R0A", "M13 9WL", "B")
    # The nine blank columns and the three at the end hold nothing in any row, so there are no words of them.
    assert [heading for heading in words if heading.startswith("(")] == []


def test_rows_added_by_hand_are_told(old: Path) -> None:
    found = drafted("ods-trusts", old)
    # 241 lines of 24 columns. Two at the end have neither dates nor regions: R0A and, with it, R0B.
    assert (len(found.rows), found.nodes()["Organisation"], found.refusals) == (241, 241, [])
    assert [text.split(": ")[1][:3] for text in found.told("no day of opening")] == ["R0A", "R0B"]
    assert found.organisation("ods:R0A") == {
        "name": "MANCHESTER UNIVERSITY NHS FOUNDATION TRUST",
        "identifiers": ["ods:R0A"],
        "kind": "NHS_TRUST",
    }


@pytest.mark.parametrize(
    ("name", "day", "precision"),
    [
        ("etr-2022-03.csv", dt.date(2022, 3, 1), "MONTH"),
        # Patched in 2021, but a description of 2016.
        ("etr-circa-2016-patched-2021-01.csv", dt.date(2016, 1, 1), "YEAR"),
        ("etr_20220325.csv", dt.date(2022, 3, 25), "DAY"),
    ],
)
def test_the_day_an_edition_describes(tmp_path: Path, name: str, day: dt.date, precision: str) -> None:
    path = write_rows(tmp_path / name, ("R0A", "A TRUST"))
    found = day_in_name([read_file(path, Limits())])
    assert found is not None
    assert (found.day, found.precision) == (day, precision)


def test_an_edition_with_headings_of_other_names_and_another_order(current: Path, tmp_path: Path) -> None:
    rows = [(r[10][6:] + "/" + r[10][4:6] + "/" + r[10][:4], r[1], r[0], r[11]) for r in published(current)]
    path = write_rows(
        tmp_path / "trusts.csv",
        ("NHS trusts as at 25 March 2022", "", "", ""),
        ("Opened", "Trust Name", "ODS\u2010Code", "Closed"),
        *rows,
    )
    drifted, plain = drafted("ods-trusts", path), drafted("ods-trusts", current)
    # Days written 01/10/2017, a notice above the headings and another dash in one: the same trusts on the same days.
    assert drifted.draft.nodes == plain.draft.nodes
    assert drifted.rows[0].place == "trusts.csv!3"


def test_a_notice_above_rows_without_headings(current: Path, tmp_path: Path) -> None:
    blank = [""] * 26
    path = write_rows(tmp_path / "etr.csv", ("Crown copyright 2022", *blank), *published(current))
    found = drafted("ods-trusts", path)
    assert found.draft.nodes == drafted("ods-trusts", current).draft.nodes
    assert found.told("lines above the rows") == ["etr.csv: not taken as rows: Crown copyright 2022."]


def test_a_column_nobody_knows_is_kept_by_its_place(current: Path, tmp_path: Path) -> None:
    rows = [[*r[:26], "FT"] for r in published(current)]
    found = drafted("ods-trusts", write_rows(tmp_path / "etr.csv", *rows))
    assert found.rows[0].words["(column 27)"] == "FT"
    assert found.told("unknown columns") == ["etr.csv: kept with the rows and not understood: (column 27)."]


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (
            {10: "20171301"},
            "etr.csv!1: Open Date '20171301': '20171301' is no day of the calendar",
        ),
        (
            {11: "20170930"},
            "etr.csv!1: Close Date '20170930': it ended before it began; correct one of the two days",
        ),
        ({0: "R0-A"}, "etr.csv!1: Organisation Code 'R0-A': an ODS code is three to five capitals and digits"),
    ],
)
def test_a_row_that_cannot_be_taken(current: Path, tmp_path: Path, change: dict[int, str], refusal: str) -> None:
    first, *others = published(current)
    bad = [change.get(i, cell) for i, cell in enumerate(first)]
    found = drafted("ods-trusts", write_rows(tmp_path / "etr.csv", bad, *others))
    assert found.refusals == [refusal]
    # The good rows are not held up by it.
    assert found.nodes()["Organisation"] == 217


def test_a_row_cut_short_is_refused(current: Path, tmp_path: Path) -> None:
    first, second, *_ = published(current)
    found = drafted("ods-trusts", write_rows(tmp_path / "etr.csv", first, second[:20]))
    assert found.refusals == ["etr.csv!2: Organisation Code 'R0B': the row has 20 values, the others have 27"]


def test_another_file_without_headings_is_not_taken_for_trusts(tmp_path: Path) -> None:
    with pytest.raises(LayoutRefused) as refused:
        drafted("ods-trusts", write_rows(tmp_path / "some.csv", *[("R0A", "A TRUST", "Y62")] * 3))
    assert str(refused.value).startswith("some.csv has no column 'Organisation Code' (also known as OrgCode, ")


async def test_a_newer_edition_renames_and_an_older_one_undoes_nothing(
    registry: Store, current: Path, old: Path
) -> None:
    await load(registry, "ods-trusts", [old], today=TODAY)
    report = await load(registry, "ods-trusts", [current], today=TODAY)
    # 25 of the 241 had gone by 2022 and stay known; R0D and R1L came.
    assert report.nodes["Organisation"].new == 2
    assert await count(registry, "Organisation") == 241 + 2
    spellings = await registry.rows(
        "MATCH (n:Name)-[:NAMES]->(o:Organisation {key: 'ods:RM3'}) RETURN o.name, n.text ORDER BY n.text", {}
    )
    # One code, two names: Salford Royal took its present name in 2021.
    assert spellings == [
        ["NORTHERN CARE ALLIANCE NHS FOUNDATION TRUST", "NORTHERN CARE ALLIANCE NHS FOUNDATION TRUST"],
        ["NORTHERN CARE ALLIANCE NHS FOUNDATION TRUST", "SALFORD ROYAL NHS FOUNDATION TRUST"],
    ]
    with pytest.raises(EditionOlder) as refused:
        await load(registry, "ods-trusts", [old], today=TODAY)
    assert "These files describe 2016-01-01; the registry already holds ods-trusts as at 2022-03-01." in str(
        refused.value
    )
    again = await load(registry, "ods-trusts", [current], today=TODAY)
    assert again.changes_nothing
    assert again.nodes["Organisation"] == Tally(unchanged=218)
