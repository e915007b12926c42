"""Values as JSON holds them: what JSON has stays as it is, days and instants are marked."""

from __future__ import annotations

import datetime as dt
from typing import Any

from neo4j.time import Date, DateTime

from graph.store.errors import BackupImpossible, BackupUnusable


def to_json(values: dict[str, Any]) -> dict[str, Any]:
    """Return the properties of a node or an edge as JSON holds them.

    Raises BackupImpossible for what no registry has.
    """
    return {name: _written(value) for name, value in values.items()}


def from_json(values: dict[str, Any]) -> dict[str, Any]:
    """Return properties as they were. Raises BackupUnusable for what `to_json` does not write."""
    return {name: _read(value) for name, value in values.items()}


def _written(value: Any) -> Any:
    match value:
        case DateTime():
            return {"instant": value.to_native().astimezone(dt.UTC).isoformat()}
        case Date():
            return {"day": value.to_native().isoformat()}
        case list():
            return [_written(each) for each in value]
        case str() | bool() | int() | float():
            return value
    raise BackupImpossible(f"The database holds a value of the type {type(value).__name__}, which no registry has.")


def _read(value: Any) -> Any:
    try:
        match value:
            case {"instant": str() as said}:
                return dt.datetime.fromisoformat(said)
            case {"day": str() as said}:
                return dt.date.fromisoformat(said)
            case list():
                return [_read(each) for each in value]
            case str() | bool() | int() | float():
                return value
    except ValueError:
        pass
    raise BackupUnusable(f"The backup holds {str(value)[:80]}, which is no value of a registry.")
