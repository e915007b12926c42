"""Strawberry types whose fields come from the model rather than from class bodies.

Types refer to each other in circles, so each is made empty first and given its fields once all exist.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Any, Optional

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField

from graph.model.property import CodeList

Shell = Any  # a Strawberry type made at run time has no static type


def output(name: str, description: str, interfaces: Sequence[Shell] = ()) -> Shell:
    """Make an object type without fields."""
    cls = type(name, tuple(interfaces), {"__annotations__": {}})
    return strawberry.type(cls, name=name, description=description)


def interface(name: str, description: str) -> Shell:
    """Make an interface without fields."""
    return strawberry.interface(type(name, (), {"__annotations__": {}}), name=name, description=description)


def input_type(name: str, description: str, *, one_of: bool = False) -> Shell:
    """Make an input type without fields. `one_of`: exactly one of its fields must be given."""
    return strawberry.input(type(name, (), {"__annotations__": {}}), name=name, description=description, one_of=one_of)


def enumeration(codes: CodeList) -> Shell:
    """Make an enum from a code list, each value with its meaning."""
    members = {code: strawberry.enum_value(code, description=meaning) for code, meaning in codes.values.items()}
    functional: Any = enum.Enum  # the static type of enum.Enum allows literal names alone
    made = functional(codes.name, members)
    return strawberry.enum(made, name=codes.name, description=codes.description)


def definition(shell: Shell) -> StrawberryObjectDefinition:
    """Return the definition of a shell, whose fields can be set."""
    found: StrawberryObjectDefinition = shell.__strawberry_definition__
    return found


def optional(kind: Any) -> Any:
    """Return the nullable form of a type."""
    return Optional[kind]  # noqa: UP045 (the type is only known at run time)


def listed(kind: Any) -> Any:
    """Return the type of a list of a type, without nulls in it."""
    return list.__class_getitem__(kind)


def field(name: str, kind: Any, description: str, arguments: Sequence[StrawberryArgument] = ()) -> StrawberryField:
    """Make an output field. Its value is read from what the compiled statement fetched."""
    made = StrawberryField(
        python_name=name,
        graphql_name=name,
        type_annotation=StrawberryAnnotation(kind),
        description=description,
    )
    made.arguments = list(arguments)
    return made


def input_field(name: str, kind: Any, description: str) -> StrawberryField:
    """Make an optional field of an input type."""
    return StrawberryField(
        python_name=name,
        graphql_name=name,
        type_annotation=StrawberryAnnotation(optional(kind)),
        description=description,
        default=strawberry.UNSET,
    )


def argument(name: str, kind: Any, description: str, default: Any = strawberry.UNSET) -> StrawberryArgument:
    """Make an argument. One whose kind is nullable may be left out."""
    return StrawberryArgument(
        python_name=name,
        graphql_name=name,
        type_annotation=StrawberryAnnotation(kind),
        description=description,
        default=default,
    )
