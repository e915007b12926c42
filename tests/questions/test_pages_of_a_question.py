"""A question's own query, with the page of its table made a variable."""

from __future__ import annotations

from pathlib import Path

import pytest
from graphql import build_schema, parse, print_ast, validate

from queries.prepared.catalogue import load_questions
from queries.prepared.paging import paged_document
from queries.prepared.question import Question
from tests.questions.answered import SOURCE

SCHEMA = build_schema(
    """
    type Query {
      agreements(first: Int, after: String, last: Int): AgreementConnection!
      plain: [Agreement!]!
      sharing: Sharing
    }
    type Sharing { basis: String flows(first: Int, after: String): AgreementConnection! }
    type AgreementConnection { totalCount: Int! nodes: [Agreement!]! pageInfo: PageInfo! }
    type Agreement { title: String }
    type PageInfo { hasNextPage: Boolean! endCursor: String }
    """
)


def asked(folder: Path, query: str, table: str = "agreements") -> Question:
    heading = SOURCE.partition("\n\n")[0].replace("table: agreements", f"table: {table}")
    (folder / "agreements.graphql").write_text(f"{heading}\n\n{query}\n")
    return load_questions(folder)[0]


def same(text: str) -> str:
    return print_ast(parse(text))


@pytest.mark.parametrize(
    ("query", "table", "paged"),
    [
        # The size that the question gives is the default; what it selects stays.
        (
            "query Q { agreements(first: 100) { nodes { title } } }",
            "agreements",
            "query Q($first: Int = 100, $after: String) { agreements(first: $first, after: $after) "
            "{ nodes { title } totalCount pageInfo { hasNextPage endCursor } } }",
        ),
        (
            "query Q($a: Int) { sharing { basis flows { nodes { title } } } plain { title } }",
            "sharing.flows",
            "query Q($a: Int, $first: Int, $after: String) { sharing { basis flows(first: $first, after: $after) "
            "{ nodes { title } totalCount pageInfo { hasNextPage endCursor } } } plain { title } }",
        ),
    ],
)
def test_the_page_becomes_a_variable(tmp_path: Path, query: str, table: str, paged: str) -> None:
    made = paged_document(asked(tmp_path, query, table), SCHEMA)
    assert made is not None
    assert same(made) == same(paged)
    # `$a` is declared and not used, as in the question itself.
    assert [e.message for e in validate(SCHEMA, parse(made)) if "never used" not in e.message] == []


@pytest.mark.parametrize(
    ("query", "table"),
    [
        ("query Q { plain { title } }", "plain"),
        ("query Q { agreements(last: 3) { nodes { title } } }", "agreements"),
        ("query Q($first: Int) { agreements(first: $first) { nodes { title } } }", "agreements"),
        ("query Q { ... { agreements { nodes { title } } } }", "agreements"),
    ],
)
def test_a_question_whose_pages_are_its_own_is_left_as_it_is(tmp_path: Path, query: str, table: str) -> None:
    assert paged_document(asked(tmp_path, query, table), SCHEMA) is None
