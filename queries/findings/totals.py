"""How many findings stand that concern each body, kept from day to day where it changes.

What changes every night for every body would be a row a body and night; in a registry most nights change few. A body
that rules look at is counted from the first night on, so that none and never counted are told apart.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any, Final

from graph.model.records import stored_properties
from graph.model.registry import Model
from graph.store.batches import batches
from graph.store.store import Statement, Store

_ROWS = 500
_SECONDS = 120.0

COUNTED: Final[Mapping[str, str]] = {
    "BLOCKER": "blockers",
    "ERROR": "errors",
    "WARNING": "warnings",
    "INFO": "infos",
}
"""The property that counts the findings of each severity."""

_STANDING = """MATCH (f:Finding)-[:CONCERNS]->(b:Organisation) WHERE f.state <> 'RESOLVED'
WITH b.key AS body, f.severity AS severity, count(DISTINCT f) AS number
RETURN collect([body, severity, number])"""
_LOOKED_AT = "MATCH (:BodyTally)-[:TALLIED_FOR]->(b:Organisation) RETURN collect(DISTINCT b.key)"
# Keys end in the day, so the latest of a body has the greatest.
_LATEST = """MATCH (t:BodyTotal)-[:TALLIED_FOR]->(b:Organisation) WHERE t.onSort < $today
WITH b.key AS body, max(t.key) AS latest
MATCH (t:BodyTotal {key: latest})
RETURN collect([body, t.blockers, t.errors, t.warnings, t.infos])"""
_OF_TODAY = """MATCH (t:BodyTotal)-[:TALLIED_FOR]->(b:Organisation) WHERE t.onSort = $today
RETURN collect([b.key, t.blockers, t.errors, t.warnings, t.infos])"""
_KEEP = """UNWIND $rows AS row
MATCH (b:Organisation {key: row.body})
MERGE (t:BodyTotal {key: row.key}) SET t += row.values
MERGE (t)-[:TALLIED_FOR]->(b)"""
_DROP = """UNWIND $keys AS key
MATCH (t:BodyTotal {key: key}) DETACH DELETE t"""

Counts = tuple[int, ...]
"""How many findings stand, by severity in the order of COUNTED."""


async def totals_of_bodies(store: Store, model: Model, today: dt.date) -> list[list[Statement]]:
    """Return what keeps the numbers of each body as of a day, a transaction an item. Raises StoreErrors.

    A day's last run counts: where it finds what was kept before, nothing is kept of the day.
    """
    day = {"today": today.isoformat()}
    before = await _kept(store, _LATEST, day)
    of_today = await _kept(store, _OF_TODAY, day)
    standing = await _standing(store, before.keys() | of_today.keys())
    rows, back_to_before = [], []
    for body, counts in sorted(standing.items()):
        if counts == before.get(body):
            back_to_before += [_key(body, today)] if body in of_today else []
        elif counts != of_today.get(body):
            rows.append({"body": body, "key": _key(body, today), "values": _values(model, today, counts)})
    statements: list[list[Statement]] = [[(_DROP, {"keys": some})] for some in batches(back_to_before, _ROWS)]
    return statements + [[(_KEEP, {"rows": some})] for some in batches(rows, _ROWS)]


async def _standing(store: Store, counted: Collection[str]) -> dict[str, Counts]:
    """What stands of every body that rules look at, that anything concerns or that was counted before."""
    [found] = await store.read(_STANDING, {}, timeout=_SECONDS)
    [looked_at] = await store.read(_LOOKED_AT, {}, timeout=_SECONDS)
    by_body: dict[str, dict[str, int]] = defaultdict(dict)
    for body, severity, number in found:
        by_body[body][severity] = number
    bodies = {*by_body, *looked_at, *counted}
    return {body: tuple(by_body.get(body, {}).get(severity, 0) for severity in COUNTED) for body in bodies}


async def _kept(store: Store, which: str, parameters: Mapping[str, Any]) -> dict[str, Counts]:
    [rows] = await store.read(which, dict(parameters), timeout=_SECONDS)
    return {body: tuple(counts) for body, *counts in rows}


def _key(body: str, day: dt.date) -> str:
    return f"{body}@{day.isoformat()}"


def _values(model: Model, today: dt.date, counts: Counts) -> dict[str, Any]:
    by_severity = dict(zip(COUNTED.values(), counts, strict=True))
    return stored_properties(model, "BodyTotal", {"on": today, "found": sum(counts), **by_severity})
