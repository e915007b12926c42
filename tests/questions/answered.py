"""A question with a column of each type, and an answer to it, made without a registry."""

from __future__ import annotations

from pathlib import Path

from api.questions.asking import Answered, Asking
from queries.prepared.answers import Cell
from queries.prepared.catalogue import load_questions
from queries.prepared.columns import FlatAnswer
from queries.prepared.question import Question

SOURCE = """\
# title: A title
# question: What is asked?
# help: H
# area: A
# parameters:
#   - {name: and, type: ID, default: 'a & "b"', help: H}
#   - {name: kinds, type: "[String!]", default: [x, y], help: H}
# table: agreements
# columns:
#   - {name: title, path: agreements.title, type: text, meaning: Its title.}
#   - {name: endsOn, path: agreements.endsOn, type: date, meaning: Its last day.}
#   - {name: parties, path: agreements.parties.totalCount, type: integer, meaning: How many.}
#   - {name: kind, path: agreements.kind, type: code, meaning: Its kind.}
# cacheSeconds: 60
# example: {rows: 1}

query Agreements($and: ID, $kinds: [String!]) { agreements { totalCount nodes { title endsOn kind } } }
"""
ROWS: tuple[tuple[Cell, ...], ...] = (
    ('=HYPERLINK("x")', "2026-03-31", 2, "PROTOCOL"),
    ("A \u2013 B\x07", "1066-10-14", None, None),
)


def question_of(folder: Path) -> Question:
    """The question."""
    (folder / "agreements.graphql").write_text(SOURCE)
    return load_questions(folder)[0]


def answer_of(folder: Path, *, more: bool = False) -> Answered:
    """The answer; with `more`, the first page of three rows."""
    question = question_of(folder)
    flat = FlatAnswer(question, ROWS, 3 if more else 2, more, ())
    return Answered(Asking(question, question.variables(), {}), flat, "2026-11-23", more, "next" if more else None)
