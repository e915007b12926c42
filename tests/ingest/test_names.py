"""Which body a name stands for: identifier, then known spelling; likeness proposes and never merges."""

from __future__ import annotations

import pytest

from ingest.who.bodies import Directory, proposals, slug


@pytest.fixture
def directory() -> Directory:
    found = Directory()
    found.add("ods:01W", ["NHS Stockport CCG"], ["ods:01W", "gss:E38000174"])
    found.add("gss:E08000010", ["Wigan Metropolitan Borough Council", "Wigan Council"], ["gss:E08000010", "la:WGN"])
    found.add("a", ["Town Council"])
    found.add("b", ["Town Council"])
    return found


def test_an_identifier_decides_whatever_the_name(directory: Directory) -> None:
    assert directory.find("Some Other Name", ["gss:E38000174"]) == "ods:01W"


@pytest.mark.parametrize("name", ["NHS STOCKPORT CCG", "NHS  Stockport CCG ", "nhs stockport ccg."])
def test_case_and_spaces_do_not_make_another_body(directory: Directory, name: str) -> None:
    assert directory.find(name) == "ods:01W"


@pytest.mark.parametrize("name", ["Stockport CCG", "NHS Stockport Clinical Commissioning Group", "NHS Stokport CCG"])
def test_likeness_alone_never_merges(directory: Directory, name: str) -> None:
    assert directory.find(name) is None


def test_a_name_of_two_bodies_settles_nothing(directory: Directory) -> None:
    assert directory.find("Town Council") is None
    assert directory.ambiguous("town council") == ("a", "b")


def test_the_same_name_with_another_code_of_one_scheme_is_another_body(directory: Directory) -> None:
    assert directory.find("NHS Stockport CCG", ["ods:99X"]) is None
    assert directory.find("NHS Stockport CCG", ["ico:Z1"]) == "ods:01W"


def test_likely_doubles_are_proposed_with_the_reason_to_look() -> None:
    known = {"Wigan Metropolitan Borough Council": "gss:E08000010", "NHS SOUTH EAST LONDON CCG": "x"}
    new = {"Wigan Council": "r:wigan-council", "NHS SOUTH WEST LONDON CCG": "r:y", "NHS Wigan Borough CCG": "r:z"}
    assert [str(p) for p in proposals(new, known)] == [
        "'Wigan Council' may be 'Wigan Metropolitan Borough Council' (gss:E08000010): the same words, whatever their "
        "order and small ones such as NHS left out. isa resolve tells how to decide."
    ]


def test_a_misspelt_word_is_proposed() -> None:
    [proposal] = proposals({"Univeristy of York": "r:1"}, {"University of York": "r:2"})
    assert (proposal.name, proposal.like_key) == ("Univeristy of York", "r:2")
    assert proposal.reason == "the same words but for univeristy and university"


def test_what_a_person_decided_comes_before_the_name_and_after_the_code(directory: Directory) -> None:
    directory.meant["town council"] = "b"
    directory.meant["nhs stockport ccg"] = "a"
    assert directory.find("TOWN  Council") == "b"
    assert directory.ambiguous("Town Council") == ("a", "b")
    assert directory.find("NHS Stockport CCG", ["ods:01W"]) == "ods:01W"
    assert directory.settled("Town Council", "c")
    assert not directory.settled("Wigan Council", "c")


def test_a_body_that_a_person_ruled_out_is_neither_found_nor_proposed(directory: Directory) -> None:
    directory.ruled_out["town council"] = {"a"}
    assert directory.find("Town Council") == "b"
    assert directory.ambiguous("Town Council") == ()
    assert directory.settled("town council", "a")
    assert not directory.settled("town council", "b")


def test_slugs_are_readable() -> None:
    assert slug("Royal College of Obstetricians & Gynaecologists (RCOG)") == (
        "royal-college-of-obstetricians-and-gynaecologists-rcog"
    )
    assert slug("SUS+") == "sus-plus"
