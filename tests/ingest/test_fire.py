"""Fire and rescue services: exact counts, the service the seed knows, and files laid out otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.who.bodies import Directory
from tests.ingest.body_drafting import drafted, write_rows


@pytest.fixture(scope="module")
def register(registers: Path) -> Path:
    return registers / "reference" / "register-fire-service-eng.tsv"


def test_every_service(register: Path) -> None:
    found = drafted("fire", register)
    # 001 to 045 with one name each; the columns of days are there and empty.
    assert (len(found.rows), found.refusals, found.remarks) == (45, [], [])
    assert found.nodes() == {"Organisation": 45, "Name": 45}
    assert found.edges() == {"NAMES": 45}
    assert found.organisation("fire-service-eng:027") == {
        "name": "London Fire Brigade",
        "identifiers": ["fire-service-eng:027"],
        "kind": "FIRE",
    }


def test_a_service_known_by_name_is_that_service(register: Path) -> None:
    known = Directory()
    known.add("gm:gmfrs", ["Greater Manchester Fire and Rescue Service"], ["ico:Z5119967"])
    found = drafted("fire", register, known=known)
    assert found.organisation("gm:gmfrs")["identifiers"] == ["fire-service-eng:016"]
    assert len(found.draft.created["Organisation"]) == 44


def test_a_spreadsheet_that_dropped_the_noughts_and_turned_the_columns(register: Path, tmp_path: Path) -> None:
    plain = drafted("fire", register)
    rows = [(row.text("name"), row.text("code").lstrip("0")) for row in plain.rows]
    path = write_rows(tmp_path / "fire.csv", ("As at May 2018", ""), ("Service Name", "Number"), *rows)
    assert drafted("fire", path).draft.nodes == plain.draft.nodes


def test_an_edition_with_days_written_otherwise(tmp_path: Path) -> None:
    path = write_rows(
        tmp_path / "fire.csv",
        ("fire\u2013service\u2013eng", "name", "end\u2013date"),
        ("046", "Anytown Fire Brigade", "31 March 2016"),
    )
    assert str(drafted("fire", path).organisation("fire-service-eng:046")["closedOn"]) == "2016-03-31"


@pytest.mark.parametrize(
    ("row", "refusal"),
    [
        (
            ("GM16", "Anytown Fire Brigade", ""),
            "f.csv!2: fire-service-eng 'GM16': a fire service's code is a number of three digits, such as 016",
        ),
        (
            ("046", "Anytown Fire Brigade", "31/02/2016"),
            "f.csv!2: end-date '31/02/2016': '31/02/2016' is no day of the calendar",
        ),
    ],
)
def test_a_row_that_cannot_be_taken(tmp_path: Path, row: tuple[str, ...], refusal: str) -> None:
    found = drafted("fire", write_rows(tmp_path / "f.csv", ("fire-service-eng", "name", "end-date"), row))
    assert (found.refusals, dict(found.draft.nodes)) == ([refusal], {})
