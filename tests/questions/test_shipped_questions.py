"""The questions we ship fit the schema we ship, whatever engine answers them."""

from __future__ import annotations

from pathlib import Path

from graphql import build_schema

from queries.catalogue import load_questions
from queries.validation import validate_questions

SCHEMA = Path(__file__).resolve().parents[2] / "api" / "schema.graphql"


def test_every_shipped_question_fits_the_schema() -> None:
    validate_questions(load_questions(), build_schema(SCHEMA.read_text(encoding="utf-8")))


def test_the_shipped_questions_in_the_order_they_are_shown() -> None:
    assert [(question.area, question.name) for question in load_questions()] == [
        ("Who shares what with whom", "who-shares-what"),
        ("Who shares what with whom", "identifiable-data-to-councils"),
        ("Who shares what with whom", "where-data-goes-on"),
        ("Who shares what with whom", "if-a-service-stops"),
        ("Who shares what with whom", "what-a-body-receives"),
        ("Agreements", "agreements-of-a-body"),
        ("Agreements", "ended-or-overdue"),
        ("Agreements", "ending-or-due"),
        ("Agreements", "falling-due"),
        ("Agreements", "work-of-a-body"),
        ("Agreements", "closed-parties"),
        ("Agreements", "no-end-nor-review-date"),
        ("Agreements", "in-force-on-a-day"),
        ("Agreements", "how-many"),
        ("Agreements", "month-by-month"),
        ("Agreements", "in-force-without-flow"),
        ("Bodies", "a-body-and-its-names"),
        ("Bodies", "registers-not-heard-from"),
        ("Bodies", "spellings-of-a-body"),
        ("Bodies", "controller-and-processor"),
        ("Data and law", "where-a-dataset-goes"),
        ("Data and law", "what-rests-on-a-law"),
    ]
