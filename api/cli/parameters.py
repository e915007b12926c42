"""The values of a question's parameters, as they are written on a command line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import graphql

from api.cli.faults import BadInput

YES = ("yes", "true")
NO = ("no", "false")


def variables(operation: graphql.OperationDefinitionNode, written: Sequence[str]) -> dict[str, Any]:
    """Read `name=value` texts as the variables that the operation declares.

    A list is given by repeating the parameter or with commas, an input object as JSON. Raises BadInput.
    """
    types = {d.variable.name.value: d.type for d in operation.variable_definitions or ()}
    given: dict[str, list[str]] = {}
    for each in written:
        name, equals, value = each.partition("=")
        if not equals:
            raise BadInput(f"--param {each} has no value: write --param name=value.")
        if name not in types:
            offered = f"It has {', '.join(types)}." if types else "It has none."
            raise BadInput(f"the question has no parameter {name}. {offered}")
        given.setdefault(name, []).append(value)
    return {name: _value(name, types[name], values) for name, values in given.items()}


def _value(name: str, type_: graphql.TypeNode, values: Sequence[str]) -> Any:
    inner = type_.type if isinstance(type_, graphql.NonNullTypeNode) else type_
    if isinstance(inner, graphql.ListTypeNode):
        if len(values) == 1 and values[0].lstrip().startswith("["):
            return _json(name, values[0])
        return [_value(name, inner.type, [part]) for value in values for part in value.split(",") if part]
    if len(values) > 1:
        raise BadInput(f"--param {name} is given {len(values)} times and takes one value.")
    assert isinstance(inner, graphql.NamedTypeNode)  # noqa: S101 - the only other kind of type
    return _single(name, inner.name.value, values[0])


def _single(name: str, type_: str, value: str) -> Any:
    if type_ == "Int":
        try:
            return int(value)
        except ValueError:
            raise BadInput(f"--param {name}={value} is no whole number.") from None
    if type_ == "Float":
        try:
            return float(value)
        except ValueError:
            raise BadInput(f"--param {name}={value} is no number.") from None
    if type_ == "Boolean":
        if value.lower() not in (*YES, *NO):
            raise BadInput(f"--param {name}={value} is neither yes nor no.")
        return value.lower() in YES
    return _json(name, value) if value.lstrip().startswith("{") else value


def _json(name: str, value: str) -> Any:
    try:
        return json.loads(value)
    except json.JSONDecodeError as wrong:
        raise BadInput(f"--param {name} is not readable as JSON: {wrong}.") from None
