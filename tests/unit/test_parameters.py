"""Parameters of a question as they are written on a command line."""

from __future__ import annotations

import graphql
import pytest

from api.cli.faults import BadInput
from api.cli.parameters import variables

QUESTION = "query Q($id: ID!, $n: Int, $x: Float, $ok: Boolean, $kinds: [Kind!]!, $where: Where, $days: [Date]) { a }"


def read(*written: str) -> dict[str, object]:
    operation = graphql.parse(QUESTION).definitions[0]
    assert isinstance(operation, graphql.OperationDefinitionNode)
    return variables(operation, written)


def test_each_is_read_as_the_type_that_the_question_declares() -> None:
    assert read("id=a=b", "n=-3", "x=0.5", "ok=yes", "kinds=A,B", "kinds=C", 'where={"a": [1]}') == {
        "id": "a=b",
        "n": -3,
        "x": 0.5,
        "ok": True,
        "kinds": ["A", "B", "C"],
        "where": {"a": [1]},
    }
    assert read('kinds=["A, B", "C"]', "ok=FALSE", "days=2026-04-01") == {
        "kinds": ["A, B", "C"],
        "ok": False,
        "days": ["2026-04-01"],
    }


@pytest.mark.parametrize(
    ("written", "line"),
    [
        (["id"], "--param id has no value: write --param name=value."),
        (["name=x"], "the question has no parameter name. It has id, n, x, ok, kinds, where, days."),
        (["n=three"], "--param n=three is no whole number."),
        (["x=much"], "--param x=much is no number."),
        (["ok=maybe"], "--param ok=maybe is neither yes nor no."),
        (["id=a", "id=b"], "--param id is given 2 times and takes one value."),
        (
            ["where={a}"],
            "--param where is not readable as JSON: Expecting property name enclosed in double quotes: line 1 "
            "column 2 (char 1).",
        ),
    ],
)
def test_a_wrong_one_is_told(written: list[str], line: str) -> None:
    with pytest.raises(BadInput) as told:
        read(*written)
    assert str(told.value) == line


def test_a_question_without_any_says_so() -> None:
    operation = graphql.parse("{ a }").definitions[0]
    assert isinstance(operation, graphql.OperationDefinitionNode)
    with pytest.raises(BadInput, match=r"^the question has no parameter id\. It has none\.$"):
        variables(operation, ["id=x"])
