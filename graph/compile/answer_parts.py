"""What a declared answer may have beside nodes and pages: numbers and filters asked with, values, short lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.compile.shape import Leaf
from graph.model.declaration import CodeList

if TYPE_CHECKING:
    from graph.compile.declared import ListField, NodeField, Scene


@dataclass(frozen=True, slots=True)
class Number:
    """An argument that is a whole number and decides what is asked of the database; it may be left out."""

    name: str
    description: str


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
