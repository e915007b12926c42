"""The questions we ship fit the schema we ship, whatever engine answers them."""

from __future__ import annotations

from pathlib import Path

from graphql import build_schema

from queries.prepared.catalogue import load_questions
from queries.prepared.validation import validate_questions

SCHEMA = Path(__file__).resolve().parents[2] / "api" / "schema.graphql"


def test_every_shipped_question_fits_the_schema() -> None:
    validate_questions(load_questions(), build_schema(SCHEMA.read_text(encoding="utf-8")))


def test_the_shipped_questions_in_the_order_they_are_shown() -> None:
    assert [(question.area, question.name) for question in load_questions()] == [
        ("Who shares what with whom", "who-shares-what"),
        ("Who shares what with whom", "partners-of-a-body"),
        ("Who shares what with whom", "identifiable-data-to-councils"),
        ("Who shares what with whom", "where-data-goes-on"),
        ("Who shares what with whom", "routes-between-two-bodies"),
        ("Who shares what with whom", "what-a-body-receives"),
        ("Who shares what with whom", "where-most-flows-pass"),
        ("Agreements", "agreements-of-a-body"),
        ("Agreements", "ended-or-overdue"),
        ("Agreements", "ending-or-due"),
        ("Agreements", "falling-due"),
        ("Agreements", "work-of-a-body"),
        ("Agreements", "agreements-to-renew"),
        ("Agreements", "closed-parties"),
        ("Agreements", "no-end-nor-review-date"),
        ("Agreements", "missing-terms"),
        ("Agreements", "in-force-on-a-day"),
        ("Agreements", "signed-after-effect"),
        ("Agreements", "partners-below-standard"),
        ("Agreements", "how-many"),
        ("Agreements", "posts-falling-vacant"),
        ("Agreements", "month-by-month"),
        ("Agreements", "one-agreement"),
        ("Agreements", "in-force-without-flow"),
        ("Agreements", "agreements-to-use-instead"),
        ("Agreements", "agreements-that-repeat"),
        ("What if", "if-a-body-closes"),
        ("What if", "if-a-body-withdraws"),
        ("What if", "if-a-service-stops"),
        ("What if", "if-a-body-is-breached"),
        ("Bodies", "a-body-and-its-names"),
        ("Bodies", "registers-not-heard-from"),
        ("Bodies", "spellings-of-a-body"),
        ("Bodies", "names-to-decide"),
        ("Bodies", "controller-and-processor"),
        ("Data and law", "where-a-dataset-goes"),
        ("Data and law", "items-to-companies-or-abroad"),
        ("Data and law", "what-rests-on-a-law"),
        ("Data and law", "on-repealed-law"),
        ("Data and law", "law-to-be-checked"),
        ("Data and law", "asked-more-than-once"),
        ("Transparency", "notices-to-mention-a-recipient"),
        ("Transparency", "agreements-about-people"),
        ("Transparency", "tools-of-an-agreement"),
        ("Gaps", "flows-without-agreement-in-force"),
        ("Gaps", "flows-beyond-their-agreement"),
        ("Gaps", "receiving-without-signing"),
        ("Gaps", "flows-to-bodies-gone"),
        ("Gaps", "special-categories-without-condition"),
        ("Gaps", "health-data-without-confidentiality-basis"),
        ("Gaps", "powers-not-open-to-a-party"),
        ("Gaps", "high-risk-without-assessment"),
        ("Gaps", "transfers-without-mechanism"),
        ("Gaps", "passed-on-though-prohibited"),
        ("Gaps", "kept-longer-than-agreed"),
        ("Sources", "changes-of-an-edition"),
        ("Sources", "listed-no-longer"),
    ]
