"""What is too large is refused before validation looks at it, and says which limit and what to do."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from graphql import GraphQLSchema, get_introspection_query

from api.graphql.documents import Documents
from api.graphql.errors import Refusal
from api.limits import Limits
from api.schema.build import executable_schema

SCHEMA = Path(__file__).parents[2] / "api" / "schema.graphql"


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return executable_schema(SCHEMA.read_text(encoding="utf-8"))


def refused(schema: GraphQLSchema, text: str, limits: Limits | None = None) -> dict[str, object]:
    with pytest.raises(Refusal) as refusal:
        Documents(schema, limits or Limits()).read(text)
    [error] = refusal.value.formatted()
    assert error["extensions"]["code"] == "LIMIT_EXCEEDED"
    return error


def test_ten_thousand_repeated_fields_are_refused_at_once(schema: GraphQLSchema) -> None:
    documents = Documents(schema, Limits())
    text = "{ agreements { nodes {" + " title" * 10_000 + " } } }"
    seconds = []
    for _ in range(5):
        started = time.perf_counter()
        with pytest.raises(Refusal) as refusal:
            documents.read(text)
        seconds.append(time.perf_counter() - started)
    assert min(seconds) < 0.05
    [error] = refusal.value.formatted()
    assert error["message"].startswith("The question has more than 2,000 tokens")
    assert error["extensions"] == {"code": "LIMIT_EXCEEDED", "help": "docs/errors/LIMIT_EXCEEDED.md", "limit": "tokens"}


def test_characters(schema: GraphQLSchema) -> None:
    error = refused(schema, "{ __typename #" + "x" * 100_000 + "\n}")
    assert error["message"] == (
        "The question is 100,016 characters long; the limit is 100,000. Give long lists of values as variables."
    )


def test_forty_levels(schema: GraphQLSchema) -> None:
    text = "{ organisations { nodes {" + " partOf { nodes {" * 19 + " name" + " } }" * 19 + " } } }"
    error = refused(schema, text)
    assert error["message"] == (
        "The question is 41 levels deep; the limit is 20. Ask for less in one go, or start from the far end."
    )


def test_depth_through_fragments(schema: GraphQLSchema) -> None:
    fragments = "".join(f"fragment F{n} on Organisation {{ partOf {{ nodes {{ ...F{n + 1} }} }} }}" for n in range(10))
    text = "{ organisations { nodes { ...F0 } } }" + fragments + "fragment F10 on Organisation { name }"
    assert refused(schema, text)["message"].startswith("The question is 23 levels deep")  # type: ignore[attr-defined]


def test_fragments_in_a_circle_are_left_to_validation(schema: GraphQLSchema) -> None:
    text = "{ organisations { nodes { ...F } } } fragment F on Organisation { parts { nodes { ...F } } }"
    with pytest.raises(Refusal) as refusal:
        Documents(schema, Limits()).read(text)
    assert refusal.value.code == "GRAPHQL_INVALID"
    assert "itself" in str(refusal.value)


def test_doubling_fragments_are_counted_quickly(schema: GraphQLSchema) -> None:
    """Twenty fragments that each spread the next one twice stand for a million fields."""
    parts = [f"fragment F{n} on Organisation {{ ...F{n + 1} ...F{n + 1} }}" for n in range(20)]
    text = "{ organisations { nodes { ...F0 } } }" + " ".join(parts) + "fragment F20 on Organisation { name }"
    started = time.perf_counter()
    assert Documents(schema, Limits()).read(text).operations
    assert time.perf_counter() - started < 2


def test_doubling_root_fragments_are_counted_quickly(schema: GraphQLSchema) -> None:
    parts = [f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(25)]
    text = "{ ...F0 }" + " ".join(parts) + "fragment F25 on Query { __typename }"
    started = time.perf_counter()
    refused(schema, text)
    assert time.perf_counter() - started < 1


def test_five_hundred_aliases(schema: GraphQLSchema) -> None:
    text = "{ organisations { nodes {" + " ".join(f"a{n}: name" for n in range(500)) + " } } }"
    error = refused(schema, text)
    assert error["message"] == (
        "The question uses 500 aliases; the limit is 50. Filter with `in:` to ask about many at once, or ask "
        "several questions."
    )


def test_root_fields(schema: GraphQLSchema) -> None:
    text = "{" + " ".join(f"a{n}: agreements {{ totalCount }}" for n in range(11)) + "}"
    assert refused(schema, text)["extensions"]["limit"] == "root fields"  # type: ignore[index]


def test_what_the_explorer_asks_is_within_the_limits(schema: GraphQLSchema) -> None:
    assert Documents(schema, Limits()).read(get_introspection_query(descriptions=True, input_value_deprecation=True))
