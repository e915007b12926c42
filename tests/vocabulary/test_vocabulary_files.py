"""The vocabulary's files: how much there is, what is said of it, and what a wrong file is told."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from graph.vocabulary.catalogue import FOLDER, read_vocabulary, vocabulary
from graph.vocabulary.entry import LegalBasisEntry
from graph.vocabulary.identifiers import identifier_fault, identifier_schemes
from graph.vocabulary.reading import VocabularyError

DUA_ACT = dt.date(2026, 2, 5)


def provisions() -> dict[str, LegalBasisEntry]:
    return {code: e for code, e in vocabulary().entries["LegalBasis"].items() if isinstance(e, LegalBasisEntry)}


def test_how_much_there_is() -> None:
    counts: dict[str, int] = {}
    for entry in provisions().values():
        counts[entry.kind] = counts.get(entry.kind, 0) + 1
    assert counts == {
        "ARTICLE_6": 7,  # (a) to (f), and (ea)
        "RECOGNISED_LEGITIMATE_INTEREST": 5,  # Annex 1 has five conditions
        "ARTICLE_9": 10,  # (a) to (j)
        "SCHEDULE_1_PART_1": 4,  # paragraphs 1 to 4
        "SCHEDULE_1_PART_2": 23,  # paragraphs 6 to 28; 5 is the policy document
        "SCHEDULE_1_PART_3": 9,  # paragraphs 29 to 37
        "ARTICLE_10": 1,
        "LAW_ENFORCEMENT": 4,
        "SCHEDULE_8": 9,  # paragraphs 1 to 9
        "CONFIDENTIALITY": 12,  # ten routes, one as a register words it, and notices under one of them
        "GATEWAY": 105 + 9,  # nine more are cited by sources in greater detail
        "GENERAL_POWER": 10,
        "RESTRICTION": 14,  # thirteen bars, and HMRC's section 18
        "EXEMPTION": 5,
        "REUSE": 14,  # five of Article 8A, nine of Annex 2
        "TRANSFER": 12,  # eleven mechanisms, and the EU clauses, which are none alone
        "STATED": 1,  # consent under the Act of 1998
    }
    assert {label: len(found) for label, found in vocabulary().entries.items()} == {
        "LegalBasis": sum(counts.values()),
        "DataCategory": 27,
        "DataSubject": 26,
        "Purpose": 12,
    }


def test_what_needs_a_schedule_1_condition_is_opened_by_one() -> None:
    """Section 10 of the Data Protection Act 2018: (b), (h), (i), (j) need Part 1, (g) needs Part 2."""
    opened: dict[str, set[str]] = {}
    for entry in provisions().values():
        for code in entry.enables:
            opened.setdefault(code, set()).add(entry.kind)
    needing = {code: entry.requires for code, entry in provisions().items() if entry.kind == "ARTICLE_9"}
    assert {code for code, needs in needing.items() if "schedule-1-part-1" in needs} == {
        f"ukgdpr-a9-2-{letter}" for letter in "bhij"
    }
    for code, needs in needing.items():
        kinds = {f"SCHEDULE_1_PART_{need[-1]}" for need in needs}
        assert opened.get(code, set()) == kinds, code


def test_conditions_for_some_data_alone_name_categories_that_there_are() -> None:
    """Paragraphs 8, 9, 16 and 19 to 22 of Schedule 1 Part 2 are limited to some categories."""
    scopes = {code: entry.dataScope for code, entry in provisions().items() if entry.dataScope}
    assert set(scopes) == {f"dpa18-s1p2-{paragraph}" for paragraph in (8, 9, 16, 19, 20, 21, 22)}
    assert {category for scope in scopes.values() for category in scope} <= set(vocabulary().entries["DataCategory"])


def test_the_data_use_and_access_act_begins_on_its_day() -> None:
    """Article 6(1)(ea), Annex 1 and Article 8A came into force on 5 February 2026 (SI 2026/82)."""
    since = {code for code, entry in provisions().items() if entry.validFrom == DUA_ACT}
    assert "ukgdpr-a6-1-ea" in since
    assert len(since) == 1 + 5 + 14


def test_a_law_graded_unverified_never_claims_to_be_in_force_unless_its_source_does() -> None:
    claimed = {c for c, e in provisions().items() if e.evidence == "UNVERIFIED" and e.status == "IN_FORCE"}
    assert claimed == set()


def test_addresses_are_those_of_the_provisions() -> None:
    found = provisions()
    leg = "https://www.legislation.gov.uk"
    assert found["ca04-s16la"].url == f"{leg}/ukpga/2004/31/section/16LA"
    assert found["dpa18-s1p2-18"].url == f"{leg}/ukpga/2018/12/schedule/1/paragraph/18"
    assert found["cldc-s251-copi5"].url == f"{leg}/uksi/2002/1438/regulation/5"
    assert found["ukgdpr-a9-2-g"].url == f"{leg}/eur/2016/679/article/9"


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "purposes.yaml",
            "title: Safeguarding",
            "titel: Safeguarding",
            "purposes.yaml, line 7: purpose-safeguarding: ",
        ),
        (
            "legal_bases/article_9.yaml",
            "code: ukgdpr-a9-2-b",
            "code: ukgdpr-a9-2-a",
            "article_9.yaml, line 17: ukgdpr-a9-2-a: the code stands in article_9.yaml, line 11, too; give it another",
        ),
        (
            "data_categories.yaml",
            "restrictedBy: [r-sti]",
            "restrictedBy: [r-std]",
            "data_categories.yaml, line 40: cat-sexlife: r-std is no LegalBasis of the vocabulary",
        ),
        (
            "data_subjects.yaml",
            "as_at: 2026-11-22",
            "as_at: lately",
            "data_subjects.yaml, line 1: as_at must be the day",
        ),
        (
            "legal_bases/reuse.yaml",
            "kind: REUSE",
            "kind: REUSED",
            "reuse.yaml, line 12: reuse-a8a-test: LegalBasis reuse-a8a-test: kind: Input should be",
        ),
    ],
)
def test_a_wrong_file_is_told_with_its_line(tmp_path: Path, file: str, old: str, new: str, told: str) -> None:
    for path in FOLDER.rglob("*.yaml"):
        copy = tmp_path / path.relative_to(FOLDER)
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    wrong = tmp_path / file
    text = wrong.read_text(encoding="utf-8")
    assert old in text
    wrong.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(VocabularyError) as fault:
        read_vocabulary(tmp_path)
    assert str(fault.value).startswith(told)


def test_every_scheme_takes_its_own_example() -> None:
    schemes = identifier_schemes()
    assert len(schemes) == 20
    assert [s.prefix for s in schemes.values() if s.example is None] == ["lei", "ror"]
    assert [fault for s in schemes.values() if s.example and (fault := s.fault(s.example))] == []


@pytest.mark.parametrize(
    ("identifier", "fault"),
    [
        ("ods:RAX", None),
        ("ods:RA", "'RA' has not the form of ODS code of the NHS, such as RAX"),  # two characters
        (
            "gss:E0800000",
            "'E0800000' has not the form of ONS area code of a council or other authority, such as E09000011",
        ),
        ("lei:5493001KJTIIGC8Y1R12", None),  # the published example of ISO 17442
        ("lei:5493001KJTIIGC8Y1R21", "'5493001KJTIIGC8Y1R21' is mistyped: its check digits do not fit"),
        ("unheard-of:1", None),  # nothing is known of the scheme, so nothing is wrong
        ("RAX", "'RAX' must be written scheme:value, such as ods:RAX"),
    ],
)
def test_the_form_of_an_identifier(identifier: str, fault: str | None) -> None:
    assert identifier_fault(identifier) == fault


def test_codes_of_real_bodies_have_the_form_of_their_scheme() -> None:
    file = Path(__file__).parents[2] / "ingest/demo_data/gm-seed/organisations.csv"
    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    codes = [f"{scheme}:{row[column]}" for row in rows for column, scheme in COLUMNS if row.get(column)]
    assert len(codes) > 50
    assert [fault for code in codes if (fault := identifier_fault(code))] == []


COLUMNS = (("ods_code", "ods"), ("gss_code", "gss"), ("la_code", "la"), ("ico_registration", "ico"))
