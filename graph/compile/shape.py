"""The shape of an answer: what stands where in the lists a statement returns, and under which key it goes.

A shape is data; `graph.compile.reader` turns it into the function that builds the answer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Leaf(Enum):
    """How a leaf is read from the value the database returned."""

    PLAIN = "plain"
    ID = "id"
    CODE = "code"
    CODES = "codes"
    INTEGER = "integer"
    FLAG = "flag"
    INSTANT = "instant"
    COMPUTED = "computed"


@dataclass(frozen=True, slots=True)
class Value:
    """A leaf at one place of its row. `of` is the label of an id or the code list of a code."""

    at: int
    leaf: Leaf = Leaf.PLAIN
    of: str = ""


@dataclass(frozen=True, slots=True)
class Constant:
    """A leaf the plan knows beforehand, such as a type name."""

    value: str | None


@dataclass(slots=True)
class ObjectShape:
    """An object of one type: its response keys in selection order, and the shape of each."""

    type_name: str
    fields: list[tuple[str, Shape]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class One:
    """An object or null, at one place of its row."""

    at: int
    shape: ObjectShape


@dataclass(frozen=True, slots=True)
class OneOfMany:
    """An object of one of several types or null: the place holds [label, values]."""

    at: int
    shapes: dict[str, ObjectShape]


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of objects of one type at one place of its row."""

    at: int
    shape: ObjectShape


@dataclass(frozen=True, slots=True)
class Same:
    """An object that shares the row of the object it stands in."""

    shape: ObjectShape


@dataclass(frozen=True, slots=True)
class CursorOf:
    """The cursor of an edge: the order it belongs to and where its row holds the sort keys."""

    order: str
    start: int
    stop: int


@dataclass(slots=True)
class Page:
    """A connection: its rows at one place of the row it stands in.

    `limit` is the parameter that holds how many rows were asked for: the page size, and `extra` (0 or 1) more
    where the answer says whether there is a further page. `backward` pages were read from the end.
    `resumed` says that a cursor was given, so that something lies on the other side of it.
    """

    at: int | None
    limit: str
    extra: int
    backward: bool
    resumed: bool
    type_name: str
    count_at: int | None = None
    cursor: CursorOf | None = None
    fields: list[tuple[str, PageField]] = field(default_factory=list)


@dataclass(slots=True)
class PageField:
    """One selected field of a connection."""

    name: str
    shape: Shape | None = None
    fields: list[tuple[str, str]] = field(default_factory=list)


Shape = Value | Constant | One | OneOfMany | Listed | Same | CursorOf | Page
