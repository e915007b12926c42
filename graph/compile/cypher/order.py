"""Order and position in a list: what it is sorted by, and where a page starts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from graph.compile.asked.cursor import decode_cursor
from graph.compile.cypher.context import Context
from graph.compile.errors import BadArgument
from graph.model.records import MISSING_LAST, sort_key
from graph.model.registry import SORT_SUFFIX, ResolvedLink

NULL_SORT_KEY = MISSING_LAST


@dataclass(frozen=True, slots=True)
class Term:
    """One thing a list is sorted by: a Cypher expression and its direction."""

    expression: str
    ascending: bool


@dataclass(frozen=True, slots=True)
class Order:
    """The total order of a list. Ends with the node's key, and the keys of parallel edges, so no two tie."""

    terms: tuple[Term, ...]
    signature: str

    def clause(self) -> str:
        """Return the expressions of ORDER BY."""
        return ", ".join(f"{t.expression}{'' if t.ascending else ' DESC'}" for t in self.terms)

    def reversed(self) -> Order:
        """Return the opposite order, by which the last page is read."""
        return Order(tuple(Term(t.expression, not t.ascending) for t in self.terms), self.signature)

    def index_predicate(self) -> str:
        """Return a predicate that is always true and puts the index of the first term to work."""
        return f"{self.terms[0].expression} >= ''"

    def beyond(self, placeholders: list[str]) -> str:
        """Return the predicate of what comes after a position: written with >= and AND, so an index serves it."""
        term, placeholder = self.terms[0], placeholders[0]
        strict = ">" if term.ascending else "<"
        if len(self.terms) == 1:
            return f"{term.expression} {strict} {placeholder}"
        rest = Order(self.terms[1:], self.signature).beyond(placeholders[1:])
        return f"{term.expression} {strict}= {placeholder} AND ({term.expression} {strict} {placeholder} OR ({rest}))"


def order_of(context: Context, labels: tuple[str, ...], variable: str, order_by: list[dict[str, Any]]) -> Order:
    """Return the order of a list: as asked for, else the default of its type, ending with the key.

    Where nodes of several types are listed, the type comes after the key.
    """
    terms: list[Term] = []
    signature: list[str] = []
    chosen = [next(iter(each.items())) for each in order_by]
    if not chosen and len(labels) == 1:
        default = context.model.nodes[labels[0]].default_order
        chosen = [(default, "ASC")] if default else []
    for name, direction in chosen:
        ascending = direction == "ASC"
        signature.append(name if ascending else f"-{name}")
        if name == "key":
            break
        terms.append(Term(f"{variable}.{name}{SORT_SUFFIX}", ascending))
    ascending = not (chosen and chosen[-1] == ("key", "DESC"))
    terms.append(Term(f"{variable}.key", ascending))
    if len(labels) > 1:
        # A key is unique within its type only.
        terms.append(Term(f"head(labels({variable}))", True))
    return Order(tuple(terms), ",".join(signature) or "key")


def with_edge_keys(order: Order, relationship: str, link: ResolvedLink) -> Order:
    """Return the order of edges that can run in parallel between the same two nodes."""
    extra = tuple(Term(f"{relationship}.{name}", True) for name in link.edge.key)
    return Order((*order.terms, *extra), order.signature)


def moment_key(text: str) -> str:
    """Return the sort key of a moment written as ISO 8601; a day stands for its beginning, no time zone for UTC.

    Raises BadArgument for anything else.
    """
    try:
        moment = dt.datetime.fromisoformat(text)
        return sort_key(moment if moment.tzinfo is not None else moment.replace(tzinfo=dt.UTC))
    except (ValueError, OverflowError):
        raise BadArgument(
            f"since: {text!r} is not a moment. Write a day such as 2026-03-31, or a moment such as "
            "2026-03-31T09:30:00Z."
        ) from None


def position(context: Context, order: Order, slot: int, argument: str) -> list[str]:
    """Return the placeholders of the sort keys that a cursor argument holds."""
    length = len(order.terms)

    def part(index: int) -> Any:
        return lambda text: decode_cursor(text, order.signature, length)[index]

    return [context.parameter(slot, argument, transform=part(index)) for index in range(length)]
