"""The root field `onward`: who can receive a dataset, or anything from a body, directly or from hand to hand."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from graph.compile.asked.ids import key_of
from graph.compile.asked.selection import Selected
from graph.compile.cypher.emit import Emitter
from graph.compile.cypher.listing import Listing, listing
from graph.compile.cypher.order import order_of
from graph.compile.cypher.page import Row
from graph.compile.cypher.where import where_clause
from graph.compile.declared.arguments import given_variable
from graph.compile.errors import BadArgument
from graph.compile.roots.onward_entries import Entries
from graph.compile.shape import Constant, Leaf, Listed, ObjectShape, One, Page, Shape, Value
from graph.compile.walks.reach import BODY, HOP, NO_HOP, RANK, RANKED, Followed, Reach
from graph.model.property import CodeList

DEFAULT_HOPS = 3
MOST_HOPS = 6

CUT_SHORT = CodeList(
    "CutShort",
    "Why an answer does not tell everything.",
    {
        "HOPS": "Another hop would have found more: ask for more hops.",
        "BODIES": "A hop reached more bodies than are followed on; the most identifiable ways were.",
    },
)


def hops_of(given: Mapping[str, Any]) -> int:
    """Return how many hops arguments ask for. Raises BadArgument where they are too many or none."""
    hops: int = given.get("hops", DEFAULT_HOPS)
    if not 1 <= hops <= MOST_HOPS:
        raise BadArgument(f"hops: {hops} hops cannot be followed. Ask for 1 to {MOST_HOPS}.")
    return hops


def onward(emitter: Emitter, each: Selected) -> tuple[str, Shape]:
    """Compile `onward(body:, dataset:, hops:, where:)`."""
    context, given = emitter.context, emitter.given(each)
    labels = frozenset(context.model.nodes)
    lines: list[str] = []
    for argument, label in (("body", "Organisation"), ("dataset", "Dataset")):
        if argument in given:
            key = context.parameter(each.slot, argument, transform=partial(key_of, label=label, labels=labels))
            node = given_variable(argument)
            lines += [f"MATCH ({node}:{label} {{key: {key}}})", *where_clause(context.scoped(label, node))]
    if not lines:
        raise BadArgument("onward: name the body it starts from, the dataset that is followed, or both.")
    followed = Followed(
        each.slot,
        given.get("where", {}),
        given_variable("body") if "body" in given else None,
        given_variable("dataset") if "dataset" in given else None,
    )
    answer = _Answer(emitter, Reach(context, emitter.filters, followed, hops_of(given)))
    row = Row()
    shape = ObjectShape(emitter.type_of(each))
    for f in each.only():
        shape.fields.append((f.key, answer.field(f, row)))
    lines += [*answer.reach.lines(answer.enough()), *row.calls]
    lines.append(f"RETURN head(collect({row.expression})) AS c0")
    return "\n".join(lines), One(0, shape)


class _Answer:
    def __init__(self, emitter: Emitter, reach: Reach) -> None:
        self.emitter = emitter
        self.context = emitter.context
        self.reach = reach
        # For each field that reads what the hops found, what suffices for it: None where every hop is needed.
        self.suffices: list[str | None] = []
        self.further: str | None = None

    def enough(self) -> str | None:
        """Return the predicate by which no further hop is needed, None where all are."""
        if not self.suffices:
            return NO_HOP
        return self.suffices[0] if len(self.suffices) == 1 else None

    def field(self, f: Selected, row: Row) -> Shape:
        match f.name:
            case "__typename":
                return Constant("Onward")
            case "body":
                return self._named("Organisation", self.reach.followed.body, f, row)
            case "dataset":
                return self._named("Dataset", self.reach.followed.dataset, f, row)
            case "startsAt":
                return self._starts(f, row)
            case "hops":
                return self._hops(f, row)
            case "reached":
                entries = Entries(self.emitter, self.reach)
                page = entries.page(f, row)
                self.suffices.append(entries.suffices)
                return page
            case "complete":
                return Value(row.cell(f"{self._further(row)} = 0 AND NOT cut"))
            case _:
                codes = f"CASE WHEN {self._further(row)} > 0 THEN 'HOPS' END, CASE WHEN cut THEN 'BODIES' END"
                return Value(row.cell(f"[each IN [{codes}] WHERE each IS NOT NULL]"), Leaf.CODES, CUT_SHORT.name)

    def _named(self, label: str, variable: str | None, f: Selected, row: Row) -> Shape:
        if variable is None:
            return Constant(None)
        values = Row()
        shape = self.emitter.object(label, variable, f.only(), values, None)
        row.calls += values.calls
        return One(row.cell(values.expression), shape)

    def _starts(self, f: Selected, row: Row) -> Page:
        node = self.context.name("n")
        lines = [f"UNWIND [each IN found WHERE each[{HOP}] = 0 | each[{BODY}]] AS {node}", f"WITH {node}"]
        order = order_of(self.context, ("Organisation",), node, [])
        return listing(self.emitter, f, row, Listing("Organisation", node, "found", lines, []), order)

    def _hops(self, f: Selected, row: Row) -> Listed:
        self.suffices.append(None)
        shape, cells = ObjectShape(self.emitter.type_of(f)), Row()
        for part in f.only():
            if part.name == "__typename":
                shape.fields.append((part.key, Constant(shape.type_name)))
                continue
            cell = "hop" if part.name == "hop" else _counted(_COUNTS[part.name])
            shape.fields.append((part.key, Value(cells.cell(cell), Leaf.INTEGER)))
        hops = f"hop IN range(1, {self.reach.hops}) WHERE {_counted('')} > 0"
        return Listed(row.cell(f"[{hops} | {cells.expression}]"), shape)

    def _further(self, row: Row) -> str:
        """Return the variable that is more than 0 where another hop would find something."""
        self.suffices.append(None)
        if self.further is None:
            self.further = self.context.name("e")
            row.calls += self.reach.further(self.further)
        return self.further


# What a hop counts, each with what its entries must fit.
_COUNTS = {
    "bodies": "",
    "identifiable": f" AND each[{RANK}] = {RANKED.index('IDENTIFIABLE')}",
    "notRecorded": f" AND each[{RANK}] = {RANKED.index('NOT_RECORDED')}",
    "pseudonymised": f" AND each[{RANK}] = {RANKED.index('PSEUDONYMISED')}",
    "notIdentifiable": f" AND each[{RANK}] = {RANKED.index('NOT_IDENTIFIABLE')}",
}


def _counted(fit: str) -> str:
    return f"size([each IN found WHERE each[{HOP}] = hop{fit}])"
