"""Facts on their way into the graph: nodes and edges as records, checked against the model.

Every record is validated by a pydantic model made from the declaration, so a misspelt property, a code
that is not on its list or a date that is none is refused before anything is written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from graph.model.property import Kind, Property
from graph.model.registry import SORT_SUFFIX, Model, searched_property
from graph.model.spelling import sort_text

# Sorts after every sort key that holds a value: missing values come last.
MISSING_LAST = "\ud7ff"
_INTEGER_OFFSET = 2**63

_PYTHON_TYPES: dict[Kind, Any] = {
    Kind.TEXT: str,
    Kind.TEXTS: list[str],
    Kind.DATE: dt.date,
    Kind.INSTANT: dt.datetime,
    Kind.INTEGER: int,
    Kind.FLAG: bool,
}


class RecordError(ValueError):
    """A record does not fit the model. The message names the type, the property and what is wrong."""


@dataclass(frozen=True, slots=True)
class NodeRecord:
    """A node to be stored: its label, its key and the properties as the graph keeps them."""

    label: str
    key: str
    properties: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EdgeRecord:
    """An edge to be stored, from one node to another, each named by label and key."""

    type: str
    start: tuple[str, str]
    end: tuple[str, str]
    properties: Mapping[str, Any]
    key: Mapping[str, object]


class Records:
    """Makes checked records for one model."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._edges = {(node.label, edge.type): edge for node in model.nodes.values() for edge in node.edges}
        self._node_validators = {
            label: _validator(label, tuple(p for p in model.properties(label) if p.name != "key"))
            for label in model.nodes
        }
        self._edge_validators = {named: _validator(edge.type, edge.properties) for named, edge in self._edges.items()}

    def node(self, label: str, key: str, /, **values: object) -> NodeRecord:
        """Return a checked node record.

        Values are by property name (pass `**{"from": ...}` for a name that is a Python keyword); None means
        the value is not there. Raises RecordError where a value does not fit the declaration, a required
        one is missing or the key is empty.
        """
        if label not in self.model.nodes:
            raise RecordError(f"there is no node type {label!r}")
        if not key or key != key.strip():
            raise RecordError(f"{label}: the key {key!r} is empty or has space around it")
        checked = self._check(f"{label} {key}", self._node_validators[label], values)
        return NodeRecord(label, key, stored_properties(self.model, label, checked))

    def edge(self, edge_type: str, start: tuple[str, str], end: tuple[str, str], /, **values: object) -> EdgeRecord:
        """Return a checked edge record between two nodes, each given as (label, key).

        Raises RecordError where the model declares no such edge between the labels or a property does not
        fit, or one that tells parallel edges apart is missing.
        """
        edge = self._edges.get((start[0], edge_type))
        if edge is None or (end[0] not in edge.to and edge.to != ("*",)):
            raise RecordError(f"there is no edge ({start[0]})-[:{edge_type}]->({end[0]})")
        if not values and not edge.properties:
            return EdgeRecord(edge_type, start, end, {}, {})
        checked = self._check(f"{edge_type} {start[1]} -> {end[1]}", self._edge_validators[start[0], edge_type], values)
        for name in edge.key:
            if checked.get(name) is None:
                raise RecordError(f"{edge_type} {start[1]} -> {end[1]}: {name} is missing")
        key = {name: checked.pop(name) for name in edge.key}
        return EdgeRecord(edge_type, start, end, checked, key)

    def _check(self, what: str, validator: type[BaseModel], values: Mapping[str, object]) -> dict[str, Any]:
        try:
            checked = validator.model_validate({k: v for k, v in values.items() if v is not None})
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"]) or "record"
            raise RecordError(f"{what}: {place}: {first['msg']} (got {first.get('input')!r})") from None
        return checked.model_dump(exclude_unset=True)


def _validator(name: str, properties: tuple[Property, ...]) -> type[BaseModel]:
    fields: dict[str, Any] = {}
    for prop in properties:
        kind: Any = _PYTHON_TYPES.get(prop.kind)
        if prop.codes is not None:
            code: Any = Literal[tuple(prop.codes.values)]
            kind = list[code] if prop.kind is Kind.CODES else code
        fields[prop.name] = (kind, ...) if prop.required else (kind | None, None)
    config = ConfigDict(extra="forbid", strict=True, str_strip_whitespace=False)
    return create_model(name, __config__=config, **fields)


def stored_properties(model: Model, label: str, values: Mapping[str, Any]) -> dict[str, object]:
    """Return what the graph keeps of a node: its values, sort keys, and the words of lists that are searched."""
    stored: dict[str, object] = dict(values)
    for prop in model.nodes[label].properties:
        if prop.search and prop.kind is Kind.TEXTS:
            stored[searched_property(prop)] = " ".join(values.get(prop.name) or ())
    for prop in model.ordered(label):
        stored[prop.name + SORT_SUFFIX] = sort_key(values.get(prop.name))
    return stored


def sort_key(value: object) -> str:
    """Return the never-null sort key of a value: texts by letter, dates and numbers in order, nothing last."""
    match value:
        case None | "":
            return MISSING_LAST
        case str():
            return sort_text(value) or MISSING_LAST
        case dt.datetime():
            return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        case dt.date():
            return value.isoformat()
        case int():
            return f"{value + _INTEGER_OFFSET:020d}"
    raise RecordError(f"cannot sort by {value!r}")
