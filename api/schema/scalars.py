"""Dates and instants as GraphQL knows them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, NewType

import strawberry
from graphql import GraphQLError, GraphQLScalarType, GraphQLSchema, StringValueNode, ValueNode
from strawberry.types.scalar import ScalarDefinition

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Date = NewType("Date", str)
DateTime = NewType("DateTime", str)

SCALARS: dict[object, ScalarDefinition] = {
    Date: strawberry.scalar(
        name="Date",
        description="A day without a time zone, written YYYY-MM-DD.",
        specified_by_url="https://scalars.graphql.org/andimarek/local-date.html",
    ),
    DateTime: strawberry.scalar(
        name="DateTime",
        description="A moment in UTC, written as ISO 8601 with milliseconds, such as 2024-01-31T09:30:00.000Z.",
        specified_by_url="https://scalars.graphql.org/andimarek/date-time.html",
    ),
}


def parse_day(value: Any) -> dt.date:
    """Return a date written YYYY-MM-DD. Raises GraphQLError for anything else, including 30 February."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    raise GraphQLError(f"{value!r} is not a date. Write the day as YYYY-MM-DD, such as 2026-03-31.")


def attach_scalars(schema: GraphQLSchema) -> None:
    """Give the scalars of an executable schema their behaviour: dates are read strictly, texts pass unchanged."""
    date = schema.type_map["Date"]
    assert isinstance(date, GraphQLScalarType)  # noqa: S101

    def parse_literal(node: ValueNode, _variables: Any = None) -> dt.date:
        return parse_day(node.value if isinstance(node, StringValueNode) else None)

    date.parse_value = date.coerce_input_value = parse_day  # type: ignore[method-assign]
    date.parse_literal = date.coerce_input_literal = parse_literal  # type: ignore[assignment]
