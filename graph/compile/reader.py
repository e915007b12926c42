"""Turns the shape of an answer into the function that builds it.

Two functions come from one shape. `build` makes the finished response (pass through): every code is checked
against its list and every id and count must be there, and where one is not it raises Surprise. `fetch`
makes the same tree for ordinary completion, which then checks and reports as the GraphQL specification says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.compile.asked.cursor import encode_cursor
from graph.compile.asked.ids import encode_id
from graph.compile.shape import (
    Constant,
    CursorOf,
    Leaf,
    Listed,
    ObjectShape,
    One,
    OneOfMany,
    Page,
    Same,
    Shape,
    Value,
)
from graph.model.property import CodeList

Reader = Callable[[list[Any], Mapping[str, Any]], Any]

# Where a fetched object keeps its type name. No response key starts so.
TYPE_KEY = "\0type"
_MAX_INT = 2**31 - 1
_MIN_INT = -(2**31)


class Surprise(Exception):
    """A value is not what the schema promises; ordinary completion must report it."""


@dataclass
class _Writer:
    code_lists: Mapping[str, CodeList]
    finished: bool
    lines: list[str] = field(default_factory=list)
    names: dict[str, Any] = field(default_factory=dict)
    count: int = 0

    def object(self, shape: ObjectShape) -> str:
        """Write the function that builds an object from a row and return its name."""
        items = [] if self.finished else [f"{TYPE_KEY!r}: {shape.type_name!r}"]
        items += [f"{key!r}: {self.expression(each, 'r')}" for key, each in shape.fields]
        return self._function("o", [f"return {{{', '.join(items)}}}"])

    def expression(self, shape: Shape, row: str) -> str:
        """Return the Python expression that reads a shape from a row."""
        match shape:
            case Value():
                return self._leaf(shape, f"{row}[{shape.at}]")
            case Constant(value):
                return repr(value)
            case One(at, inner):
                return f"(None if {row}[{at}] is None else {self.object(inner)}({row}[{at}], P))"
            case Listed(at, inner):
                return f"[{self.object(inner)}(x, P) for x in {row}[{at}]]"
            case Same(inner):
                return f"{self.object(inner)}({row}, P)"
            case OneOfMany(at, inner_by_label):
                table = self._name(dict.fromkeys(inner_by_label), "t")
                made = {label: self.object(inner) for label, inner in inner_by_label.items()}
                self.lines.append(
                    f"{table} = {{{', '.join(f'{label!r}: {function}' for label, function in made.items())}}}"
                )
                return f"(None if {row}[{at}] is None else {table}[{row}[{at}][0]]({row}[{at}][1], P))"
            case CursorOf(order, start, stop):
                self.names["cursor_of"] = encode_cursor
                return f"cursor_of({order!r}, {row}[{start}:{stop}])"
            case Page():
                return f"{self._page(shape)}({row}, P)"

    def _page(self, page: Page) -> str:
        body: list[str] = []
        items = [] if self.finished else [f"{TYPE_KEY!r}: {page.type_name!r}"]
        if page.at is not None:
            body.append(f"rows = r[{page.at}]")
            if page.extra:
                body.append(f"size = P[{page.limit!r}] - {page.extra}")
                body.append("more = len(rows) > size")
                body.append("rows = rows[:size]")
            if page.backward:
                body.append("rows = rows[::-1]")
        for key, each in page.fields:
            if each.name == "__typename":
                items.append(f"{key!r}: {page.type_name!r}")
            elif each.name == "totalCount":
                items.append(f"{key!r}: {self._leaf(Value(page.count_at or 0, Leaf.INTEGER), f'r[{page.count_at}]')}")
            elif each.name == "pageInfo":
                items.append(f"{key!r}: {self._page_info(page, each.fields)}")
            else:
                assert each.shape is not None  # noqa: S101
                items.append(f"{key!r}: [{self.expression(each.shape, 'x')} for x in rows]")
        body.append(f"return {{{', '.join(items)}}}")
        return self._function("c", body)

    def _page_info(self, page: Page, fields: list[tuple[str, str]]) -> str:
        values = {
            "__typename": "'PageInfo'",
            "hasNextPage": str(page.resumed) if page.backward else "more",
            "hasPreviousPage": "more" if page.backward else str(page.resumed),
        }
        if page.cursor is not None:
            values["startCursor"] = f"({self.expression(page.cursor, 'rows[0]')} if rows else None)"
            values["endCursor"] = f"({self.expression(page.cursor, 'rows[-1]')} if rows else None)"
        items = [] if self.finished else [f"{TYPE_KEY!r}: 'PageInfo'"]
        items += [f"{key!r}: {values[name]}" for key, name in fields]
        return f"{{{', '.join(items)}}}"

    def _leaf(self, value: Value, read: str) -> str:
        match value.leaf:
            case Leaf.ID:
                return f"{self._name(_id_maker(value.of, self.finished), 'id_')}({read})"
            case Leaf.INSTANT:
                self.names["instant"] = instant_text
                return f"instant({read})"
            case Leaf.COMPUTED:
                return f"{read}"
            case _ if not self.finished:
                return read
            case Leaf.CODE:
                return f"{self._codes(value.of)}[{read}]"
            case Leaf.CODES:
                return f"[{self._codes(value.of)}[y] for y in {read}]"
            case Leaf.INTEGER:
                self.names["integer"] = _integer
                return f"integer({read})"
            case _:
                return read

    def _codes(self, name: str) -> str:
        return self._name({None: None, **{code: code for code in self.code_lists[name].values}}, f"code_{name}_")

    def _name(self, value: Any, prefix: str) -> str:
        self.count += 1
        name = f"{prefix}{self.count}"
        self.names[name] = value
        return name

    def _function(self, prefix: str, body: list[str]) -> str:
        self.count += 1
        name = f"{prefix}{self.count}"
        self.lines.append(f"def {name}(r, P):")
        self.lines.extend(f"    {line}" for line in body)
        return name


def make_reader(shape: Shape, code_lists: Mapping[str, CodeList], *, finished: bool) -> Reader:
    """Return the function that builds the answer of a root field from the values of its one record.

    It takes the list of values and the statement's parameters. `finished` chooses pass through; that
    function raises Surprise (or KeyError for an unknown code) where ordinary completion must take over.
    """
    writer = _Writer(code_lists, finished)
    expression = writer.expression(shape, "r")
    source = "\n".join([*writer.lines, f"def read(r, P):\n    return {expression}"])
    # The source is made of our own templates; the only foreign parts are response keys, written by repr().
    exec(compile(source, "<reader>", "exec"), writer.names)  # noqa: S102
    reader: Reader = writer.names["read"]
    return reader


def instant_text(millis: int | None) -> str | None:
    """Return an instant given in milliseconds since 1970 as ISO 8601 in UTC, e.g. 2024-01-01T00:00:00.000Z."""
    if millis is None:
        return None
    seconds, rest = divmod(millis, 1000)
    moment = dt.datetime.fromtimestamp(seconds, dt.UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{rest:03d}Z"


def _id_maker(label: str, finished: bool) -> Callable[[str | None], str | None]:
    def make(key: str | None) -> str | None:
        if key is not None:
            return encode_id(label, key)
        if finished:
            raise Surprise(f"a {label} has no key")
        return None

    return make


def _integer(value: Any) -> int | None:
    if value is not None and not (type(value) is int and _MIN_INT <= value <= _MAX_INT):
        raise Surprise(f"{value!r} is no 32-bit integer")
    checked: int | None = value
    return checked
