"""Argument values of a request, and their shape.

A plan depends on which arguments are present and on the few values that decide the text of a statement
(directions, conditions, kinds), never on the other values: those are parameters.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, cast

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    get_argument_values,
)
from graphql.execution.values import VariableValues

from graph.compile.asked.ids import decode_id
from graph.compile.asked.selection import Selected, Selection

# Enums whose value decides the text of the statement. Condition enums end alike.
STRUCTURAL_ENUMS = frozenset(
    {
        "OrderDirection",
        "SharingDirection",
        "SearchKind",
        "FindingGroupBy",
        "ImpactEvent",
        "ExpiringKind",
        "WorkKind",
        "CoverageTold",
        "StatisticsOf",
        "StatisticsBy",
    }
)
CONDITION_SUFFIX = "Condition"
# Numbers that decide it: how many hops are unrolled.
STRUCTURAL_NUMBERS = frozenset({"hops"})

Arguments = Mapping[str, Any]


def coerce(selection: Selection, variables: VariableValues) -> list[Arguments]:
    """Return the coerced arguments of every field that takes some, by slot, nulls left out.

    Raises graphql.GraphQLError where a value does not fit its type.
    """
    return [
        _without_nulls(get_argument_values(cast("Any", each.definition), each.node, variables))
        for each in selection.with_arguments
    ]


def shapes(selection: Selection, arguments: list[Arguments]) -> Hashable:
    """Return what the plan depends on, of all argument values."""
    return tuple(shape(each, values) for each, values in zip(selection.with_arguments, arguments, strict=True))


def shape(selected: Selected, values: Arguments) -> Hashable:
    """Return the shape of one field's arguments."""
    assert selected.definition is not None  # noqa: S101
    if selected.name == "node":
        decoded = decode_id(values["id"])
        return (decoded[0] if decoded else None, "asOf" in values)
    return tuple(
        (name, values[name] if name in STRUCTURAL_NUMBERS else _shape(definition.type, values[name]))
        for name, definition in selected.definition.args.items()
        if name in values
    )


def _shape(kind: GraphQLInputType, value: Any) -> Hashable:
    if isinstance(kind, GraphQLNonNull):
        return _shape(cast("GraphQLInputType", kind.of_type), value)
    if isinstance(kind, GraphQLList):
        item = kind.of_type
        inner = item.of_type if isinstance(item, GraphQLNonNull) else item
        if isinstance(inner, GraphQLInputObjectType) or _structural(inner):
            return tuple(_shape(inner, each) for each in value)
        return "list"
    if isinstance(kind, GraphQLInputObjectType):
        return tuple((name, _shape(f.type, value[name])) for name, f in kind.fields.items() if name in value)
    if _structural(kind) or kind is GraphQLBoolean:
        return cast("Hashable", value)
    return None


def _structural(kind: object) -> bool:
    return isinstance(kind, GraphQLEnumType) and (kind.name in STRUCTURAL_ENUMS or kind.name.endswith(CONDITION_SUFFIX))


def _without_nulls(value: Any) -> Any:
    """Null means 'not given': a dashboard passes null for a filter its reader left empty."""
    if isinstance(value, dict):
        return {name: _without_nulls(each) for name, each in value.items() if each is not None}
    if isinstance(value, list):
        return [_without_nulls(each) for each in value if each is not None]
    return value
