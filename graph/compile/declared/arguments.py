"""What a declared root field is asked with, beside the day: nodes, codes, numbers, filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.compile.cypher.context import Context
from graph.compile.errors import BadArgument
from graph.model.property import CodeList


@dataclass(frozen=True, slots=True)
class Named:
    """An argument that names a node, which is bound to `variable` in the Cypher of a declaration."""

    name: str
    label: str
    description: str
    required: bool = True

    @property
    def variable(self) -> str:
        """Return the variable, such as `givenBody`: row scope and conditions bind plain words such as `body`."""
        return given_variable(self.name)


@dataclass(frozen=True, slots=True)
class Choice:
    """An argument that is one of some codes, or `several` of them, and decides what is asked of the database.

    Where it is `optional` and left out, the description says what is meant.
    """

    name: str
    codes: CodeList
    description: str
    several: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """An argument that is a whole number between two bounds; `default` is meant where it is left out."""

    name: str
    description: str
    default: int
    least: int
    most: int

    def placeholder(self, context: Context, given: Mapping[str, Any], slot: int) -> str:
        """Return the placeholder of its value."""
        if self.name not in given:
            return context.constant(self.default)
        return context.parameter(slot, self.name, transform=self._checked)

    def _checked(self, value: int) -> int:
        if not self.least <= value <= self.most:
            raise BadArgument(f"{self.name}: {value} is out of bounds. Ask for {self.least} to {self.most:,}.")
        return value


@dataclass(frozen=True, slots=True)
class Fitting:
    """An argument by which nodes of a label are filtered, as lists of them are; it may be left out."""

    name: str
    label: str
    description: str


Argument = Named | Choice | Number | Fitting


def given_variable(name: str) -> str:
    """Return the variable of the node that an argument names."""
    return f"given{name[0].upper()}{name[1:]}"
