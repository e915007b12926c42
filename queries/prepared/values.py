"""The values of a question's parameters, read from text by the types that the question declares."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import graphql

YES = ("yes", "true")
NO = ("no", "false")


class ParameterError(ValueError):
    """A parameter cannot be taken as it was given. The message says why; `name` is the parameter's, if it has one."""

    def __init__(self, message: str, name: str | None = None) -> None:
        super().__init__(message)
        self.name = name


def read_values(
    operation: graphql.OperationDefinitionNode, given: Mapping[str, Sequence[str]], *, empty_is_null: bool = False
) -> dict[str, Any]:
    """Read texts as the variables that the operation declares.

    A list is given by several texts or one with commas, an input object as JSON. `empty_is_null`: an empty text
    stands for null, as an empty field of a form does. Raises ParameterError.
    """
    types = {d.variable.name.value: d.type for d in operation.variable_definitions or ()}
    for name in given:
        if name not in types:
            offered = f"It has {', '.join(types)}." if types else "It has none."
            raise ParameterError(f"the question has no parameter {name}. {offered}")
    values: dict[str, Any] = {}
    for name, texts in given.items():
        if empty_is_null and not any(texts):
            if isinstance(types[name], graphql.NonNullTypeNode):
                raise ParameterError(f"{name} is empty and the question needs it: give it a value.", name)
            values[name] = None
        else:
            values[name] = _value(name, types[name], texts)
    return values


def _value(name: str, type_: graphql.TypeNode, texts: Sequence[str]) -> Any:
    inner = type_.type if isinstance(type_, graphql.NonNullTypeNode) else type_
    if isinstance(inner, graphql.ListTypeNode):
        if len(texts) == 1 and texts[0].lstrip().startswith("["):
            return _json(name, texts[0])
        return [_value(name, inner.type, [part]) for text in texts for part in text.split(",") if part]
    if len(texts) > 1:
        raise ParameterError(f"{name} is given {len(texts)} times and takes one value.", name)
    assert isinstance(inner, graphql.NamedTypeNode)  # noqa: S101 - the only other kind of type
    return _single(name, inner.name.value, texts[0])


def _single(name: str, type_: str, text: str) -> Any:
    if type_ == "Int":
        try:
            return int(text)
        except ValueError:
            raise ParameterError(f"{name}={text} is no whole number.", name) from None
    if type_ == "Float":
        try:
            return float(text)
        except ValueError:
            raise ParameterError(f"{name}={text} is no number.", name) from None
    if type_ == "Boolean":
        if text.lower() not in (*YES, *NO):
            raise ParameterError(f"{name}={text} is neither yes nor no.", name)
        return text.lower() in YES
    return _json(name, text) if text.lstrip().startswith("{") else text


def _json(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as wrong:
        raise ParameterError(f"{name} is not readable as JSON: {wrong}.", name) from None
