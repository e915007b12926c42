"""Successions of NHS bodies: exact counts, splits and chains, and tables laid out otherwise."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from ingest.drafting.ref import EdgeName
from tests.ingest.body_drafting import Drafted, drafted, write_rows


@pytest.fixture(scope="module")
def table(registers: Path) -> Path:
    return registers / "gm-seed" / "successions.csv"


@pytest.fixture(scope="module")
def found(table: Path) -> Drafted:
    return drafted("ods-successions", table)


def published(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def followers(found: Drafted, code: str) -> list[tuple[str, str, str | None]]:
    return sorted(
        (edge.end[1], str(values["on"]), values.get("kind"))
        for edge, values in found.draft.edges.items()
        if edge.type == "SUCCEEDED_BY" and edge.start[1] == f"ods:{code}"
    )


def test_a_succession_for_each_row(found: Drafted, table: Path) -> None:
    rows = published(table)
    assert (len(rows), len(found.rows), found.refusals, found.remarks) == (29, 29, [], [])
    codes = {row[f"{end}_ods"] for row in rows for end in ("predecessor", "successor")}
    # 27 bodies are followed, RW6 and 01Y by two each, by 8 others; 14L, RW3 and RW6 are both.
    assert len(codes) == 27 + 8 - 3 == 32
    # RBU, REX, REZ, RB6 and RE6 have a code and no name.
    names = {row[f"{end}_name"] for row in rows for end in ("predecessor", "successor")} - {""}
    assert len(names) == 32 - 5
    assert found.nodes() == {"Organisation": 32, "Name": 27}
    assert found.edges() == {"SUCCEEDED_BY": 29, "NAMES": 27}
    kinds = [values["kind"] for edge, values in found.draft.edges.items() if edge.type == "SUCCEEDED_BY"]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "MERGER": 15,
        "ACQUISITION": 1,
        "SPLIT": 2,
        "STATUTORY_SUCCESSION": 10,
        "BOUNDARY_TRANSFER": 1,
    }


def test_a_split_gives_two_and_chains_follow(found: Drafted) -> None:
    assert followers(found, "RW6") == [("ods:R0A", "2021-10-01", "SPLIT"), ("ods:RM3", "2021-10-01", "SPLIT")]
    # RM4, RW3, R0A: the first was taken in, the second merged, the third holds it today.
    assert followers(found, "RM4") == [("ods:RW3", "2012-04-01", "ACQUISITION")]
    assert followers(found, "RW3") == [("ods:R0A", "2017-10-01", "MERGER")]
    assert followers(found, "R0A") == []
    # Part of the area went to Derbyshire.
    assert followers(found, "01Y") == [
        ("ods:QJ2", "2022-07-01", "BOUNDARY_TRANSFER"),
        ("ods:QOP", "2022-07-01", "STATUTORY_SUCCESSION"),
    ]


def test_a_code_without_a_name_says_so(found: Drafted) -> None:
    assert found.organisation("ods:REX") == {"name": "REX (name not recorded)", "identifiers": ["ods:REX"]}


def test_a_table_in_other_words_order_and_dates(found: Drafted, table: Path, tmp_path: Path) -> None:
    rows = [
        (
            r["note"],
            dt.date.fromisoformat(r["effective_date"]).strftime("%d/%m/%Y"),
            r["kind"].replace("-", "\u2010").upper(),
            r["successor_name"],
            f" {r['successor_ods'].lower()} ",
            r["predecessor_name"],
            r["predecessor_ods"],
        )
        for r in published(table)
    ]
    headings = ("Remarks", "Succession date", "REASON", "New name", "New code", "Old name", "Old code")
    path = write_rows(tmp_path / "drifted.tsv", ("Successions of NHS bodies",), headings, *rows, delimiter="\t")
    drifted = drafted("ods-successions", path)
    assert (drifted.draft.nodes, drifted.draft.edges) == (found.draft.nodes, found.draft.edges)


HEADINGS = ("Old Code", "New Code", "Date", "Reason")


@pytest.mark.parametrize(
    ("row", "refusal"),
    [
        (("RM4", "RW3", "2012", "merger"), "s.csv!2: Date '2012': a succession needs its day"),
        (("RM4", "RM4", "2012-04-01", ""), "s.csv!2: New Code 'RM4': a body cannot follow itself"),
        (
            ("", "RW3", "2012-04-01", ""),
            "s.csv!2: Old Code '': a succession needs the ODS code of both bodies",
        ),
        (
            ("RM4", "RW3", "2012-04-01", "absorbed"),
            "s.csv!2: Reason 'absorbed': write one of merger, merged, acquisition, acquired, split, "
            "statutory-succession, statutory succession, boundary-transfer, boundary transfer, rename, renamed, or "
            "leave it blank",
        ),
    ],
)
def test_a_row_that_cannot_be_taken(tmp_path: Path, row: tuple[str, ...], refusal: str) -> None:
    found = drafted("ods-successions", write_rows(tmp_path / "s.csv", HEADINGS, row))
    assert found.refusals == [refusal]
    assert found.draft.nodes == {}


def test_two_days_for_one_succession_are_told(tmp_path: Path) -> None:
    rows = (("RM4", "RW3", "2012-04-01", ""), ("RM4", "RW3", "2012-04-02", ""))
    found = drafted("ods-successions", write_rows(tmp_path / "s.csv", HEADINGS, *rows))
    assert found.told("contradictions") == [
        "s.csv!3: ods:RM4 was followed by ods:RW3 on 2012-04-01 and on 2012-04-02; 2012-04-01 stays"
    ]
    edge = EdgeName("SUCCEEDED_BY", ("Organisation", "ods:RM4"), ("Organisation", "ods:RW3"))
    assert found.draft.edges[edge] == {"on": dt.date(2012, 4, 1)}
