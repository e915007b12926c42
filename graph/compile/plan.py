"""The plan of a root field: its statement, where its parameters come from, and how its answer is built."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graph.access import Caller, ScopeClass
from graph.compile.asked.arguments import Arguments
from graph.compile.asked.bounds import Bounds
from graph.compile.asked.ids import decode_id
from graph.compile.asked.selection import Selected, Selection
from graph.compile.cypher.context import Computed, Context, PageCost, Parameter, condition_codes
from graph.compile.cypher.emit import Emitter
from graph.compile.declared.answering import declared
from graph.compile.declared.catalogue import declared_answers, declared_choices, declared_codes
from graph.compile.declared.worked import Work, WorkedList, worked
from graph.compile.errors import TooCostly
from graph.compile.reader import Reader, make_reader
from graph.compile.roots.findings import GROUP_BY, finding_groups, finding_trend
from graph.compile.roots.holders import HOLDING_OUTCOME, holders_now
from graph.compile.roots.named_bodies import FOUND_BY
from graph.compile.roots.nodes import any_node, known_node, many_nodes, one_node
from graph.compile.roots.onward import CUT_SHORT, onward
from graph.compile.roots.search import IndexName, search
from graph.compile.roots.sharing import ANSWERED_BY, sharing
from graph.compile.shape import Shape
from graph.compile.walks.reach import IDENTIFIABILITY_ONWARD
from graph.model.property import CodeList
from graph.model.registry import Model

# The code lists of root fields whose answers are of types of their own.
ANSWER_CODES = (ANSWERED_BY, CUT_SHORT, IDENTIFIABILITY_ONWARD, HOLDING_OUTCOME, FOUND_BY, GROUP_BY)

_ROOTS = {
    "sharing": sharing,
    "onward": onward,
    "holdersNow": holders_now,
    "search": search,
    "findingGroups": finding_groups,
    "findingTrend": finding_trend,
}


@dataclass(frozen=True, slots=True)
class Request:
    """What a plan's parameters are filled from, beside the arguments."""

    arguments: Sequence[Arguments]
    today: dt.date
    caller: Caller
    degree_switch: int
    search_index: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Plan:
    """A compiled root field of a selection. `plain` says that pass-through completion may build its answer.

    `work`, where there is any, is done on what the statement returned before an answer is built of it.
    """

    selection: Selection
    text: str
    shape: Shape
    plain: bool
    parameters: Mapping[str, Parameter]
    fixed: Mapping[str, Any]
    pages: tuple[PageCost, ...]
    slot: int
    as_of: bool
    build: Reader
    fetch: Reader
    uses: frozenset[str]
    work: Work | None = None

    def bind(self, request: Request, bounds: Bounds) -> dict[str, Any]:
        """Return the statement's parameters for one request.

        Raises AskError where an argument makes no sense or the pages multiply beyond the bounds.
        """
        arguments = request.arguments
        bound: dict[str, Any] = {name: source.value(arguments) for name, source in self.parameters.items()}
        for name, value in self.fixed.items():
            bound[name] = request.search_index(value.label) if isinstance(value, IndexName) else value
        if "today" in self.uses:
            bound["today"] = arguments[self.slot]["asOf"] if self.as_of else request.today
        if "bodies" in self.uses:
            bound["bodies"] = list(request.caller.bodies)
        if "switch" in self.uses:
            bound["switch"] = request.degree_switch
        self._check_cost(bound, bounds)
        return bound

    def _check_cost(self, bound: Mapping[str, Any], bounds: Bounds) -> None:
        sizes: list[int] = []
        for page in self.pages:
            rows = max(1, bound[page.parameter])
            sizes.append(rows if page.within is None else rows * sizes[page.within])
        if sum(sizes) > bounds.nodes:
            largest = max(range(len(sizes)), key=sizes.__getitem__)
            raise TooCostly(
                f"The pages asked for multiply to {sum(sizes):,} nodes, and one question may ask for "
                f"{bounds.nodes:,}. Most come from {self.pages[largest].field!r}: ask for fewer with first:, or "
                "ask in several questions."
            )


class Compiler:
    """Compiles root fields over one model."""

    def __init__(
        self,
        model: Model,
        computed: Sequence[Computed] = (),
        bounds: Bounds | None = None,
        worked_lists: Sequence[WorkedList] = (),
    ) -> None:
        self.model = model
        self.bounds = bounds or Bounds()
        self.computed = {(each.label, each.name): each for each in computed}
        self.worked = {each.root: each for each in worked_lists}
        self._one = {node.singular: node.label for node in model.nodes.values() if node.roots}
        self._many = {node.plural: node.label for node in model.nodes.values() if node.roots}

    @cached_property
    def code_lists(self) -> dict[str, CodeList]:
        """Every code list an answer can hold, conditions included."""
        conditions = [condition_codes(node) for node in self.model.nodes.values() if node.conditions]
        of_answers = (*declared_choices(), *declared_codes(), *(c for each in self.worked.values() for c in each.codes))
        return {each.name: each for each in (*self.model.code_lists.values(), *conditions, *ANSWER_CODES, *of_answers)}

    def compile(self, selection: Selection, root: Selected, arguments: list[Arguments], scope: ScopeClass) -> Plan:
        """Return the plan of a root field of a selection, for arguments of this shape.

        Raises AskError where the arguments cannot be answered whatever their values.
        """
        emitter = Emitter(self._context(scope, as_of="asOf" in arguments[root.slot]), arguments)
        if root.name in self.worked:
            text, shape, work = worked(emitter, root, self.worked[root.name])
            return self._plan(selection, root.slot, emitter.context, text, shape, work)
        return self._plan(selection, root.slot, emitter.context, *self._root(emitter, root))

    def compile_node(
        self,
        selection: Selection,
        each: Selected,
        label: str,
        key: str,
        arguments: list[Arguments],
        scope: ScopeClass,
    ) -> Plan:
        """Return the plan of a field further in that holds the node of a label and key, for these arguments.

        Raises AskError where the arguments cannot be answered.
        """
        emitter = Emitter(self._context(scope, as_of=False), arguments)
        return self._plan(selection, each.slot, emitter.context, *known_node(emitter, label, each, key))

    def _context(self, scope: ScopeClass, *, as_of: bool) -> Context:
        return Context(
            model=self.model,
            scope=scope,
            page_limit=self.bounds.page,
            default_page=self.bounds.default_page,
            expand=self.bounds.expand,
            compare=self.bounds.compare,
            computed=self.computed,
            as_of=as_of,
        )

    def _plan(
        self, selection: Selection, slot: int, context: Context, text: str, shape: Shape, work: Work | None = None
    ) -> Plan:
        return Plan(
            selection=selection,
            text=text,
            shape=shape,
            plain=context.plain,
            parameters=context.parameters,
            fixed=context.fixed,
            pages=tuple(context.pages),
            slot=slot,
            as_of=context.as_of,
            build=make_reader(shape, self.code_lists, finished=True),
            fetch=make_reader(shape, self.code_lists, finished=False),
            uses=frozenset(name for name in ("today", "bodies", "switch") if f"${name}" in text),
            work=work,
        )

    def _root(self, emitter: Emitter, root: Selected) -> tuple[str, Shape]:
        if root.name in self._one:
            return one_node(emitter, self._one[root.name], root)
        if root.name in self._many:
            return many_nodes(emitter, self._many[root.name], root)
        if root.name == "node":
            decoded = decode_id(emitter.given(root)["id"])
            return any_node(emitter, root, decoded[0] if decoded else None)
        if root.name in declared_answers():
            return declared(emitter, root, declared_answers()[root.name])
        return _ROOTS[root.name](emitter, root)
