"""The register of fee payers: registrations of bodies, and not a word of any person. The file is made up."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from graph.store.store import Store
from ingest.errors import FileRefused
from ingest.loading.pipeline import load
from ingest.sources.ico_register.people import is_body
from tests.ingest.body_drafting import Drafted, drafted, write_rows
from tests.ingest.graph_dump import dump

TODAY = dt.date(2026, 11, 22)
SOURCE = "ico-register"

HEADINGS = (
    *("Registration_number", "Organisation_name"),
    *(f"Organisation_address_line_{n}" for n in range(1, 6)),
    *("Organisation_postcode", "Public_authority", "Start_date_of_registration", "End_date_of_registration"),
    *("Trading_names", "Payment_tier"),
    *(f"DPO_or_Person_responsible_for_DP_{part}" for part in ("Title", "First_name", "Last_name", "Organisation")),
    *(f"DPO_or_Person_responsible_for_DP_{part}" for part in ("Email", "Phone", "Postcode")),
    "Public_register_entry_URL",
)
"""The 13 columns of the controller, and those of its officer, as the register is published."""


def entry(number: str, name: str, **changed: str) -> list[str]:
    values = {
        "number": number,
        "name": name,
        "address": "1 Civic Square",
        "postcode": "M1 1AA",
        "public": "Y",
        "start": "18/05/2018",
        "end": "17/05/2027",
        "trading": "",
    }
    assert changed.keys() <= values.keys()
    v = values | changed
    return [
        *(v["number"], v["name"], v["address"], "", "", "", "", v["postcode"], v["public"], v["start"], v["end"]),
        *(v["trading"], "Tier 3", "Ms", "Olive", "Quill", "", "olive.quill@example.org", "0161 000", "M9 9ZZ"),
        f"https://ico.org.uk/ESDWebPages/Entry/{number}",
    ]


ANYTOWN = entry("ZA000001", "Anytown Borough Council", trading="Anytown Museums; Dr Ida Stone's Clinic")
ACME = entry("Z1234567", "ACME DATA LTD", public="N", end="")
SOLE = entry("ZB000003", "Ann Lark", address="7 Privet Drive", trading="Lark Plumbing")
TRADING = entry("ZB000004", "Bob Finch t/a Finch Society")
SCHOOL = entry("ZB000005", "Cara Wren Dance Academy")


def taken(folder: Path, *rows: list[str], headings: tuple[str, ...] = HEADINGS) -> Drafted:
    return drafted(SOURCE, write_rows(folder / "register.csv", headings, *rows))


def test_bodies_and_their_registrations(tmp_path: Path) -> None:
    assert len(HEADINGS[:13]) == 13
    assert HEADINGS[12] == "Payment_tier"
    found = taken(tmp_path, ANYTOWN, ACME, SOLE, TRADING, SCHOOL)
    assert (len(found.rows), found.refusals) == (2, [])
    assert found.nodes() == {"Organisation": 2, "Assurance": 2, "Name": 3}
    assert found.organisation("ico:ZA000001") == {
        "name": "Anytown Borough Council",
        "identifiers": ["ico:ZA000001"],
        "publicAuthority": True,
    }
    assert found.draft.nodes["Assurance", "ico:ZA000001"] == {
        "title": "ICO registration: Anytown Borough Council",
        "standard": "ICO_REGISTRATION",
        "status": "REGISTERED",
        "reference": "ZA000001",
        "issuedOn": dt.date(2018, 5, 18),
        "expiresOn": dt.date(2027, 5, 17),
    }
    assert found.organisation("ico:Z1234567")["publicAuthority"] is False
    assert "expiresOn" not in found.draft.nodes["Assurance", "ico:Z1234567"]
    assert found.ends("HELD_BY") == [("ico:Z1234567", "ico:Z1234567"), ("ico:ZA000001", "ico:ZA000001")]


def test_no_person_is_kept_and_what_was_left_out_is_told(tmp_path: Path) -> None:
    found = taken(tmp_path, ANYTOWN, ACME, SOLE, TRADING, SCHOOL, entry("ZB000006", ""))
    said = json.dumps([row.words for row in found.rows]) + repr(found.draft.nodes)
    people = ("Lark", "Privet", "Finch", "Wren", "Olive", "Quill", "olive.quill", "M9 9ZZ", "Ida Stone", "ZB00000")
    assert [word for word in people if word in said] == []
    assert found.told("rows left out") == ["register.csv: 4 may speak of a person and are not kept."]
    [columns] = found.told("columns left out")
    assert columns.startswith(
        "register.csv: not understood, so they may name people: DPO_or_Person_responsible_for_DP_T"
    )
    # The 13 columns of the controller are the words of a row.
    assert [heading for heading, _ in found.rows[0].words.items()] == [
        *HEADINGS[:11],
        "Trading_names (names of people left out)",
        HEADINGS[12],
    ]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("Manchester University NHS Foundation Trust", True),
        ("NHS GREATER MANCHESTER INTEGRATED CARE BOARD", True),
        ("The Chief Constable of Greater Manchester Police", True),
        ("HM Revenue & Customs", True),
        ("St Ann\u2019s Primary School", True),
        ("Ann Smith Ltd.", True),
        ("Ann Smith", False),
        ("Mrs Ann Smith Ltd", False),
        ("Dr A Smith Medical Centre", False),
        ("Ann Smith School", False),
        ("Ann Trustworthy", False),
        ("Ann Smith, trading as Smith Society", False),
        ("Ann Smith University Tutor", False),
        ("", False),
    ],
)
def test_a_body_is_told_from_a_person(name: str, body: bool) -> None:
    assert is_body(name) is body


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        (
            {"end": "31/02/2027"},
            "End_date_of_registration '31/02/2027': '31/02/2027' is no day of the calendar",
        ),
        (
            {"end": "17/05/2018"},
            "End_date_of_registration '17/05/2018': it ends before it begins; correct one of the two days",
        ),
        ({"start": "2018"}, "Start_date_of_registration '2018': the register gives whole days, such as 17/05/2026"),
        ({"public": "Perhaps"}, "Public_authority 'Perhaps': write Y or N, or leave it blank"),
    ],
)
def test_a_row_that_cannot_be_taken(tmp_path: Path, changed: dict[str, str], refusal: str) -> None:
    found = taken(tmp_path, entry("ZA000001", "Anytown Borough Council", **changed), ACME)
    assert (found.refusals, found.nodes()["Organisation"]) == ([f"register.csv!2: {refusal}"], 1)


def test_a_number_that_is_none(tmp_path: Path) -> None:
    assert taken(tmp_path, entry("12345", "Anytown Borough Council")).refusals == [
        "register.csv!2: Registration_number '12345': a registration number is a letter and seven more signs, such as "
        "ZA123456"
    ]


async def test_it_loads_and_a_registration_is_renewed(registry: Store, tmp_path: Path) -> None:
    """The number finds the body again, whatever it is called; nobody left out reaches the graph or the refused rows."""
    first = write_rows(tmp_path / "register-2026-05-01.csv", HEADINGS, ANYTOWN, SOLE, entry("X", "Bad Council"))
    report = await load(registry, SOURCE, [first], today=TODAY, rejects_dir=tmp_path / "rejects")
    assert (report.rows_read, report.rows_taken, len(report.rejected)) == (2, 1, 1)
    held = json.dumps(await dump(registry)) + report.rejects_files[0].read_text(encoding="utf-8-sig")
    assert [word for word in ("Lark", "Privet", "Olive", "Quill", "Ida Stone") if word in held] == []
    renewed = entry("ZA000001", "Anytown Metropolitan Borough Council", end="17/05/2028")
    second = write_rows(tmp_path / "register-2026-06-01.csv", HEADINGS, renewed)
    report = await load(registry, SOURCE, [second], today=TODAY)
    assert (report.nodes["Organisation"].new, report.nodes["Assurance"].changed) == (0, 1)
    days = "MATCH (a:Assurance) RETURN a.key, toString(a.expiresOn)"
    assert await registry.rows(days, {}) == [["ico:ZA000001", "2028-05-17"]]
    alone = write_rows(tmp_path / "register-2026-07-01.csv", HEADINGS, SOLE)
    with pytest.raises(FileRefused) as refused:
        await load(registry, SOURCE, [alone], today=TODAY)
    assert str(refused.value) == (
        "register-2026-07-01.csv: there are no rows of ico-register in it. Check that it is the right file."
    )
