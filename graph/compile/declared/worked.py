"""Root fields whose entries are worked out in Python: one statement fetches the facts, a function makes the entries.

They are for what Cypher cannot say, such as how alike two names are. Pages, cursors, codes and ids are those of every
other list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.compile.asked.selection import Selected
from graph.compile.cypher.emit import Emitter
from graph.compile.cypher.order import Order, Term
from graph.compile.cypher.page import OpenPage, PageRequest, Row
from graph.compile.shape import Constant, Leaf, Listed, ObjectShape, Same, Shape, Value
from graph.model.property import CodeList

Entry = Mapping[str, Any]
"""An entry: its values by name, those it is sorted by among them."""

Work = Callable[[list[Any], Mapping[str, Any]], list[Any]]
"""Makes the values of a record out of those that the statement returned and its parameters."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What is fetched: the lines that match it, and the list of values that is kept of each match."""

    match: str
    values: str


@dataclass(frozen=True, slots=True)
class WorkedValue:
    """A value of an entry: a text, a list of texts (`several`), the id of a node from its key, or a code."""

    name: str
    description: str
    leaf: Leaf = Leaf.PLAIN
    of: str = ""
    several: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class WorkedParts:
    """A list in an entry, each part of it with values of its own."""

    name: str
    description: str
    part: str
    part_description: str
    fields: tuple[WorkedValue, ...]


@dataclass(frozen=True, slots=True)
class WorkedList:
    """A declared root field. `work` makes its entries, in the order of the texts that `sorted_by` names.

    These tell any two entries apart. `labels` are the node types that the facts are of: everybody may see them, since
    what is made of all of them is shown. `chosen` names the code by which an argument of the same name narrows the
    list, and `codes` are the code lists of the values.
    """

    root: str
    description: str
    entry: str
    entry_description: str
    labels: tuple[str, ...]
    facts: tuple[Fact, ...]
    work: Callable[[Sequence[Any]], Sequence[Entry]]
    fields: tuple[WorkedValue | WorkedParts, ...]
    sorted_by: tuple[str, ...]
    chosen: str
    chosen_description: str
    codes: tuple[CodeList, ...]


def facts_text(facts: Sequence[Fact]) -> str:
    """Return the one statement that fetches facts, each as one value."""
    lines: list[str] = []
    for number, fact in enumerate(facts):
        lines += ["CALL () {", fact.match, f"RETURN collect([{fact.values}]) AS c{number}", "}"]
    return "\n".join([*lines, f"RETURN {', '.join(f'c{number}' for number in range(len(facts)))}"])


def worked(emitter: Emitter, each: Selected, declared: WorkedList) -> tuple[str, Shape, Work]:
    """Compile a root field of this kind: its statement, the shape of its answer, and what is done in between."""
    context = emitter.context
    assert not any(context.scoped(label, "n") for label in declared.labels)  # noqa: S101 - as WorkedList says
    wanted = {f.name for f in each.only()}
    entries = _Entries(declared)
    request = None
    if wanted & {"nodes", "edges", "pageInfo"}:
        order = Order(tuple(Term(name, ascending=True) for name in declared.sorted_by), ",".join(declared.sorted_by))
        request = emitter.page_request(each, order)
        page = emitter.page(each, OpenPage(request, "", (), row=entries.row, made=entries.made), None)
        page.at = 0
    else:
        page = emitter.empty_page(each)
    page.count_at = 1
    chosen = context.parameter(each.slot, declared.chosen) if declared.chosen in emitter.given(each) else None
    return facts_text(declared.facts), page, _work(declared, entries, request, chosen)


class _Entries:
    """What is selected of entries: the names of the values of a row, and of the parts in it."""

    def __init__(self, declared: WorkedList) -> None:
        self.declared = declared
        self.row = Row()
        self._parts: dict[str, Row] = {}

    def made(self, f: Selected, _opened: OpenPage) -> Shape:
        """Return the shape of an entry."""
        return Same(self._object(self.declared.entry, self.declared.fields, f, self.row))

    def values(self, entry: Entry) -> list[Any]:
        """Return the row of an entry."""
        return [
            [[part[cell] for cell in self._parts[name].cells] for part in entry[name]]
            if name in self._parts
            else entry[name]
            for name in self.row.cells
        ]

    def _object(
        self, type_name: str, fields: Sequence[WorkedValue | WorkedParts], f: Selected, row: Row
    ) -> ObjectShape:
        by_name = {each.name: each for each in fields}
        shape = ObjectShape(type_name)
        for part in f.only():
            shape.fields.append((part.key, self._field(type_name, by_name.get(part.name), part, row)))
        return shape

    def _field(self, type_name: str, declared: WorkedValue | WorkedParts | None, part: Selected, row: Row) -> Shape:
        match declared:
            case WorkedValue():
                return Value(row.cell(declared.name), declared.leaf, declared.of)
            case WorkedParts():
                inner = self._parts.setdefault(declared.name, Row())
                return Listed(row.cell(declared.name), self._object(declared.part, declared.fields, part, inner))
        return Constant(type_name)


def _work(declared: WorkedList, entries: _Entries, request: PageRequest | None, chosen: str | None) -> Work:
    def position(entry: Entry) -> list[str]:
        return [entry[name] for name in declared.sorted_by]

    def run(record: list[Any], parameters: Mapping[str, Any]) -> list[Any]:
        found = declared.work(record)
        if chosen is not None:
            codes = parameters[chosen.removeprefix("$")]
            found = [entry for entry in found if entry[declared.chosen] in codes]
        if request is None:
            return [[], len(found)]
        shown = list(found)
        if request.beyond:
            at = [parameters[each.removeprefix("$")] for each in request.beyond]
            shown = [entry for entry in shown if (position(entry) < at if request.backward else position(entry) > at)]
        if request.backward:
            shown.reverse()
        most = parameters[request.limit.removeprefix("$")]
        return [[entries.values(entry) for entry in shown[:most]], len(found)]

    return run
