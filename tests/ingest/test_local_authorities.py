"""Local authorities: exact counts, who replaced whom, damaged cells, and editions that drifted."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from ingest.drafting.ref import EdgeName
from ingest.drafting.year_as_day import year_meant
from tests.ingest.body_drafting import Drafted, drafted, write_rows

LIST = "uk-local-authorities-including-future.csv"
ALIASES = "local-authority-name-aliases.csv"


@pytest.fixture(scope="module")
def reference(registers: Path) -> Path:
    return registers / "reference"


@pytest.fixture(scope="module")
def found(reference: Path) -> Drafted:
    return drafted("local-authorities", reference / LIST, reference / ALIASES)


def published(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def key(found: Drafted, code: str) -> str:
    known = found.draft.directories["Organisation"].find(None, [f"la:{code}"])
    assert known is not None
    return known


def test_every_authority_and_every_name(found: Drafted, reference: Path) -> None:
    authorities, aliases = published(reference / LIST), published(reference / ALIASES)
    assert (len(authorities), len(aliases), len(found.rows), found.refusals) == (470, 1178, 470 + 1178, [])
    names = {n for a in authorities for n in (a["official-name"], a["nice-name"])} | {a["la-name"] for a in aliases}
    # Two aliases lost letters on the way: Ynys M\u00f4n and the City and County of Swansea.
    assert len(names) == 1508 + 2
    assert found.nodes() == {"Organisation": 470, "Name": 1508}
    # Three spellings stand for two authorities each: Somerset, North Yorkshire and north yorkshire.
    assert found.edges() == {"NAMES": 1508 + 3, "SUCCEEDED_BY": 50, "MEMBER_OF": 65}
    # 48 authorities name one successor each, but for Cumbria and Northamptonshire, which name two.
    assert sum(bool(a["replaced-by"]) for a in authorities) == 48
    # 98 stand under a combined authority, 33 of them under the Greater London Authority, which is none.
    assert sum(bool(a["combined-authority"]) for a in authorities) == 65 + 33
    assert found.told("memberships not taken") == ["33 authorities stand under GLA, which is no combined authority"]


def test_the_key_is_the_statistics_code_where_there_is_one(found: Drafted) -> None:
    assert found.organisation("gss:E08000001")["identifiers"] == ["gss:E08000001", "la:BOL"]
    assert found.organisation("gss:E47000001")["kind"] == "COMBINED_AUTHORITY"
    # Districts of Northern Ireland that ended in 2015 never had one.
    assert found.organisation("la:NIR-A")["name"] == "Derry City Council"
    # A code that was changed still finds the authority: Glasgow had two before.
    assert found.organisation(key(found, "GLG"))["identifiers"] == [
        *("gss:S12000043", "gss:S12000046", "gss:S12000049", "la:GLG")
    ]


def test_cumbria_became_two(found: Drafted) -> None:
    edges = {e: v for e, v in found.draft.edges.items() if e.type == "SUCCEEDED_BY"}
    after = sorted((e.end[1], str(v["on"])) for e, v in edges.items() if e.start[1] == key(found, "CMA"))
    assert after == [(key(found, "CBD"), "2023-04-01"), (key(found, "WAF"), "2023-04-01")]
    # It ends in the list on the very day its successors began: its last day was the one before.
    assert found.organisation(key(found, "CMA"))["closedOn"] == dt.date(2023, 3, 31)
    # Others, such as Poole, end on their last day.
    assert found.organisation(key(found, "POL"))["closedOn"] == dt.date(2019, 3, 31)
    [on] = [v["on"] for e, v in edges.items() if e.start[1] == key(found, "POL")]
    assert on == dt.date(2019, 4, 1)
    # All that ended in 2021 (8) and 2023 (20).
    assert len(found.told("ends a day late")) == 28


def test_a_chain_of_three(found: Drafted) -> None:
    # West Somerset, Somerset West and Taunton, Somerset Council.
    ends = found.ends("SUCCEEDED_BY")
    assert (key(found, "WSO"), key(found, "SWT")) in ends
    assert (key(found, "SWT"), key(found, "SMT")) in ends


def test_membership_is_not_succession(found: Drafted) -> None:
    members = [start for start, end in found.ends("MEMBER_OF") if end == "gss:E47000001"]
    # The ten districts of Greater Manchester, E08000001 to E08000010.
    assert members == [f"gss:E080000{n:02}" for n in range(1, 11)]


@pytest.mark.parametrize("name", ["somerset", "SOMERSET", "North Yorkshire"])
def test_a_name_of_two_authorities_is_never_guessed(found: Drafted, name: str) -> None:
    directory = found.draft.directories["Organisation"]
    assert directory.find(name) is None
    assert len(directory.ambiguous(name)) == 2


def test_an_alias_finds_its_authority(found: Drafted) -> None:
    assert found.draft.directories["Organisation"].find("edinburgh, city of") == key(found, "EDH")


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (dt.date(1905, 5, 27), 1974),
        (dt.date(2005, 5, 27), 1974),
        (dt.date(2005, 6, 18), 1996),
        # Day 2,030 is beyond any year meant, and 1974-04-01 is a day.
        (dt.date(2005, 7, 22), None),
        (dt.date(1974, 4, 1), None),
    ],
)
def test_years_that_were_taken_for_days(day: dt.date, year: int | None) -> None:
    assert year_meant(day) == year


def test_three_districts_of_greater_manchester_began_in_1974_after_all(found: Drafted) -> None:
    began = {code: found.organisation(key(found, code)) for code in ("BOL", "RCH", "SKP", "SLF", "OLD")}
    assert {code: (str(v["openedOn"]), v["openedOnPrecision"]) for code, v in began.items()} == {
        "BOL": ("1974-04-01", "DAY"),
        "RCH": ("1974-01-01", "YEAR"),
        "SKP": ("1974-01-01", "YEAR"),
        "SLF": ("1974-01-01", "YEAR"),
        # Oldham's year was itself dragged on by the spreadsheet: the seed corrects it, and the difference is told.
        "OLD": ("1985-01-01", "YEAR"),
    }
    assert len(found.told("years read as days")) == 77


def test_what_lost_its_letters_is_told_and_no_name(found: Drafted) -> None:
    assert found.told("damaged text") == [
        "local-authority-name-aliases.csv!21: AGY: not taken as a name: 'Sir Ynys M\u00ef\u00bf\u00bdn'",
        "local-authority-name-aliases.csv!989: SWA: not taken as a name: 'City\u00ef\u00be\\xa0and County of Swansea'",
    ]


def test_an_edition_with_other_headings_dates_and_separators(found: Drafted, reference: Path, tmp_path: Path) -> None:
    def day(text: str) -> str:
        return dt.date.fromisoformat(text).strftime("%d/%m/%Y") if text else ""

    rows = [
        (
            *(a["local-authority-type-name"], a["nation"], a["replaced-by"].replace(",", "; ")),
            *(day(a["end-date"]), day(a["start-date"]), a["gss-code"], a["former-gss-codes"]),
            *(a["combined-authority"], a["nice-name"], a["official-name"], a["notes"], a["local-authority-code"]),
        )
        for a in published(reference / LIST)
    ]
    headings = (
        *("Type of authority", "Country", "Successor", "Date abolished", "Date established", "ONS code"),
        *("Previous GSS codes", "Combined authority code", "Short name", "Authority name", "Notes"),
        "Three\u2010letter code",
    )
    path = write_rows(tmp_path / "list.csv", ("Local authorities of the UK", *[""] * 11), headings, *rows)
    drifted = drafted("local-authorities", path, reference / ALIASES)
    assert drifted.draft.nodes == found.draft.nodes
    assert drifted.draft.edges == found.draft.edges


HEADINGS = ("local-authority-code", "official-name", "gss-code", "start-date", "end-date", "replaced-by")


@pytest.mark.parametrize(
    ("row", "refusal"),
    [
        (
            ("ANY", "Anytown Council", "E0800001", "", "", ""),
            "list.csv!2: gss-code 'E0800001': a statistics code is a letter and eight digits, such as E08000001",
        ),
        (
            ("ANY", "Anytown Council", "", "spring 1974", "", ""),
            "list.csv!2: start-date 'spring 1974': 'spring 1974' is not a date written as 2018-05-17, 2018-05 or 2018",
        ),
        (("ANY", "", "", "", "", ""), "list.csv!2: official-name '': an authority needs a name"),
        (
            ("Anytown", "Anytown Council", "", "", "", ""),
            "list.csv!2: local-authority-code 'Anytown': an authority's code is three or four letters, such as BOL",
        ),
    ],
)
def test_a_row_that_cannot_be_taken(tmp_path: Path, row: tuple[str, ...], refusal: str) -> None:
    found = drafted("local-authorities", write_rows(tmp_path / "list.csv", HEADINGS, row))
    assert (found.refusals, dict(found.draft.nodes)) == ([refusal], {})


def test_a_successor_nobody_lists_is_told(tmp_path: Path) -> None:
    row = ("ANY", "Anytown Council", "", "", "2023-03-31", "NEW")
    found = drafted("local-authorities", write_rows(tmp_path / "list.csv", HEADINGS, row))
    assert found.told("successors not known") == ["list.csv!2: NEW is no authority of this list"]
    assert found.edges() == {"NAMES": 1}


def test_the_register_of_2018(reference: Path) -> None:
    found = drafted(
        "local-authority-register",
        reference / "register-local-authority-eng-2018.tsv",
        reference / "register-gss-to-local-authority-2018.tsv",
    )
    # 354 councils with a name and an official name each; 444 codes of all four countries, 90 of them not of England.
    assert (len(found.rows), found.refusals) == (354 + 444, [])
    assert found.nodes() == {"Organisation": 354, "Name": 708}
    assert found.edges() == {"NAMES": 708}
    assert found.organisation("la:SKP") == {
        "name": "Stockport Metropolitan Borough Council",
        "identifiers": ["la:SKP", "gss:E08000007"],
        "kind": "LOCAL_AUTHORITY",
        "kindStated": "MD",
        "jurisdiction": "England",
        # Written 1905-05-27, the 1,974th day of spreadsheets.
        "openedOn": dt.date(1974, 1, 1),
        "openedOnPrecision": "YEAR",
    }
    assert len(found.told("years read as days")) == 45


def test_the_register_of_2018_knows_the_bodies_of_the_list(found: Drafted, reference: Path) -> None:
    again = drafted(
        "local-authority-register",
        reference / "register-local-authority-eng-2018.tsv",
        known=found.draft.directories["Organisation"],
    )
    # Every code of the register is on the list, so it adds no body.
    assert again.draft.created["Organisation"] == {}
    assert ("Organisation", "gss:E08000007") in again.draft.nodes


def test_succession_has_no_kind_where_the_list_gives_none(found: Drafted) -> None:
    edge = EdgeName("SUCCEEDED_BY", ("Organisation", key(found, "COP")), ("Organisation", key(found, "CBD")))
    assert found.draft.edges[edge] == {"on": dt.date(2023, 4, 1)}
