"""Root fields that are declared: what they are asked with, the Cypher that finds what they list, what it means.

A declaration is a file in `graph/compile/answers/`. The schema, the statement and the shape of the answer come from
it, so a new question over the graph is that file and its tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from graph.compile.context import Context, held_between
from graph.compile.declared_rows import Column, NodeColumn, Number, RowsField, column_value, node_value, value_of
from graph.compile.emit import Emitter, OpenPage, Row, where_clause
from graph.compile.ids import key_of
from graph.compile.listing import Listing, listing
from graph.compile.order import order_of
from graph.compile.selection import Selected
from graph.compile.shape import Constant, ObjectShape, One, Page, Same, Shape
from graph.model.declaration import CodeList


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


@dataclass(frozen=True)
class Scene:
    """What the Cypher of a declaration may ask for while it is written: codes given, new names, what must hold.

    `numbers` are the placeholders of the numbers among the arguments.
    """

    context: Context
    given: Mapping[str, Any]
    numbers: Mapping[str, str] = field(default_factory=dict)

    def name(self, prefix: str) -> str:
        """Return a variable name that nothing else has."""
        return self.context.name(prefix)

    def seen(self, label: str, variable: str) -> list[str]:
        """Return what must hold of a node on the way: the caller may see it, and it held on the day asked about."""
        return self.context.scoped(label, variable) + self.context.held(self.context.model.nodes[label], variable)

    def current(self, label: str, variable: str) -> list[str]:
        """Return the same where the fact must hold today, even where no day is named."""
        node = self.context.model.nodes[label]
        precise = {p.name for p in node.properties if p.precision}
        held = held_between(variable, node.held, precise) if node.held else []
        return self.context.scoped(label, variable) + held


# Lines that bind a variable to what is found, from the variables of the arguments.
Find = Callable[[Scene, str], list[str]]


@dataclass(frozen=True, slots=True)
class NodeField:
    """The node that an argument of the same name names."""

    name: str
    label: str
    description: str


@dataclass(frozen=True, slots=True)
class ListField:
    """A page of nodes, found by Cypher and each listed once."""

    name: str
    label: str
    description: str
    find: Find


@dataclass(frozen=True, slots=True)
class EntriesField:
    """A page of entries, one for each node found, that hold the node as `key` and pages that depend on it.

    The node is bound to `variable` in the Cypher of those pages, which begins with `given` as those of arguments do.
    """

    name: str
    entry: str
    entry_description: str
    key: NodeField
    variable: str
    description: str
    find: Find
    fields: tuple[ListField, ...]


Field = NodeField | ListField | EntriesField | RowsField | Column


@dataclass(frozen=True, slots=True)
class Answer:
    """A declared root field. `check` raises BadArgument where arguments do not go together."""

    root: str
    type_name: str
    type_description: str
    description: str
    arguments: tuple[Named | Choice | Number, ...]
    fields: tuple[Field, ...]
    check: Callable[[Mapping[str, Any]], None] = field(default=lambda given: None)


def declared(emitter: Emitter, each: Selected, answer: Answer) -> tuple[str, Shape]:
    """Compile a declared root field."""
    context, given = emitter.context, emitter.given(each)
    answer.check(given)
    labels = frozenset(context.model.nodes)
    lines: list[str] = []
    bound = [a for a in answer.arguments if isinstance(a, Named) and a.name in given]
    for argument in bound:
        key = context.parameter(
            each.slot, argument.name, transform=partial(key_of, label=argument.label, labels=labels)
        )
        lines += [
            f"MATCH ({argument.variable}:{argument.label} {{key: {key}}})",
            *where_clause(context.scoped(argument.label, argument.variable)),
        ]
    numbers = {a.name: a.placeholder(context, given, each.slot) for a in answer.arguments if isinstance(a, Number)}
    maker = _Maker(emitter, Scene(context, given, numbers), [argument.variable for argument in bound])
    by_name = {one.name: one for one in answer.fields}
    row, shape = Row(), ObjectShape(answer.type_name)
    for f in each.only():
        shape.fields.append((f.key, maker.field(by_name.get(f.name), answer.type_name, f, row)))
    lines += [*row.calls, f"RETURN head(collect({row.expression})) AS c0"]
    return "\n".join(lines), One(0, shape)


def given_variable(name: str) -> str:
    """Return the variable of the node that an argument names."""
    return f"given{name[0].upper()}{name[1:]}"


class _Maker:
    def __init__(self, emitter: Emitter, scene: Scene, bound: Sequence[str], within: int | None = None) -> None:
        self.emitter = emitter
        self.scene = scene
        self.bound = list(bound)
        self.within = within

    def field(self, declared: Field | None, type_name: str, f: Selected, row: Row) -> Shape:
        match declared:
            case NodeField():
                return self.node(declared.label, given_variable(declared.name), f, row)
            case ListField():
                return self.page(declared.label, declared.find, f, row)
            case EntriesField():
                return self.entries(declared, f, row)
            case RowsField():
                return self.rows(declared, f, row)
            case Column():
                return column_value(declared, value_of(declared, self.scene, self.bound, row), row)
        return Constant(type_name)

    def node(self, label: str, variable: str, f: Selected, row: Row) -> Shape:
        if variable not in self.bound:
            return Constant(None)
        values = Row()
        shape = self.emitter.object(label, variable, f.only(), values, self.within)
        row.calls += values.calls
        return One(row.cell(values.expression), shape)

    def page(self, label: str, find: Find, f: Selected, row: Row) -> Page:
        context, node = self.scene.context, self.scene.name("n")
        given = self.emitter.given(f)
        order = order_of(context, (label,), node, given.get("orderBy", []))
        lines = [*find(self.scene, node), f"WITH DISTINCT {node}"]
        where = self.scene.seen(label, node)
        if given.get("where"):
            where += self.emitter.filters.predicates(label, node, given["where"], f.slot, ("where",))
        listed = Listing(label, node, ", ".join(self.bound), lines, where, within=self.within)
        return listing(self.emitter, f, row, listed, order)

    def entries(self, declared: EntriesField, f: Selected, row: Row) -> Page:
        node, label = declared.variable, declared.key.label
        order = order_of(self.scene.context, (label,), node, [])
        lines = [*declared.find(self.scene, node), f"WITH DISTINCT {', '.join([node, *self.bound])}"]
        by_name: dict[str, Field] = {each.name: each for each in declared.fields}

        def made(selected: Selected, opened: OpenPage) -> Shape:
            inner = _Maker(self.emitter, self.scene, [*self.bound, node], opened.number)
            shape = ObjectShape(declared.entry)
            for part in selected.only():
                if part.name == declared.key.name:
                    value = inner.node(label, node, part, opened.row)
                else:
                    value = inner.field(by_name.get(part.name), declared.entry, part, opened.row)
                shape.fields.append((part.key, value))
            return Same(shape)

        imports = ", ".join(self.bound)
        listed = Listing(label, node, imports, lines, self.scene.seen(label, node), self.bound, made, self.within)
        return listing(self.emitter, f, row, listed, order)

    def rows(self, declared: RowsField, f: Selected, row: Row) -> Page:
        variables = list(declared.variables)
        by_name: dict[str, Field | NodeColumn] = {each.name: each for each in declared.fields}

        def made(selected: Selected, opened: OpenPage) -> Shape:
            inner = _Maker(self.emitter, self.scene, [*self.bound, *variables], opened.number)
            shape = ObjectShape(declared.entry)
            for part in selected.only():
                value: Shape
                match found := by_name.get(part.name):
                    case NodeColumn():
                        value = node_value(self.emitter, found, part, opened)
                    case Column():
                        value = column_value(found, value_of(found, self.scene, inner.bound, opened.row), opened.row)
                    case _:
                        value = inner.field(found, declared.entry, part, opened.row)
                shape.fields.append((part.key, value))
            return Same(shape)

        lines, imports = declared.find(self.scene), ", ".join(self.bound)
        listed = Listing("", variables[0], imports, lines, [], [*variables[1:], *self.bound], made, self.within)
        return listing(self.emitter, f, row, listed, declared.order())
