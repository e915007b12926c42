"""What the Cypher of a declared root field is written with: its arguments, and who asks, of which day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.compile.cypher.context import Context, held_between
from graph.compile.cypher.where import Filters


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
