"""What schema an engine holds, beside what the model asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from graph.model.schema_plan import RangeIndex, SchemaPlan, SearchIndex, UniqueKey
from graph.store.schema_names import PREFIX, UNIQUE_PREFIX, range_index_name, search_index_name, unique_key_name
from graph.store.store import Store

PADDING = "isaNothing"
"""A property that no node has, which completes a search index of one property on the embedded engine."""

_INDEXES = "SHOW INDEXES YIELD name, type, labelsOrTypes, properties, owningConstraint, state"
_CONSTRAINTS = "SHOW CONSTRAINTS YIELD name, type, labelsOrTypes, properties"


@dataclass(frozen=True)
class SchemaItem:
    """One constraint or index. `label` and `properties` say what it is on."""

    kind: Literal["unique", "range", "search"]
    name: str
    label: str
    properties: tuple[str, ...]
    online: bool = True

    @property
    def shape(self) -> tuple[str, str, tuple[str, ...]]:
        """What makes two items the same whatever they are called. A search index is asked by its name."""
        return self.kind, self.name if self.kind == "search" else self.label, self.properties

    @property
    def is_ours(self) -> bool:
        """Whether this software made it, and may drop it."""
        return self.name.startswith(PREFIX)


def wanted_items(plan: SchemaPlan) -> list[SchemaItem]:
    """The plan as items, in a stable order."""
    return [
        *(_unique(key) for key in plan.unique_keys),
        *(_range(index) for index in plan.range_indexes),
        *(_search(index) for index in plan.search_indexes),
    ]


async def present_items(store: Store) -> list[SchemaItem]:
    """The unique keys on nodes, range indexes and search indexes that the engine holds, whoever made them."""
    found = [
        SchemaItem("unique", name, labels[0], tuple(properties))
        for name, kind, labels, properties in await store.rows(_CONSTRAINTS, {})
        if kind in ("UNIQUENESS", "NODE_PROPERTY_UNIQUENESS")
    ]
    for name, kind, labels, properties, owner, state in await store.rows(_INDEXES, {}):
        online = state == "ONLINE"
        # The index of a constraint that somebody is making at this moment has no owner yet.
        if kind == "RANGE" and owner is None and labels and not name.startswith(UNIQUE_PREFIX):
            found.append(SchemaItem("range", name, labels[0], tuple(properties), online))
        elif kind == "FULLTEXT":
            searched = tuple(one for one in properties if one != PADDING)
            found.append(SchemaItem("search", name, labels[0], searched, online))
    return found


def _unique(key: UniqueKey) -> SchemaItem:
    return SchemaItem("unique", unique_key_name(key), key.label, (key.property,))


def _range(index: RangeIndex) -> SchemaItem:
    return SchemaItem("range", range_index_name(index), index.label, (index.property,))


def _search(index: SearchIndex) -> SchemaItem:
    return SchemaItem("search", search_index_name(index.label), index.label, index.properties)
