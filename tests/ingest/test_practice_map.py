"""Practices and networks: exact counts, a code with two meanings, and layouts that drifted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.body_drafting import Drafted, drafted, write_rows

NAME = "gp-reg-pat-prac-map-2022-01-greater-manchester.csv"
HEADINGS = ("GP practice code", "GP practice name", "Network code", "Network name", "CCG ODS code", "CCG name")
MORE = ("CCG ONS code", "STP ONS code", "STP name")


@pytest.fixture(scope="module")
def found(registers: Path) -> Drafted:
    return drafted("practice-map", registers / "nhs-ods" / NAME)


def test_every_practice_network_group_and_the_partnership(found: Drafted) -> None:
    assert (len(found.rows), found.refusals, found.remarks) == (426, [], [])
    # 426 practices in 67 networks and ten groups of one partnership. Two pairs of practices share a name.
    assert found.nodes() == {"Organisation": 426 + 67 + 10 + 1, "Name": 424 + 67 + 10 + 1}
    # Each practice is in one network and one group, each group in the partnership.
    assert found.edges() == {"NAMES": 504, "MEMBER_OF": 426 + 426 + 10}
    kinds = [values["kind"] for _, values in found.draft.of_label("Organisation")]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "GP_PRACTICE": 426,
        "PCN": 67,
        "CCG": 10,
        "PARTNERSHIP": 1,
    }


def test_a_practice_of_glossop(found: Drafted) -> None:
    assert found.organisation("ods:C81077") == {
        "name": "HOWARD STREET MEDICAL PRACTICE",
        "identifiers": ["ods:C81077"],
        "kind": "GP_PRACTICE",
    }
    # Until July 2022 Glossop belonged to the group of Tameside and Glossop.
    assert [end for start, end in found.ends("MEMBER_OF") if start == "ods:C81077"] == ["ods:01Y", "ods:U60978"]


def test_the_partnership_does_not_take_the_code_of_the_board(found: Drafted) -> None:
    assert found.organisation("gss:E54000007") == {
        "name": "Greater Manchester Health and Social Care Partnership",
        "identifiers": ["gss:E54000007"],
        "kind": "PARTNERSHIP",
    }
    assert ("Organisation", "ods:QOP") not in found.draft.nodes


def test_two_practices_of_one_name_are_two(found: Drafted) -> None:
    both = [key for key, v in found.draft.of_label("Organisation") if v["name"] == "WOODLANDS MEDICAL PRACTICE"]
    assert len(both) == 2


def test_an_edition_with_other_headings_order_and_a_notice(found: Drafted, tmp_path: Path) -> None:
    fields = ("partnership_name", "partnership_gss", "group_gss", "group_name", "group_code")
    more = ("network_name", "network_code", "name", "code")
    rows = [tuple(f" {row.text(field)} " for field in (*fields, *more)) for row in found.rows]
    headings = (*reversed(MORE), *reversed(HEADINGS))
    path = write_rows(tmp_path / "map.tsv", ("Patients registered, 1 January 2022",), headings, *rows, delimiter="\t")
    drifted = drafted("practice-map", path)
    assert drifted.draft.edges == found.draft.edges


def test_a_later_edition_with_boards_in_place_of_groups(tmp_path: Path) -> None:
    headings = (*HEADINGS[:4], "SUB_ICB_LOCATION_CODE", "ICB_CODE")
    row = ("C81077", "HOWARD STREET MEDICAL PRACTICE", "U60978", "GLOSSOP PCN", "15M", "QJ2")
    found = drafted("practice-map", write_rows(tmp_path / "map.csv", headings, row))
    # A board has no practices as members: what is not understood is told and kept.
    assert found.edges() == {"NAMES": 2, "MEMBER_OF": 1}
    assert found.told("unknown columns") == [
        "map.csv: kept with the rows and not understood: SUB_ICB_LOCATION_CODE, ICB_CODE."
    ]


def test_a_practice_in_no_network_is_told(tmp_path: Path) -> None:
    row = ("C81077", "HOWARD STREET MEDICAL PRACTICE", "", "", "", "")
    found = drafted("practice-map", write_rows(tmp_path / "map.csv", HEADINGS, row))
    assert found.told("no network") == ["map.csv!2: ods:C81077 is in no primary care network"]


@pytest.mark.parametrize(
    ("row", "refusal"),
    [
        (
            ("C8\u20101077", "A SURGERY", "U60978", "A PCN", "", ""),
            "map.csv!2: GP practice code 'C8\u20101077': an ODS code is three to six capitals and digits",
        ),
        (("C81077", "A SURGERY", "U60978", "", "", ""), "map.csv!2: Network name '': there is no name"),
        (
            ("C81077", "A SURGERY", "U60978", "A PCN", "01Y", "A CCG", "E3800018"),
            "map.csv!2: CCG ONS code 'E3800018': a statistics code is a letter and eight digits, such as E38000217",
        ),
    ],
)
def test_a_row_that_cannot_be_taken(tmp_path: Path, row: tuple[str, ...], refusal: str) -> None:
    found = drafted("practice-map", write_rows(tmp_path / "map.csv", (*HEADINGS, *MORE), row))
    assert (found.refusals, dict(found.draft.nodes)) == ([refusal], {})
