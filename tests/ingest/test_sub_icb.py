"""Sub-ICB locations: exact counts, one body for a code that was a commissioning group's, and layouts that drifted."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from ingest.who.bodies import Directory
from tests.ingest.body_drafting import Drafted, drafted, write_rows

HEADINGS = ("SICBL Code", "SICBL Name", "ICB Code", "ICB Name", "SICBL Role", "ICB Role")


@pytest.fixture(scope="module")
def found(registers: Path) -> Drafted:
    return drafted("sub-icb", registers / "reference" / "nhs-sub-icb-location-to-icb-2022-07.xlsx")


def test_every_location_and_every_board(found: Drafted) -> None:
    # 106 locations, each a part of one of 42 boards; one name each.
    assert (len(found.rows), found.refusals, found.remarks) == (106, [], [])
    assert found.nodes() == {"Organisation": 106 + 42, "Name": 106 + 42}
    assert found.edges() == {"PART_OF": 106, "NAMES": 148}
    kinds = [values["kind"] for _, values in found.draft.of_label("Organisation")]
    assert (kinds.count("SUB_ICB"), kinds.count("ICB")) == (106, 42)


def test_the_ten_locations_of_greater_manchester(found: Drafted) -> None:
    parts = [start for start, end in found.ends("PART_OF") if end == "ods:QOP"]
    assert parts == [f"ods:{code}" for code in ("00T", "00V", "00Y", "01D", "01G", "01W", "01Y", "02A", "02H", "14L")]
    # Glossop went to Derbyshire, whose one location has a new code.
    assert [start for start, end in found.ends("PART_OF") if end == "ods:QJ2"] == ["ods:15M"]


def test_spaces_behind_headings_and_cells_are_no_part_of_them(found: Drafted) -> None:
    assert found.rows[0].words["Sub ICB Location Non-Primary Role"] == "SUB ICB LOCATION "
    assert found.rows[0].words["Sub ICB Location Name "] == (
        "NHS BATH AND NORTH EAST SOMERSET, SWINDON AND WILTSHIRE ICB - 92G"
    )
    assert found.organisation("ods:QOP") == {
        "name": "NHS GREATER MANCHESTER INTEGRATED CARE BOARD",
        "identifiers": ["ods:QOP"],
        "kind": "ICB",
        "kindStated": "INTEGRATED CARE BOARD",
    }


def test_a_location_with_the_code_of_a_group_is_that_entry(registers: Path) -> None:
    known = Directory()
    known.add("ods:00T", ["NHS Bolton CCG"], ["gss:E38000016", "ods:00T"])
    known.add("ods:QOP", ["NHS Greater Manchester Integrated Care Board"], ["gss:E54000057", "ods:QOP"])
    found = drafted("sub-icb", registers / "reference" / "nhs-sub-icb-location-to-icb-2022-07.xlsx", known=known)
    assert len(found.draft.created["Organisation"]) == 148 - 2
    assert ("ods:00T", "ods:QOP") in found.ends("PART_OF")
    # The file says nothing of who followed whom.
    assert found.ends("SUCCEEDED_BY") == []


def test_a_workbook_with_a_notice_other_headings_and_another_order(found: Drafted, tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "April 2023"
    page.append(["Mapping of sub\u2010ICB locations"])
    page.append([])
    page.append(["ICB Name", "ICB ODS Code", "Region", "SICBL  name", "SICBL\u2011Code", "ICB\nRole", "SICBL Role"])
    for row in found.rows:
        page.append(
            [
                *(row.text("board_name"), row.text("board_code").lower(), row.text("region_name")),
                *(row.raw("name") + " ", row.text("code"), row.raw("board_role"), row.raw("role")),
            ]
        )
    book.save(tmp_path / "map.xlsx")
    drifted = drafted("sub-icb", tmp_path / "map.xlsx")
    assert drifted.draft.edges == found.draft.edges
    assert {k: v for k, v in drifted.draft.nodes.items() if k[0] == "Organisation"} == {
        k: v for k, v in found.draft.nodes.items() if k[0] == "Organisation"
    }
    assert drifted.told("unknown columns") == [
        "map.xlsx, sheet April 2023: kept with the rows and not understood: Region."
    ]


def test_a_file_of_text_without_roles_leaves_the_kinds_open(tmp_path: Path) -> None:
    row = ("00T", "NHS GREATER MANCHESTER ICB \u2013 00T", "QOP", "NHS GREATER MANCHESTER INTEGRATED CARE BOARD")
    found = drafted("sub-icb", write_rows(tmp_path / "map.csv", HEADINGS[:4], row))
    assert found.organisation("ods:00T") == {"name": row[1], "identifiers": ["ods:00T"]}
    assert found.draft.directories["Organisation"].find("nhs greater manchester icb - 00t") == "ods:00T"


def test_a_role_nobody_knows_is_told_and_kept(tmp_path: Path) -> None:
    row = ("00T", "GM - 00T", "QOP", "GM ICB", "PLACE", "INTEGRATED CARE BOARD")
    found = drafted("sub-icb", write_rows(tmp_path / "map.csv", HEADINGS, row))
    assert found.told("roles not known") == [
        "map.csv!2: 00T: 'PLACE' has no code in roles.yaml and is kept as it is written"
    ]
    assert found.organisation("ods:00T")["kindStated"] == "PLACE"


@pytest.mark.parametrize(
    ("row", "refusal"),
    [
        (
            ("00T", "GM - 00T", "", "GM ICB", "", ""),
            "map.csv!2: ICB Code '': an ODS code is three to five capitals and digits",
        ),
        (("00T", "", "QOP", "GM ICB", "", ""), "map.csv!2: SICBL Name '': there is no name"),
        (
            ("QOP", "GM ICB", "QOP", "GM ICB", "", ""),
            "map.csv!2: ICB Code 'QOP': a location cannot be a part of itself",
        ),
    ],
)
def test_a_row_that_cannot_be_taken(tmp_path: Path, row: tuple[str, ...], refusal: str) -> None:
    found = drafted("sub-icb", write_rows(tmp_path / "map.csv", HEADINGS, row))
    assert (found.refusals, dict(found.draft.nodes)) == ([refusal], {})
