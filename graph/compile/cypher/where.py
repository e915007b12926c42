"""Filters: a `where` input becomes predicates over one node."""

from __future__ import annotations

from typing import Any

from graph.compile.asked.ids import key_of
from graph.compile.cypher.context import Context, Transform
from graph.compile.cypher.order import NULL_SORT_KEY
from graph.model.property import Kind, Property
from graph.model.registry import SORT_SUFFIX, ResolvedLink
from graph.model.this import bind_this

_COMPARE = {"before": "<", "after": ">", "onOrBefore": "<=", "onOrAfter": ">=", "lessThan": "<", "moreThan": ">"}

Where = dict[str, Any]
Path = tuple[str | int, ...]


class Filters:
    """Compiles the filters of one context."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def predicates(
        self, label: str, variable: str, where: Where, slot: int, path: Path, *, leave_out: str | None = None
    ) -> list[str]:
        """Return the predicates of a filter over a node, all of which must hold.

        `leave_out` names a link whose part of the filter the caller has already applied.
        """
        model = self.context.model
        links = model.links(label)
        found: list[str] = []
        for name, value in where.items():
            here = (*path, name)
            if name == leave_out:
                continue
            if name == "and":
                for index, each in enumerate(value):
                    found += self.predicates(label, variable, each, slot, (*here, index))
            elif name == "or":
                choices = [
                    _all(self.predicates(label, variable, each, slot, (*here, index)))
                    for index, each in enumerate(value)
                ]
                found.append(f"({' OR '.join(choices)})" if choices else "false")
            elif name == "not":
                inner = _all(self.predicates(label, variable, value, slot, here))
                found.append(f"NOT coalesce({inner}, false)")
            elif name == "conditions":
                found += self._conditions(label, variable, value)
            elif name in links:
                found += self._link(links[name], variable, value, slot, here)
            else:
                found += self._property(model.property(label, name), label, variable, value, slot, here)
        return found

    def _conditions(self, label: str, variable: str, value: Where) -> list[str]:
        declared = {c.code: c.cypher for c in self.context.model.nodes[label].conditions}

        def holds(code: str) -> str:
            return f"coalesce({bind_this(declared[code], variable)}, false)"

        found = []
        if "has" in value:
            found.append(holds(value["has"]))
        if "hasAny" in value:
            found.append(f"({' OR '.join(map(holds, value['hasAny'])) or 'false'})")
        if "hasNone" in value:
            found += [f"NOT {holds(code)}" for code in value["hasNone"]]
        return found

    def _link(self, link: ResolvedLink, variable: str, value: Where, slot: int, path: Path) -> list[str]:
        if not link.many:
            return [f"EXISTS {{ {self._other_end(link, variable, value, slot, path)} }}"]
        found = []
        if "some" in value:
            found.append(f"EXISTS {{ {self._other_end(link, variable, value['some'], slot, (*path, 'some'))} }}")
        if "none" in value:
            found.append(f"NOT EXISTS {{ {self._other_end(link, variable, value['none'], slot, (*path, 'none'))} }}")
        return found

    def _other_end(self, link: ResolvedLink, variable: str, where: Where, slot: int, path: Path) -> str:
        other = self.context.name("x")
        label = link.targets[0]
        predicates = self.context.scoped_across(link, other) + self.predicates(label, other, where, slot, path)
        pattern = link.pattern(variable, "", other)
        return f"{pattern} WHERE {_all(predicates)}" if predicates else pattern

    def _property(self, prop: Property, label: str, variable: str, value: Where, slot: int, path: Path) -> list[str]:
        field = self.context.told(label, variable, prop.name)
        found = []
        for operator in value:
            if operator == "isRecorded":
                found.append(f"{field} IS {'NOT ' if value[operator] else ''}NULL")
                continue
            transform = self._transform(prop, label, operator)
            if prop.kind is Kind.DATE and prop.order and operator in _COMPARE:
                # The sort key is indexed and never null; the date itself is neither.
                given = self.context.parameter(slot, *path, operator, transform=lambda day: day.isoformat())
                found.append(f"{field}{SORT_SUFFIX} {_COMPARE[operator]} {given}")
                if operator in ("after", "onOrAfter"):
                    found.append(f"{field}{SORT_SUFFIX} < '{NULL_SORT_KEY}'")
                continue
            given = self.context.parameter(slot, *path, operator, transform=transform)
            found.append(_comparison(operator, field, given, key=prop.name == "key"))
        return found

    def _transform(self, prop: Property, label: str, operator: str) -> Transform | None:
        if prop.name == "key" and operator in ("eq", "in"):
            labels = frozenset(self.context.model.nodes)
            if operator == "eq":
                return lambda text: key_of(text, label, labels)
            return lambda all_: [key_of(text, label, labels) for text in all_]
        if operator in ("contains", "startsWith") and prop.name != "key":
            return str.lower
        return None


def _comparison(operator: str, field: str, given: str, *, key: bool) -> str:
    match operator:
        case "eq":
            return f"{field} = {given}"
        case "in":
            return f"{field} IN {given}"
        case "not":
            return f"({field} <> {given} OR {field} IS NULL)"
        case "contains":
            return f"toLower({field}) CONTAINS {given}"
        case "startsWith":
            return f"{field} STARTS WITH {given}" if key else f"toLower({field}) STARTS WITH {given}"
        case "has":
            return f"{given} IN coalesce({field}, [])"
        case "hasAny":
            return f"size([each IN coalesce({field}, []) WHERE each IN {given}]) > 0"
        case "hasNone":
            # Not none(): the embedded engine loses the variable of an EXISTS around it inside coalesce().
            return f"size([each IN coalesce({field}, []) WHERE each IN {given}]) = 0"
        case _:
            return f"{field} {_COMPARE[operator]} {given}"


def _all(predicates: list[str]) -> str:
    return " AND ".join(predicates) if predicates else "true"


def where_clause(predicates: list[str]) -> list[str]:
    """Return the WHERE line of some predicates, or nothing."""
    return [f"WHERE {' AND '.join(predicates)}"] if predicates else []
