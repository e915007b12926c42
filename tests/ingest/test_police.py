"""Police forces: exact counts, the force the seed knows, and files laid out otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.who.bodies import Directory
from tests.ingest.body_drafting import drafted, write_rows


@pytest.fixture(scope="module")
def register(registers: Path) -> Path:
    return registers / "reference" / "register-police-force.tsv"


def test_every_force(register: Path) -> None:
    found = drafted("police", register)
    # 44 territorial forces (43 of England and Wales, one of Northern Ireland), one name each.
    assert (len(found.rows), found.refusals, found.remarks) == (44, [], [])
    assert found.nodes() == {"Organisation": 44, "Name": 44}
    assert found.edges() == {"NAMES": 44}
    assert found.organisation("police-force:west-mercia") == {
        "name": "West Mercia Police",
        "identifiers": ["police-force:west-mercia"],
        "kind": "POLICE",
    }


def test_a_force_known_by_name_is_that_force(register: Path) -> None:
    known = Directory()
    known.add("gss:E23000005", ["Greater Manchester Police"], ["gss:E23000005"])
    found = drafted("police", register, known=known)
    assert found.organisation("gss:E23000005")["identifiers"] == ["police-force:greater-manchester"]
    assert len(found.draft.created["Organisation"]) == 43


def test_an_edition_below_a_notice_with_other_headings_and_dashes(register: Path, tmp_path: Path) -> None:
    plain = drafted("police", register)
    rows = [(row.text("name"), row.text("code").replace("-", "-").upper()) for row in plain.rows]
    path = write_rows(tmp_path / "forces.csv", ("Police forces\u2014May 2023", ""), ("Force\u2011name", "ID"), *rows)
    assert drafted("police", path).draft.nodes == plain.draft.nodes


def test_an_edition_with_days(tmp_path: Path) -> None:
    path = write_rows(
        tmp_path / "forces.tsv",
        ("police-force", "name", "start-date", "end-date"),
        ("anytown", "Anytown Police", "1 April 1974", "31/03/2013"),
        delimiter="\t",
    )
    found = drafted("police", path).organisation("police-force:anytown")
    assert (str(found["openedOn"]), str(found["closedOn"])) == ("1974-04-01", "2013-03-31")


@pytest.mark.parametrize(
    ("row", "refusal"),
    [
        (("any town", "Anytown Police"), "f.csv!2: police-force 'any town': "),
        (("anytown", ""), "f.csv!2: name '': an entry needs a name"),
    ],
)
def test_a_row_that_cannot_be_taken(tmp_path: Path, row: tuple[str, str], refusal: str) -> None:
    found = drafted("police", write_rows(tmp_path / "f.csv", ("police-force", "name"), row))
    assert [text.startswith(refusal) for text in found.refusals] == [True]
    assert found.draft.nodes == {}
