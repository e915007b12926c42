"""The table of what information governance leads ask, in docs/questions.md, is held to the questions there are."""

from __future__ import annotations

import re
from pathlib import Path

from queries.gap_rules.catalogue import load_rules
from queries.prepared.catalogue import load_questions

PAGE = Path(__file__).parents[2] / "docs" / "questions.md"
NUMBERED = re.compile(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
NAMED = re.compile(r"^\| ([A-Z][^|]+) \| `([a-z-]+)` \|$", re.MULTILINE)
QUESTIONS = {question.name: question for question in load_questions()}
ASKED = {int(number): answer for number, _, answer in NUMBERED.findall(PAGE.read_text(encoding="utf-8"))}


def names(answer: str) -> list[str]:
    """The questions an entry names, before what it says of them."""
    return re.findall(r"`([^`]+)`", answer.partition(":")[0])


def test_all_thirty_two_stand_in_their_order() -> None:
    assert list(ASKED) == list(range(1, 33))


def test_each_is_answered_by_questions_that_are_there_or_the_table_says_why_not() -> None:
    without = [number for number, answer in ASKED.items() if answer.startswith("Not ")]
    assert without == [7]
    named = {number: names(answer) for number, answer in ASKED.items() if number not in without}
    assert all(named.values())
    assert {name for each in named.values() for name in each} <= QUESTIONS.keys()


def test_ten_and_four_more_are_answered() -> None:
    ten, _, four = PAGE.read_text(encoding="utf-8").partition("Ten more")[2].partition("Four are for")
    for rows, count in ((ten, 10), (four, 4)):
        found = NAMED.findall(rows)
        assert len(found) == count
        assert {name for _, name in found} <= QUESTIONS.keys()


def test_gaps_name_rules_that_are_there() -> None:
    rules = {rule.id for rule in load_rules()}
    gaps = [question for question in QUESTIONS.values() if question.table == "findings"]
    assert len(gaps) == 11
    for question in gaps:
        assert set(question.variables()["rules"]) <= rules, question.name
