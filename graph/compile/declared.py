"""Root fields that are declared: what they are asked with, the Cypher that finds what they list, what it means.

A declaration is a file in `graph/compile/answers/`. The schema, the statement and the shape of the answer come from
it, so a new question over the graph is that file and its tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from graph.compile.answer_parts import Fitting, Number, PartsField, Prepared, ValueField, prepared_lines
from graph.compile.arguments import STRUCTURAL_NUMBERS
from graph.compile.context import Context, PageCost, held_between
from graph.compile.declared_rows import Column, NodeColumn, RowsField, column_value, node_value, value_of
from graph.compile.emit import Emitter, OpenPage, Row, where_clause
from graph.compile.ids import key_of
from graph.compile.listing import Listing, listing
from graph.compile.order import Order, Term, order_of
from graph.compile.selection import Selected
from graph.compile.shape import Constant, Listed, ObjectShape, One, Page, Same, Shape, Value
from graph.compile.where import Filters
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


Argument = Named | Choice | Number | Fitting


@dataclass(frozen=True)
class Scene:
    """What the Cypher of a declaration may ask for while it is written: codes given, new names, what must hold.

    `numbers` are the placeholders of the numbers among the arguments.
    """

    context: Context
    given: Mapping[str, Any]
    filters: Filters
    slot: int
    numbers: Mapping[str, str]

    def name(self, prefix: str) -> str:
        """Return a variable name that nothing else has."""
        return self.context.name(prefix)

    def seen(self, label: str, variable: str) -> list[str]:
        """Return what must hold of a node on the way: the caller may see it, and it held on the day asked about."""
        return self.context.scoped(label, variable) + self.held(label, variable)

    def held(self, label: str, variable: str) -> list[str]:
        """Return what the day asked about asks of a node that hangs on one the caller may see, and so may be seen."""
        return self.context.held(self.context.model.nodes[label], variable)

    def current(self, label: str, variable: str) -> list[str]:
        """Return the same where the fact must hold today, even where no day is named."""
        return self.context.scoped(label, variable) + self.on_the_day(label, variable)

    def on_the_day(self, label: str, variable: str) -> list[str]:
        """Return that a node's fact holds on the day asked about, today where none is named."""
        node = self.context.model.nodes[label]
        precise = {p.name for p in node.properties if p.precision}
        return held_between(variable, node.held, precise) if node.held else []

    def fits(self, argument: str, label: str, variable: str) -> list[str]:
        """Return what a filter that was given as an argument asks of a node."""
        where = self.given.get(argument)
        return self.filters.predicates(label, variable, where, self.slot, (argument,)) if where else []


# Lines that bind a variable to what is found, from the variables of the arguments.
Find = Callable[[Scene, str], list[str]]


def each_of(members: str) -> Find:
    """Return what finds the members of a list, which is a variable or an expression."""
    return lambda scene, this: [f"UNWIND {members} AS {this}"]


@dataclass(frozen=True, slots=True)
class NodeField:
    """The node that an argument of the same name names, or that `variable` is bound to."""

    name: str
    label: str
    description: str
    variable: str = ""


@dataclass(frozen=True, slots=True)
class ListField:
    """A page of nodes, found by Cypher and each listed once."""

    name: str
    label: str
    description: str
    find: Find
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntriesField:
    """A page of entries, one for each node found, that hold the node as `key` and pages that depend on it.

    The node is bound to `variable` in the Cypher of those pages, which begins with `given` as those of arguments do.
    Where an entry is no single node there is no `key`, and `variable` is bound to what makes it one. `find` binds
    `carried` as well; `before` and `after` are what entries are sorted by before and after the order of the node. An
    entry that `find` may give more than once is not `apart`.
    """

    name: str
    entry: str
    entry_description: str
    key: NodeField | None
    variable: str
    description: str
    find: Find
    fields: tuple[NodeField | ValueField | ListField | PartsField, ...]
    carried: tuple[str, ...] = ()
    before: tuple[Term, ...] = ()
    after: tuple[Term, ...] = ()
    apart: bool = False
    needs: tuple[str, ...] = ()


Field = NodeField | ValueField | ListField | PartsField | EntriesField | RowsField | Column


@dataclass(frozen=True, slots=True)
class Answer:
    """A declared root field. `check` raises BadArgument where arguments do not go together."""

    root: str
    type_name: str
    type_description: str
    description: str
    arguments: tuple[Argument, ...]
    fields: tuple[Field, ...]
    check: Callable[[Mapping[str, Any]], None] = field(default=lambda given: None)
    prepared: tuple[Prepared, ...] = ()


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
    numbers = {
        a.name: a.placeholder(context, given, each.slot)
        for a in answer.arguments
        if isinstance(a, Number) and a.name not in STRUCTURAL_NUMBERS
    }
    scene = Scene(context, given, emitter.filters, each.slot, numbers)
    maker = _Maker(emitter, scene, [argument.variable for argument in bound])
    by_name = {one.name: one for one in answer.fields}
    row, shape = Row(), ObjectShape(answer.type_name)
    for f in each.only():
        shape.fields.append((f.key, maker.field(by_name.get(f.name), answer.type_name, f, row)))
    lines += prepared_lines(answer.prepared, maker.needed, scene)
    lines += [*row.calls, f"RETURN head(collect({row.expression})) AS c0"]
    return "\n".join(lines), One(0, shape)


def given_variable(name: str) -> str:
    """Return the variable of the node that an argument names."""
    return f"given{name[0].upper()}{name[1:]}"


class _Maker:
    """Makes the fields of one object. `bound` are the variables it may read, `needed` those that must be prepared."""

    def __init__(
        self,
        emitter: Emitter,
        scene: Scene,
        bound: Sequence[str],
        within: int | None = None,
        needed: set[str] | None = None,
    ) -> None:
        self.emitter = emitter
        self.scene = scene
        self.bound = list(bound)
        self.within = within
        self.needed = set() if needed is None else needed

    def field(self, declared: Field | None, type_name: str, f: Selected, row: Row) -> Shape:
        match declared:
            case NodeField():
                return self.node(declared.label, declared.variable or given_variable(declared.name), f, row)
            case ValueField():
                self.needed.update(declared.needs)
                of = declared.codes.name if declared.codes else ""
                return Value(row.cell(declared.expression), declared.leaf, of)
            case ListField():
                return self.page(declared, f, row)
            case PartsField():
                return self.parts(declared, f, row)
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

    def page(self, declared: ListField, f: Selected, row: Row) -> Page:
        context, node, label = self.scene.context, self.scene.name("n"), declared.label
        given = self.emitter.given(f)
        order = order_of(context, (label,), node, given.get("orderBy", []))
        lines = [*declared.find(self.scene, node), f"WITH DISTINCT {node}"]
        where = self.scene.seen(label, node)
        if given.get("where"):
            where += self.emitter.filters.predicates(label, node, given["where"], f.slot, ("where",))
        listed = Listing(label, node, self._imports(declared.needs), lines, where, within=self.within)
        return listing(self.emitter, f, row, listed, order)

    def parts(self, declared: PartsField, f: Selected, row: Row) -> Listed:
        context, name, cells = self.scene.context, self.scene.name("e"), Row()
        limit = context.constant(declared.most(self.scene)).removeprefix("$")
        context.pages.append(PageCost(f.key, limit, self.within))
        inner = _Maker(self.emitter, self.scene, declared.variables, len(context.pages) - 1, self.needed)
        by_name: dict[str, Field] = {each.name: each for each in declared.fields}
        shape = ObjectShape(declared.part)
        for part in f.only():
            shape.fields.append((part.key, inner.field(by_name.get(part.name), declared.part, part, cells)))
        lines = [f"CALL ({self._imports(())}) {{", *declared.find(self.scene), *cells.calls]
        row.calls += [*lines, f"RETURN collect({cells.expression}) AS {name}", "}"]
        return Listed(row.cell(name), shape)

    def entries(self, declared: EntriesField, f: Selected, row: Row) -> Page:
        node, key = declared.variable, declared.key
        kept = [node, *declared.carried, *self.bound]
        lines = [*declared.find(self.scene, node), f"WITH {'' if declared.apart else 'DISTINCT '}{', '.join(kept)}"]
        fields = (key, *declared.fields) if key else declared.fields
        by_name: dict[str, Field] = {each.name: each for each in fields}

        def made(selected: Selected, opened: OpenPage) -> Shape:
            inner = _Maker(self.emitter, self.scene, [*self.bound, node, *declared.carried], opened.number, self.needed)
            shape = ObjectShape(declared.entry)
            for part in selected.only():
                shape.fields.append((part.key, inner.field(by_name.get(part.name), declared.entry, part, opened.row)))
            return Same(shape)

        label, where = (key.label, self.scene.seen(key.label, node)) if key else ("", [])
        listed = Listing(label, node, self._imports(declared.needs), lines, where, kept[1:], made, self.within)
        return listing(self.emitter, f, row, listed, self._order(declared))

    def rows(self, declared: RowsField, f: Selected, row: Row) -> Page:
        variables = list(declared.variables)
        by_name: dict[str, Field | NodeColumn] = {each.name: each for each in declared.fields}

        def made(selected: Selected, opened: OpenPage) -> Shape:
            inner = _Maker(self.emitter, self.scene, [*self.bound, *variables], opened.number, self.needed)
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

        name, kept, imports = self.scene.name("e"), ", ".join(variables), ", ".join(self.bound)
        row.calls += [f"CALL ({imports}) {{", *declared.find(self.scene), f"RETURN collect([{kept}]) AS {name}", "}"]
        values = ", ".join(f"each[{index}] AS {variable}" for index, variable in enumerate(variables))
        lines = [f"UNWIND {name} AS each", f"WITH {', '.join([values, *self.bound])}"]

        first = partial(prepared_lines, declared.prepared, self.needed, self.scene)
        imported = ", ".join([*self.bound, name])
        listed = Listing("", variables[0], imported, lines, [], [*variables[1:], *self.bound], made, self.within, first)
        return listing(self.emitter, f, row, listed, declared.order())

    def _order(self, declared: EntriesField) -> Order:
        own = (
            order_of(self.scene.context, (declared.key.label,), declared.variable, [])
            if declared.key
            else Order((), "")
        )
        terms = (*declared.before, *own.terms, *declared.after)
        ranked = declared.before or declared.after
        return Order(terms, f"{declared.name},{own.signature}" if ranked else own.signature)

    def _imports(self, needs: Sequence[str]) -> str:
        self.needed.update(needs)
        return ", ".join([*self.bound, *(each for each in needs if each not in self.bound)])
