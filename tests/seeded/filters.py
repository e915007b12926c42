"""Random filters whose values come from the seeded graph, so that they let some nodes through."""

from __future__ import annotations

import random
from typing import Any

from graph.compile.ids import encode_id
from graph.model.declaration import Filter, Kind, Property
from graph.model.registry import ResolvedLink
from seeded.graph import SeededGraph
from seeded.values import DAYS, NUMBERS, random_text

Where = dict[str, Any]

MISSING_KEY = "nothing-here"
_MANY = (Filter.ONE_OF, Filter.HAS_ANY, Filter.HAS_NONE)


class RandomFilters:
    """Makes `where` values and names of nodes over one seeded graph."""

    def __init__(self, graph: SeededGraph) -> None:
        self.graph = graph
        self.model = graph.model

    def where(self, rng: random.Random, label: str, depth: int = 0) -> Where:
        """Return a filter over a node type, as JSON would hold it."""
        made: Where = {}
        for _ in range(rng.choice((1, 1, 1, 2, 2, 3))):
            name, value = self._term(rng, label, depth)
            made[name] = value
        return made

    def naming(self, rng: random.Random, label: str) -> str:
        """Return what names a node of a type: its key, its opaque id, or the key of none."""
        if rng.random() < 0.06:
            return MISSING_KEY
        key = rng.choice(self.graph.by_label[label]).key
        return key if rng.random() < 0.6 else encode_id(label, key)

    def _term(self, rng: random.Random, label: str, depth: int) -> tuple[str, Any]:
        properties = [p for p in self.model.properties(label) if p.filters]
        links = [x for x in self.model.links(label).values() if x.link.filter and not x.polymorphic]
        dice = rng.random()
        if depth < 3 and dice < 0.15:
            name = rng.choice(("and", "or", "not"))
            if name == "not":
                return name, self.where(rng, label, depth + 1)
            return name, [self.where(rng, label, depth + 1) for _ in range(rng.choice((0, 1, 2, 2, 3)))]
        if dice < 0.4 and self.model.nodes[label].conditions:
            return "conditions", self._conditions(rng, label)
        if links and depth < 3 and dice < 0.6:
            link = rng.choice(links)
            return link.name, self._link(rng, link, depth)
        prop = rng.choice(properties)
        return prop.name, self._property(rng, label, prop)

    def _conditions(self, rng: random.Random, label: str) -> Where:
        codes = [each.code for each in self.model.nodes[label].conditions]
        return {
            name: rng.choice(codes) if name == "has" else rng.sample(codes, rng.randint(0, 3))
            for name in rng.sample(("has", "hasAny", "hasNone"), rng.choice((1, 1, 2)))
        }

    def _link(self, rng: random.Random, link: ResolvedLink, depth: int) -> Where:
        target = link.targets[0]
        if not link.many:
            return self._other_end(rng, target, depth)
        quantifiers = rng.choice((("some",), ("some",), ("none",), ("some", "none")))
        return {each: self._other_end(rng, target, depth) for each in quantifiers}

    def _other_end(self, rng: random.Random, target: str, depth: int) -> Where:
        dice = rng.random()
        if dice < 0.1:
            return {}
        if dice < 0.5:
            return {"key": self._property(rng, target, self.model.property(target, "key"))}
        return self.where(rng, target, depth + 1)

    def _property(self, rng: random.Random, label: str, prop: Property) -> Where | None:
        if rng.random() < 0.03:
            return None
        offered = rng.sample(prop.filters, rng.choice((1, 1, 1, min(2, len(prop.filters)))))
        return {each.value: self._operand(rng, label, prop, each) for each in offered}

    def _operand(self, rng: random.Random, label: str, prop: Property, operator: Filter) -> Any:
        if rng.random() < 0.03:
            return None
        if operator is Filter.RECORDED:
            return rng.random() < 0.5
        if operator in _MANY:
            return [self._value(rng, label, prop, operator) for _ in range(rng.choice((0, 1, 1, 2, 3)))]
        return self._value(rng, label, prop, operator)

    def _value(self, rng: random.Random, label: str, prop: Property, operator: Filter) -> Any:
        if prop.name == "key":
            named = self.naming(rng, label)
            return named[: rng.randint(0, 3)] if operator is Filter.STARTS_WITH else named
        if prop.codes is not None:
            return rng.choice(list(prop.codes.values))
        match prop.kind:
            case Kind.DATE:
                return rng.choice(DAYS).isoformat()
            case Kind.INTEGER:
                return rng.choice(NUMBERS)
            case Kind.FLAG:
                return rng.random() < 0.5
            case _:
                text = self._stored_text(rng, label, prop)
                return _part(rng, text, operator) if operator in (Filter.CONTAINS, Filter.STARTS_WITH) else text

    def _stored_text(self, rng: random.Random, label: str, prop: Property) -> str:
        stored = rng.choice(self.graph.by_label[label]).properties.get(prop.name)
        if isinstance(stored, list):
            return rng.choice(stored) if stored else random_text(rng)
        return stored if isinstance(stored, str) else random_text(rng)


def _part(rng: random.Random, text: str, operator: Filter) -> str:
    start = 0 if operator is Filter.STARTS_WITH else rng.randint(0, len(text))
    part = text[start : start + rng.randint(0, 5)]
    return rng.choice((part, part.upper(), part.lower()))
