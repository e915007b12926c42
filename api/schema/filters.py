"""Filter inputs: one for each way a property can be compared, one for each node type."""

from __future__ import annotations

from typing import Any

import strawberry

from api.schema.scalars import Date
from api.schema.shells import Shell, definition, input_field, input_type, listed
from graph.model.declaration import Node
from graph.model.property import CHOICE, DAYS, LISTED, NUMBERS, PROSE, WORDS, YES_NO, Filter, Kind, Property
from graph.model.registry import Model

# The plain names of the usual sets of comparisons; another set is named by what it offers.
_NAMES = {
    (Kind.TEXT, WORDS): "TextFilter",
    (Kind.TEXT, PROSE): "ProseFilter",
    (Kind.TEXTS, LISTED): "TextListFilter",
    (Kind.DATE, DAYS): "DateFilter",
    (Kind.INTEGER, NUMBERS): "NumberFilter",
    (Kind.FLAG, YES_NO): "YesNoFilter",
}

_MEANINGS = {
    Filter.EQUALS: "Equal to this.",
    Filter.ONE_OF: "One of these.",
    Filter.NOT: "Anything but this, missing included.",
    Filter.CONTAINS: "Contains these characters, whatever their case.",
    Filter.STARTS_WITH: "Starts with these characters, whatever their case.",
    Filter.BEFORE: "Before this day.",
    Filter.AFTER: "After this day.",
    Filter.ON_OR_BEFORE: "On this day or before.",
    Filter.ON_OR_AFTER: "On this day or after.",
    Filter.LESS_THAN: "Less than this.",
    Filter.MORE_THAN: "More than this.",
    Filter.HAS: "Has this among its values.",
    Filter.HAS_ANY: "Has at least one of these among its values.",
    Filter.HAS_NONE: "Has none of these among its values.",
    Filter.RECORDED: "Whether a value is recorded at all.",
}

_SCALARS: dict[Kind, Any] = {
    Kind.TEXT: str,
    Kind.TEXTS: str,
    Kind.DATE: Date,
    Kind.INTEGER: int,
    Kind.FLAG: bool,
}
_MANY = {Filter.ONE_OF, Filter.HAS_ANY, Filter.HAS_NONE}


class FilterInputs:
    """Makes and keeps the filter inputs of a model."""

    def __init__(self, model: Model, enums: dict[str, Shell]) -> None:
        self.model = model
        self.enums = enums
        self._by_property: dict[str, Shell] = {}
        self._lists: dict[str, Shell] = {}
        self.where = {
            label: input_type(
                f"{label}Where",
                f"Which {node.plural} are wanted. Everything given must hold; what is left out, or null, is not asked.",
            )
            for label, node in model.nodes.items()
        }
        for label, node in model.nodes.items():
            definition(self.where[label]).fields = list(self._fields(label, node))

    def _fields(self, label: str, node: Node) -> list[Any]:
        this = self.where[label]
        fields = [
            input_field(prop.name, self._of_property(prop), prop.description)
            for prop in self.model.properties(label)
            if prop.filters
        ]
        if node.conditions:
            condition = self.enums[f"{label}Condition"]
            fields.append(
                input_field(
                    "conditions",
                    self._filter(f"{label}ConditionFilter", LISTED, condition),
                    "Conditions worked out from dates and links on the day asked about.",
                )
            )
        for name, link in self.model.links(label).items():
            if link.polymorphic or not link.link.filter:
                continue
            target = link.targets[0]
            kind = self._list_of(target) if link.many else self.where[target]
            fields.append(input_field(name, kind, link.link.description))
        fields += [
            input_field("and", listed(this), "All of these must hold."),
            input_field("or", listed(this), "At least one of these must hold."),
            input_field("not", this, "This must not hold."),
        ]
        return fields

    def _list_of(self, label: str) -> Shell:
        if label not in self._lists:
            where = self.where[label]
            made = input_type(
                f"{label}ListWhere", f"What must hold of the {self.model.nodes[label].plural} at the other end."
            )
            definition(made).fields = [
                input_field("some", where, "At least one fits this. An empty filter asks that there is one."),
                input_field("none", where, "None fits this. An empty filter asks that there is none."),
            ]
            self._lists[label] = made
        return self._lists[label]

    def _of_property(self, prop: Property) -> Shell:
        if prop.codes is not None:
            suffix = "ListFilter" if prop.kind is Kind.CODES else "Filter"
            named = prop.codes.name + ("" if prop.filters in (CHOICE, LISTED) else _offer(prop.filters)) + suffix
            return self._filter(named, prop.filters, self.enums[prop.codes.name])
        if prop.name == "key":
            return self._filter("KeyFilter", prop.filters, strawberry.ID)
        name = _NAMES.get((prop.kind, prop.filters), f"{prop.kind.title()}{_offer(prop.filters)}Filter")
        return self._filter(name, prop.filters, _SCALARS[prop.kind])

    def _filter(self, name: str, offered: tuple[Filter, ...], kind: Any) -> Shell:
        if name not in self._by_property:
            made = input_type(name, "How a value is compared. Everything given must hold.")
            definition(made).fields = [
                input_field(each.value, _operand(each, kind), _MEANINGS[each]) for each in offered
            ]
            self._by_property[name] = made
        return self._by_property[name]


def _operand(offered: Filter, kind: Any) -> Any:
    if offered is Filter.RECORDED:
        return bool
    return listed(kind) if offered in _MANY else kind


def _offer(offered: tuple[Filter, ...]) -> str:
    return "".join(each.value[0].upper() + each.value[1:] for each in offered)
