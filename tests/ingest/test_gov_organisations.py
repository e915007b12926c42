"""The register of government organisations: exact counts, one code with two names, and files laid out otherwise."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ingest.who.bodies import Directory
from tests.ingest.body_drafting import Drafted, drafted, write_rows

NAME = "register-government-organisation-2017.tsv"


@pytest.fixture(scope="module")
def register(registers: Path) -> Path:
    return registers / "reference" / NAME


@pytest.fixture(scope="module")
def found(register: Path) -> Drafted:
    return drafted("gov-organisations", register)


def test_every_organisation(found: Drafted) -> None:
    # 981 rows with a name each; OT488 stands twice, so 980 bodies.
    assert (len(found.rows), found.refusals) == (981, [])
    assert found.nodes() == {"Organisation": 980, "Name": 981}
    assert found.edges() == {"NAMES": 981}
    ended = [key for key, values in found.draft.of_label("Organisation") if "closedOn" in values]
    assert len(ended) == 283
    assert found.organisation("government-organisation:D110") == {
        "name": "Office of Rail Regulation",
        "identifiers": ["government-organisation:D110"],
        "openedOn": dt.date(2004, 7, 5),
        "openedOnPrecision": "DAY",
        "closedOn": dt.date(2015, 10, 16),
        "closedOnPrecision": "DAY",
    }


def test_one_code_with_two_names_is_told_and_keeps_both(found: Drafted) -> None:
    assert found.remarks == [
        (
            "one code, several names",
            f"{NAME}!982: OT488 is 'NHS Litigation Authority' in an earlier row and 'NHS Resolution' here; it is one "
            "body, and both are its names",
        )
    ]
    assert [text for text, body in found.ends("NAMES") if body == "government-organisation:OT488"] == [
        "gov-organisations:organisation:NHS Litigation Authority",
        "gov-organisations:organisation:NHS Resolution",
    ]


def test_bodies_known_by_the_code_or_by_their_name(register: Path) -> None:
    known = Directory()
    known.add("gm:hmrc", ["HM Revenue & Customs"], ["government-organisation:D25"])
    known.add("ods:X26", ["NHS England"], ["ods:X26"])
    found = drafted("gov-organisations", register, known=known)
    assert found.organisation("gm:hmrc")["identifiers"] == ["government-organisation:D25"]
    assert found.organisation("ods:X26")["identifiers"] == ["government-organisation:PB481"]


def test_an_edition_with_other_headings_order_and_days(found: Drafted, tmp_path: Path) -> None:
    def day(text: str) -> str:
        # Some ends are a month or a year alone, which stay as they are.
        return dt.date.fromisoformat(text).strftime("%d.%m.%Y") if len(text) == 10 else text

    rows = [
        (day(r.text("end")), day(r.text("start")), r.text("website"), r.text("name"), r.text("code").lower())
        for r in found.rows
    ]
    headings = ("END\u2010DATE", "START\u2010DATE", "URL", "Organisation Name", "Government Organisation Code")
    path = write_rows(tmp_path / "orgs.csv", ("Published under the OGL",), headings, *rows)
    assert drafted("gov-organisations", path).draft.nodes == found.draft.nodes


def test_a_column_nobody_knows_is_told(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "o.csv", ("government-organisation", "name", "parent"), ("D2", "Cabinet Office", "D1"))
    found = drafted("gov-organisations", path)
    assert found.told("unknown columns") == ["o.csv: kept with the rows and not understood: parent."]
    assert found.rows[0].words["parent"] == "D1"


@pytest.mark.parametrize(
    ("row", "refusal"),
    [
        (
            ("25", "HM Revenue & Customs", "", ""),
            "o.csv!2: government-organisation '25': a code is one to three letters and a number, such as D25",
        ),
        (
            ("D25", "HM Revenue & Customs", "2016-07-14", "2015-07-14"),
            "o.csv!2: end-date '2015-07-14': it ended before it began; correct one of the two days",
        ),
    ],
)
def test_a_row_that_cannot_be_taken(tmp_path: Path, row: tuple[str, ...], refusal: str) -> None:
    headings = ("government-organisation", "name", "start-date", "end-date")
    found = drafted("gov-organisations", write_rows(tmp_path / "o.csv", headings, row))
    assert (found.refusals, dict(found.draft.nodes)) == ([refusal], {})
