"""The parameters of a question as the fields of a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import graphql

from api.pages.named import Named
from api.pages.recipes import texts_of
from queries.prepared.question import Question

Control = Literal["text", "number", "date", "choice", "choices"]

_CONTROLS: Final[dict[str, Control]] = {"Int": "number", "Float": "number", "Date": "date"}


@dataclass(frozen=True)
class Choice:
    """One value that a field offers, what it means, and whether it is chosen now."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class FormField:
    """One parameter as a field: what it is called, how it is filled in, what it holds now, what it may name."""

    name: str
    help: str
    control: Control
    required: bool
    value: str
    choices: tuple[Choice, ...] = ()
    named: tuple[Named, ...] = ()


def form_fields(
    question: Question,
    schema: graphql.GraphQLSchema,
    given: Mapping[str, Sequence[str]],
    named: Mapping[str, Sequence[Named]],
) -> list[FormField]:
    """Return the fields of a question's form, holding what was given, else the defaults.

    `named` are the nodes to offer, by the type that a parameter names.
    """
    defaults = question.variables()
    fields = []
    for parameter in question.parameters:
        held = _held(parameter.name, given, defaults)
        field = _field(parameter.name, parameter.help, _type(schema, parameter.type), held)
        fields.append(replace(field, named=tuple(named.get(parameter.names or "", ()))))
    return fields


def _held(name: str, given: Mapping[str, Sequence[str]], defaults: Mapping[str, Any]) -> list[str]:
    return list(given[name]) if name in given else texts_of(defaults.get(name))


def _field(name: str, help_: str, type_: graphql.GraphQLInputType, held: list[str]) -> FormField:
    required = graphql.is_non_null_type(type_)
    named = graphql.get_named_type(type_)
    many = graphql.is_list_type(graphql.get_nullable_type(type_))
    if isinstance(named, graphql.GraphQLEnumType):
        chosen = {part for text in held for part in text.split(",")}
        choices = [
            Choice(value, (meaning.description or "").strip(), value in chosen)
            for value, meaning in named.values.items()
        ]
        if not many and not required:
            choices.insert(0, Choice("", "", "" in chosen))
        return FormField(name, help_, "choices" if many else "choice", required, "", tuple(choices))
    if isinstance(named, graphql.GraphQLScalarType) and named.name == "Boolean":
        values = ("yes", "no") if required else ("", "yes", "no")
        return FormField(name, help_, "choice", required, "", tuple(Choice(v, "", v in held) for v in values))
    control: Control = "text" if many else _CONTROLS.get(named.name, "text")
    return FormField(name, help_, control, required, ",".join(held))


def _type(schema: graphql.GraphQLSchema, written: str) -> graphql.GraphQLInputType:
    found = graphql.type_from_ast(schema, graphql.parse_type(written))
    assert found is not None and graphql.is_input_type(found)  # noqa: S101, PT018 - held by validation
    return found
