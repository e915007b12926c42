"""What the parts of the compiler share while one root field is compiled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.access import ScopeClass, all_named_seen, scope_of_any, scope_predicate
from graph.compile.asked.arguments import Arguments
from graph.compile.errors import BadArgument, PageTooLarge
from graph.model.declaration import Node
from graph.model.partial_days import not_over
from graph.model.property import CodeList, Kind
from graph.model.registry import Model, ResolvedLink
from graph.model.row_scope import FollowsAny

Transform = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Computed:
    """A field worked out in Python: the Cypher it needs (over `this` and `$today`), and how it is made.

    `named` asks beside that for what the node names and the caller may see, as [label, key]: null where that is all.
    """

    label: str
    name: str
    needs: tuple[str, ...]
    make: Callable[[list[Any]], Any]
    named: bool = False


@dataclass(frozen=True, slots=True)
class Parameter:
    """Where a statement's parameter comes from: a field's argument, a path inside it, and what is done to it."""

    slot: int
    path: tuple[str | int, ...]
    transform: Transform | None = None

    def value(self, arguments: Sequence[Arguments]) -> Any:
        """Return the parameter's value for one request. Raises AskError where the value makes no sense."""
        found: Any = arguments[self.slot]
        for step in self.path:
            found = found[step]
        return found if self.transform is None else self.transform(found)


@dataclass(frozen=True, slots=True)
class PageCost:
    """One page of the answer: how many rows it may hold (its parameter), within which other page."""

    field: str
    parameter: str
    within: int | None


@dataclass
class Context:
    """State of compiling one root field."""

    model: Model
    scope: ScopeClass
    page_limit: int
    default_page: int
    expand: int
    compare: int
    computed: Mapping[tuple[str, str], Computed]
    as_of: bool = False
    parameters: dict[str, Parameter] = field(default_factory=dict)
    fixed: dict[str, Any] = field(default_factory=dict)
    pages: list[PageCost] = field(default_factory=list)
    plain: bool = True
    _names: int = 0

    def name(self, prefix: str) -> str:
        """Return a new variable name. Names follow the order of compiling, so one shape has one text."""
        self._names += 1
        return f"{prefix}{self._names}"

    def parameter(self, slot: int, *path: str | int, transform: Transform | None = None) -> str:
        """Return the placeholder of a parameter that reads an argument at run time."""
        name = f"p{len(self.parameters) + len(self.fixed)}"
        self.parameters[name] = Parameter(slot, path, transform)
        return f"${name}"

    def constant(self, value: Any) -> str:
        """Return the placeholder of a parameter whose value the plan knows."""
        name = f"p{len(self.parameters) + len(self.fixed)}"
        self.fixed[name] = value
        return f"${name}"

    def page_size(self, slot: int, argument: str, extra: int) -> str:
        """Return the placeholder of a page's row limit: the size asked for and `extra` more."""
        limit = self.page_limit

        def checked(size: int) -> int:
            if size < 0:
                raise BadArgument(f"{argument}: {size} is less than nothing. Ask for 1 to {limit} nodes.")
            if size > limit:
                raise PageTooLarge(
                    f"{argument}: {size} is more than the {limit} nodes a page may hold. Ask for {limit} or fewer "
                    "and follow pageInfo.endCursor, or use an export."
                )
            return size + extra

        return self.parameter(slot, argument, transform=checked)

    def scoped(self, label: str, variable: str) -> list[str]:
        """Return the row-scope predicate of a node, if it has one."""
        predicate = scope_predicate(self.model, label, variable, self.scope)
        return [] if predicate is None else [predicate]

    def scoped_across(self, link: ResolvedLink, other: str) -> list[str]:
        """Return the row-scope predicate of the nodes that a link leads to, from a node that may itself be seen."""
        if link.polymorphic:
            return self.scoped_any(link.targets, other)
        scope = self.model.nodes[link.targets[0]].scope
        if isinstance(scope, FollowsAny) and not link.outward and link.edge.type == scope.edge:
            return []
        return self.scoped(link.targets[0], other)

    def scoped_any(self, labels: Sequence[str], variable: str) -> list[str]:
        """Return the row-scope predicate of a node that may be of several types, if there is one."""
        predicate = scope_of_any(self.model, labels, variable, self.scope)
        return [] if predicate is None else [predicate]

    def told_in_part(self, label: str, name: str) -> bool:
        """Return whether a property is one that this caller may not always read."""
        others = self.model.nodes[label].names_others
        return self.scope is not ScopeClass.ALL and others is not None and name in others.instead

    def told(self, label: str, variable: str, name: str, seen: str | None = None) -> str:
        """Return the Cypher of a property as this caller may read it.

        `seen` holds where the caller may see all that the node names; left out, it is looked at here.
        """
        field = f"{variable}.{name}"
        others = self.model.nodes[label].names_others
        if others is None or not self.told_in_part(label, name):
            return field
        seen = seen or all_named_seen(self.model, label, variable, self.scope)
        instead = others.instead[name]
        return f"CASE WHEN {seen} THEN {field} ELSE {f'{variable}.{instead}' if instead else 'null'} END"

    def held(self, node: Node, variable: str) -> list[str]:
        """Return what makes a listed node's fact hold on `$today`, where the question is asked as of a day."""
        if not self.as_of or node.held is None:
            return []
        precise = {p.name for p in node.properties if p.precision}
        return held_between(variable, node.held, precise)

    def held_any(self, labels: Sequence[str], variable: str) -> list[str]:
        """Return what `held` asks, of a listed node that may be of several types."""
        arms = [
            f"WHEN {variable}:{label} THEN {' AND '.join(held)}"
            for label in labels
            if (held := self.held(self.model.nodes[label], variable))
        ]
        return [f"CASE {' '.join(arms)} ELSE true END"] if arms else []


def held_between(variable: str, held: tuple[str | None, str | None], precise: set[str]) -> list[str]:
    """Return predicates that a fact held on `$today`; an unknown end is open.

    A last day known to the month or year alone stands for the last it may mean.
    """
    start, end = held
    predicates = []
    if start is not None:
        predicates.append(f"({variable}.{start} IS NULL OR {variable}.{start} <= $today)")
    if end is not None:
        last = f"{variable}.{end}"
        lasts = not_over(last) if end in precise else f"{last} >= $today"
        predicates.append(f"({last} IS NULL OR {lasts})")
    return predicates


def value_expression(kind: Kind, read: str) -> str:
    """Return the Cypher that hands over a property that is `read` so: nothing temporal goes over, no list is null."""
    match kind:
        case Kind.DATE:
            return f"toString({read})"
        case Kind.INSTANT:
            return f"{read}.epochMillis"
        case Kind.TEXTS | Kind.CODES:
            return f"coalesce({read}, [])"
        case _:
            return read


def condition_codes(node: Node) -> CodeList:
    """Return the conditions of a node type as a code list, which becomes its GraphQL enum."""
    return CodeList(
        f"{node.label}Condition",
        f"What dates and links make of {node.label[0].lower()}{node.label[1:]} records, worked out when asked.",
        {condition.code: condition.description for condition in node.conditions},
    )


def parse_day(value: Any) -> dt.date:
    """Return a date argument as a date."""
    if isinstance(value, dt.date):
        return value
    raise BadArgument(f"{value!r} is not a date. Write it as YYYY-MM-DD.")
