"""Reading question files: what a good one gives, and what is said of a bad one."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from graphql import build_schema

from graph.access import Role
from queries.prepared.catalogue import load_questions
from queries.prepared.question import Bars, QuestionError, RoleName
from queries.prepared.validation import validate_questions

SCHEMA = build_schema(
    """
    type Query { sharing(between: String!, kinds: [Kind!], since: Date, first: Int): [Flow!] }
    type Flow { dataset: String number: Int kinds: [Kind!]! }
    enum Kind { GIVEN TAKEN }
    scalar Date
    """
)
GOOD = """\
# title: Who shares what
# question: >-
#   What do these two bodies
#   give each other?
# help: Give a body.
# area: Sharing
# order: 1
# parameters:
#   - name: between
#     type: String!
#     default: Bury
#     help: A body.
#   - name: kinds
#     type: "[Kind!]"
#     default: [GIVEN]
#     help: Which ways.
#   - name: since
#     type: Date
#     default: 2024-01-31
#     help: A day.
#   - name: first
#     type: Int
#     help: How many at most.
# table: sharing
# columns:
#   - name: dataset
#     path: sharing.dataset
#     type: text
#     meaning: What is shared.
#   - name: number
#     path: sharing.number
#     type: integer
#     meaning: How often.
# chart: {kind: bar, category: dataset}
# example:
#   parameters: {between: "no"}
#   rows: 3
#   first: {dataset: Births}

query WhoShares($between: String!, $kinds: [Kind!], $since: Date, $first: Int) {
  # A comment that stays.
  sharing(between: $between, kinds: $kinds, since: $since, first: $first) { dataset number }
}
"""


def wrong(tmp_path: Path, old: str, new: str, name: str = "who-shares.graphql") -> str:
    """What is said of the good file with `old` replaced by `new`."""
    assert GOOD.count(old) == 1
    (tmp_path / name).write_text(GOOD.replace(old, new))
    with pytest.raises(QuestionError) as raised:
        validate_questions(load_questions(tmp_path), SCHEMA)
    return str(raised.value)


def test_a_good_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "who-shares.graphql").write_text(GOOD)
    (question,) = load_questions(tmp_path)
    validate_questions([question], SCHEMA)
    assert question.name == "who-shares"
    assert question.title == "Who shares what"
    assert question.question == "What do these two bodies give each other?"
    assert question.operation_name == "WhoShares"
    assert question.document.startswith("query WhoShares(")
    assert "# A comment that stays." in question.document
    assert question.variables() == {"between": "Bury", "kinds": ["GIVEN"], "since": "2024-01-31"}
    assert question.example.parameters == {"between": "no"}
    assert question.example.rows == 3
    assert question.example.first == {"dataset": "Births"}
    assert [(column.name, column.path, column.type) for column in question.columns] == [
        ("dataset", "sharing.dataset", "text"),
        ("number", "sharing.number", "integer"),
    ]
    assert question.chart == Bars(kind="bar", category="dataset")
    # Nothing said of either: an answer is asked for again each time, and everyone may ask.
    assert (question.cache_seconds, question.roles) == (0, ("ADMINISTRATOR", "MEMBER", "PUBLIC"))


def test_the_roles_of_headings_are_the_roles_of_callers() -> None:
    assert get_args(RoleName) == tuple(Role)


def test_what_a_column_may_show_follows_from_the_schema(tmp_path: Path) -> None:
    # Several codes in one cell are still codes; the list of rows itself makes no cell of several.
    text = GOOD.replace("{ dataset number }", "{ dataset number kinds }")
    text = text.replace("path: sharing.number", "path: sharing.kinds")
    (tmp_path / "who-shares.graphql").write_text(text)
    with pytest.raises(QuestionError) as told:
        validate_questions(load_questions(tmp_path), SCHEMA)
    assert str(told.value) == (
        "who-shares.graphql, line 30: column number is of type code, not integer: 'sharing.kinds' is Kind and stands "
        "in a list"
    )


def test_a_date_and_the_word_no_stay_words(tmp_path: Path) -> None:
    (tmp_path / "who-shares.graphql").write_text(GOOD.replace("default: Bury", "default: no"))
    assert load_questions(tmp_path)[0].variables()["between"] == "no"


def test_questions_come_by_area_then_order_then_title(tmp_path: Path) -> None:
    for name, area, order, title in (
        ("a", "Second", 20, "A"),
        ("b", "First", 30, "B"),
        ("c", "Second", 90, "C"),
        ("d", "First", 10, "D"),
        ("e", "First", 30, "A first"),
    ):
        text = GOOD.replace("area: Sharing", f"area: {area}").replace("order: 1", f"order: {order}")
        text = text.replace("title: Who shares what", f"title: {title}")
        text = text.replace("WhoShares", f"Who{name.upper()}")
        (tmp_path / f"{name}.graphql").write_text(text)
    assert [question.name for question in load_questions(tmp_path)] == ["d", "e", "b", "a", "c"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("# help: Give a body.\n", "", "line 1: help: Field required"),
        ("question: >-", "question: |-", "line 2: question: String should match pattern '^[^\\n]+$'"),
        ("# order: 1", "# odrer: 1", "line 7: odrer: Extra inputs are not permitted"),
        ("# order: 1", "# title: Again", "line 7: 'title' stands twice"),
        ("# order: 1", "#order: 1", "line 7: a line of the heading starts with '#' and a space"),
        (
            "# order: 1",
            "# order: first",
            "line 7: order: Input should be a valid integer",
        ),
        ("{dataset: Births}", '{dataset: "Births}', "line 38: not readable as YAML: found unexpected end of stream"),
        ("title: Who", "title: Who: or", "line 1: not readable as YAML: mapping values are not allowed here"),
        ("#     help: A day.\n", "", "line 17: parameters.2.help: Field required"),
        (
            "#   rows: 3",
            "#   rows: 0",
            "line 35: example: say in nothingBecause what the demonstration lacks where it has 0 rows, and only there",
        ),
        (
            "default: 2024-01-31",
            "defualt: x",
            "line 19: parameters.2.defualt: Extra inputs are not permitted",
        ),
        (
            "query WhoShares(",
            "query (",
            "line 40: the file must hold exactly one operation, a query with a name",
        ),
        (
            "query WhoShares(",
            "mutation WhoShares(",
            "line 40: the file must hold exactly one operation, a query with a name",
        ),
        (
            "{ dataset number }",
            "{ dataset number ",
            "line 44: not readable as GraphQL: Syntax Error: Expected Name, found <EOF>.",
        ),
        (
            "{ dataset number }",
            "{ datset number }",
            "line 42: Cannot query field 'datset' on type 'Flow'. Did you mean 'dataset'?",
        ),
        (
            "$first: Int)",
            "$first: Int = 5)",
            "line 40: give the default of $first in the heading, not in the query",
        ),
        (
            "#     default: Bury\n",
            "",
            "line 9: between is required, so it needs a default",
        ),
        (
            "default: [GIVEN]",
            "default: [GIVEN, LENT]",
            "line 13: the default of kinds, at 1, does not fit: Value 'LENT' does not exist in 'Kind' enum.",
        ),
        (
            "default: Bury",
            "default: 7",
            "line 9: the default of between does not fit: String cannot represent a non string value: 7",
        ),
        (
            '{between: "no"}',
            "{who: Bury}",
            "line 36: the example gives 'who', which is not a parameter",
        ),
        (
            '{between: "no"}',
            "{first: many}",
            "line 36: the example value of first does not fit: Int cannot represent non-integer value: 'many'",
        ),
        (
            "#   - name: first\n#     type: Int\n",
            "#   - name: last\n#     type: Int\n",
            "line 9: the parameters of the heading ($between: String!, $kinds: [Kind!], "
            "$since: Date, $last: Int) are not the variables of the query ($between: String!, $kinds: [Kind!], "
            "$since: Date, $first: Int)",
        ),
        (
            "table: sharing",
            "table: shares",
            "line 24: the query has no list 'shares'. Did you mean sharing?",
        ),
        (
            "path: sharing.number",
            "path: sharing.nmber",
            "line 30: column number: the query selects nothing at 'sharing.nmber'. Did you mean sharing.number?",
        ),
        (
            "type: integer",
            "type: text",
            "line 30: column number is of type integer, not text: 'sharing.number' is Int",
        ),
        (
            "type: integer",
            "type: number",
            "line 32: columns.1.type: Input should be 'text', 'date', 'integer', 'boolean' or 'code'",
        ),
        ("name: number", "name: dataset", "line 30: two columns are called dataset"),
        ("name: number", "name: how often", "line 30: columns.1.name: String should match pattern"),
        (
            "category: dataset",
            "category: datasets",
            "line 34: the chart's category 'datasets' is no column. Did you mean dataset?",
        ),
        (
            "category: dataset",
            "category: number, value: dataset",
            "line 34: the chart's value dataset is of type text; a bar needs an integer",
        ),
        (
            "{dataset: Births}",
            "{data: Births}",
            "line 36: the example's first row gives 'data', which is no column. Did you mean dataset?",
        ),
        ("# order: 1", "# cacheSeconds: -1", "line 7: cacheSeconds: Input should be greater than or equal to 0"),
        ("# order: 1", "# roles: [OWNER]", "line 7: roles.0: Input should be 'ADMINISTRATOR', 'MEMBER' or 'PUBLIC'"),
    ],
)
def test_a_bad_file_is_named_with_the_line_and_what_is_wrong(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert wrong(tmp_path, old, new).startswith(f"who-shares.graphql, {said}")


def test_a_file_without_a_heading_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bare.graphql").write_text("query A { sharing { dataset } }\n")
    with pytest.raises(QuestionError, match=r"bare\.graphql, line 1: the file must begin with its heading"):
        load_questions(tmp_path)


def test_a_heading_that_is_no_mapping_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bare.graphql").write_text("# just words\nquery A { sharing { dataset } }\n")
    with pytest.raises(QuestionError, match=r"bare\.graphql, line 1: the heading must be YAML of the form"):
        load_questions(tmp_path)


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "latin.graphql").write_bytes(GOOD.replace("Bury", "Caf\u00e9").encode("latin-1"))
    with pytest.raises(QuestionError, match=r"latin\.graphql, line 1: the file is not UTF-8 text"):
        load_questions(tmp_path)


@pytest.mark.parametrize("name", ["Who.graphql", "who shares.graphql", "who_shares.graphql", "-who.graphql"])
def test_a_file_name_is_a_name_for_a_link(tmp_path: Path, name: str) -> None:
    said = wrong(tmp_path, "order: 1", "order: 2", name)
    assert said == (
        f"{name}, line 1: a file name is lower-case words joined by hyphens, such as who-shares-what.graphql"
    )


def test_a_parameter_that_names_a_node_is_an_id_of_a_type_there_is(tmp_path: Path) -> None:
    said = wrong(tmp_path, "#     default: Bury\n", "#     default: Bury\n#     names: Flow\n")
    assert said == "who-shares.graphql, line 9: between is no ID, so it names no Flow"
    schema = build_schema(
        """
        type Query { sharing(between: ID!, kinds: [Kind!], since: Date, first: Int): [Flow!] }
        interface Node { id: ID! }
        type Body implements Node { id: ID! }
        type Flow { dataset: String number: Int }
        enum Kind { GIVEN TAKEN }
        scalar Date
        """
    )
    ours = GOOD.replace("String!", "ID!")
    (tmp_path / "who-shares.graphql").write_text(ours.replace("default: Bury", "names: Body\n#     default: Bury"))
    validate_questions(load_questions(tmp_path), schema)
    (tmp_path / "who-shares.graphql").write_text(ours.replace("default: Bury", "names: Flow\n#     default: Bury"))
    with pytest.raises(QuestionError) as raised:
        validate_questions(load_questions(tmp_path), schema)
    assert str(raised.value) == "who-shares.graphql, line 9: between: there is no type of node Flow"


def test_two_questions_cannot_share_an_operation_name(tmp_path: Path) -> None:
    (tmp_path / "a.graphql").write_text(GOOD)
    (tmp_path / "b.graphql").write_text(GOOD)
    with pytest.raises(QuestionError) as raised:
        load_questions(tmp_path)
    assert str(raised.value) == (
        "b.graphql, line 40: the operation name WhoShares is taken by a.graphql; choose another"
    )
