"""Random filters, most of them about a node of the seeded graph, so that they let some nodes through."""

from __future__ import annotations

import random
from typing import Any

from graph.compile.asked.ids import encode_id
from graph.model.property import Filter, Kind, Property
from graph.model.records import NodeRecord
from graph.model.registry import ResolvedLink
from tests.seeded.graph import SeededGraph
from tests.seeded.values import DAYS, NUMBERS, random_text

Where = dict[str, Any]

MISSING_KEY = "nothing-here"
_MANY = (Filter.ONE_OF, Filter.HAS_ANY, Filter.HAS_NONE)
_DEEPEST = 3
_TRUE_TO_WITNESS = 0.75


class RandomFilters:
    """Makes `where` values and names of nodes over one seeded graph."""

    def __init__(self, graph: SeededGraph) -> None:
        self.graph = graph
        self.model = graph.model

    def where(self, rng: random.Random, label: str, depth: int = 0, witness: NodeRecord | None = None) -> Where:
        """Return a filter over a node type, as JSON would hold it. Most of its terms are true of the witness."""
        witness = witness or rng.choice(self.graph.by_label[label])
        made: Where = {}
        for _ in range(rng.choice((1, 1, 1, 2, 2, 3))):
            name, value = self._term(rng, witness, depth)
            made[name] = value
        return made

    def naming(self, rng: random.Random, label: str, witness: NodeRecord | None = None) -> str:
        """Return what names a node of a type: its key, its opaque id, or the key of none."""
        if rng.random() < 0.06:
            return MISSING_KEY
        key = (witness or rng.choice(self.graph.by_label[label])).key
        return key if rng.random() < 0.6 else encode_id(label, key)

    def _term(self, rng: random.Random, witness: NodeRecord, depth: int) -> tuple[str, Any]:
        label = witness.label
        properties = [p for p in self.model.properties(label) if p.filters]
        links = [x for x in self.model.links(label).values() if x.link.filter and not x.polymorphic]
        dice = rng.random()
        if depth < _DEEPEST and dice < 0.15:
            name = rng.choice(("and", "or", "not"))
            if name == "not":
                return name, self.where(rng, label, depth + 1)
            of = witness if name == "and" else None
            return name, [self.where(rng, label, depth + 1, of) for _ in range(rng.choice((0, 1, 2, 2, 3)))]
        if dice < 0.4 and self.model.nodes[label].conditions:
            return "conditions", self._conditions(rng, label)
        if links and depth < _DEEPEST and dice < 0.6:
            link = rng.choice(links)
            return link.name, self._link(rng, link, witness, depth)
        prop = rng.choice(properties)
        return prop.name, self._property(rng, prop, witness)

    def _conditions(self, rng: random.Random, label: str) -> Where:
        codes = [each.code for each in self.model.nodes[label].conditions]
        return {
            name: rng.choice(codes) if name == "has" else rng.sample(codes, rng.randint(0, min(3, len(codes))))
            for name in rng.sample(("has", "hasAny", "hasNone"), rng.choice((1, 1, 2)))
        }

    def _link(self, rng: random.Random, link: ResolvedLink, witness: NodeRecord, depth: int) -> Where:
        ends = self.graph.across(witness, link)
        end = rng.choice(ends) if ends and rng.random() < _TRUE_TO_WITNESS else None
        end = end or rng.choice(self.graph.by_label[link.targets[0]])
        if not link.many:
            return self._other_end(rng, end, depth)
        usual = "some" if ends else "none"
        quantifiers = rng.choice(((usual,), (usual,), ("some",), ("none",), ("some", "none")))
        return {each: self._other_end(rng, end, depth) for each in quantifiers}

    def _other_end(self, rng: random.Random, end: NodeRecord, depth: int) -> Where:
        dice = rng.random()
        if dice < 0.1:
            return {}
        if dice < 0.5:
            return {"key": self._property(rng, self.model.property(end.label, "key"), end)}
        return self.where(rng, end.label, depth + 1, end)

    def _property(self, rng: random.Random, prop: Property, witness: NodeRecord) -> Where | None:
        if rng.random() < 0.03:
            return None
        offered = rng.sample(prop.filters, rng.choice((1, 1, 1, min(2, len(prop.filters)))))
        return {each.value: self._operand(rng, prop, each, witness) for each in offered}

    def _operand(self, rng: random.Random, prop: Property, operator: Filter, witness: NodeRecord) -> Any:
        if rng.random() < 0.03:
            return None
        if rng.random() > _TRUE_TO_WITNESS:
            witness = rng.choice(self.graph.by_label[witness.label])
        if operator is Filter.RECORDED:
            return prop.name == "key" or witness.properties.get(prop.name) is not None
        if operator in _MANY:
            return [self._value(rng, prop, operator, witness) for _ in range(rng.choice((0, 1, 1, 2, 3)))]
        return self._value(rng, prop, operator, witness)

    def _value(self, rng: random.Random, prop: Property, operator: Filter, witness: NodeRecord) -> Any:
        if prop.name == "key":
            if operator is Filter.STARTS_WITH:
                return witness.key[: rng.randint(0, 4)]
            return self.naming(rng, witness.label, witness)
        stored = witness.properties.get(prop.name)
        if isinstance(stored, list):
            stored = rng.choice(stored) if stored else None
        if prop.codes is not None:
            return stored or rng.choice(list(prop.codes.values))
        match prop.kind:
            case Kind.DATE:
                return str(stored) if stored and rng.random() < 0.5 else rng.choice(DAYS).isoformat()
            case Kind.INTEGER:
                return stored if stored is not None and rng.random() < 0.5 else rng.choice(NUMBERS)
            case Kind.FLAG:
                return stored if stored is not None else rng.random() < 0.5
            case _:
                text = stored if isinstance(stored, str) else random_text(rng)
                return _part(rng, text, operator) if operator in (Filter.CONTAINS, Filter.STARTS_WITH) else text


def _part(rng: random.Random, text: str, operator: Filter) -> str:
    start = 0 if operator is Filter.STARTS_WITH else rng.randint(0, len(text))
    part = text[start : start + rng.randint(0, 5)]
    return rng.choice((part, part.upper(), part.lower()))
