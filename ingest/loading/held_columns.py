"""Properties as a statement reads them, and their values made again from its answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph.model.property import Kind, Property


@dataclass(frozen=True, slots=True)
class HeldColumn:
    """A property as a statement reads it, with nothing temporal in the answer, and how its value is made again."""

    name: str
    kind: Kind
    cypher: str

    @classmethod
    def of(cls, prop: Property, variable: str) -> HeldColumn:
        """Return the column of a property of the node or edge bound to a variable."""
        path = f"{variable}.`{prop.name}`"
        match prop.kind:
            case Kind.DATE:
                return cls(prop.name, prop.kind, f"toString({path})")
            case Kind.INSTANT:
                return cls(prop.name, prop.kind, f"{path}.epochMillis")
        return cls(prop.name, prop.kind, path)


def held_values(columns: Sequence[HeldColumn], cells: Sequence[Any]) -> dict[str, Any]:
    """Return the values that a statement answered with, by property, without those that are missing."""
    return {c.name: _value(c.kind, cell) for c, cell in zip(columns, cells, strict=True) if cell is not None}


def _value(kind: Kind, cell: Any) -> Any:
    match kind:
        case Kind.DATE:
            return dt.date.fromisoformat(cell)
        case Kind.INSTANT:
            return dt.datetime.fromtimestamp(cell / 1000, tz=dt.UTC)
    return cell
