"""Declared root fields compiled: the statement that answers one, and the shape of its answer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from graph.compile.asked.arguments import STRUCTURAL_NUMBERS
from graph.compile.asked.ids import key_of
from graph.compile.asked.selection import Selected
from graph.compile.cypher.context import PageCost
from graph.compile.cypher.emit import Emitter
from graph.compile.cypher.listing import Listing, listing
from graph.compile.cypher.order import Order, order_of
from graph.compile.cypher.page import OpenPage, Row
from graph.compile.cypher.where import where_clause
from graph.compile.declared.answer import Answer, Field
from graph.compile.declared.arguments import Named, Number, given_variable
from graph.compile.declared.fields import EntriesField, ListField, NodeField, PartsField, ValueField, prepared_lines
from graph.compile.declared.rows import Column, NodeColumn, RowsField, column_value, node_value, value_of
from graph.compile.declared.scene import Scene
from graph.compile.shape import Constant, Listed, ObjectShape, One, Page, Same, Shape, Value


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
