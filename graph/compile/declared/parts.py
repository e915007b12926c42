"""What a declared answer may have beside nodes and pages: numbers and filters asked with, values, short lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.compile.cypher.context import Context
from graph.compile.errors import BadArgument
from graph.compile.shape import Leaf
from graph.model.declaration import CodeList

if TYPE_CHECKING:
    from graph.compile.declared.answer import ListField, NodeField
    from graph.compile.declared.scene import Scene


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


@dataclass(frozen=True, slots=True)
class ValueField:
    """A value that is no node: an expression over what is bound, and how it is read.

    `needs` are variables of `Prepared` lines that the expression reads, as everywhere.
    """

    name: str
    description: str
    expression: str
    leaf: Leaf = Leaf.PLAIN
    codes: CodeList | None = None
    optional: bool = False
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartsField:
    """A short list that is not paged, of at most `most` parts.

    `find` binds `variables` for each, and they are all that the fields of a part read.
    """

    name: str
    part: str
    part_description: str
    description: str
    variables: tuple[str, ...]
    find: Callable[[Scene], list[str]]
    fields: tuple[NodeField | ValueField | ListField, ...]
    most: Callable[[Scene], int]


@dataclass(frozen=True, slots=True)
class Prepared:
    """Lines that run once, before the fields that need what they bind."""

    variables: tuple[str, ...]
    find: Callable[[Scene], list[str]]


def prepared_lines(prepared: Iterable[Prepared], needed: set[str], scene: Scene) -> list[str]:
    """Return the lines of what binds a variable that is needed."""
    return [line for each in prepared if needed & set(each.variables) for line in each.find(scene)]
