"""Findings in the graph: read as kept, and written in batches, each whole or not at all.

Nothing here touches the revision of the facts: what rules make of the facts is none of them. A state changes only
where it is still the one that was read, and each change is kept beside it in the same transaction. So a statement
that is run twice, or beside somebody who answers the same finding, changes nothing twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from graph.model.records import sort_key, stored_properties
from graph.model.registry import Model
from graph.store.batches import batches
from graph.store.store import Statement, Store
from queries.findings.plan import OPEN, RESOLVED, FindingPlan, Kept, Move, New, Reworded, Said, rule_of

_ROWS = 500
_SECONDS = 120.0

_OF_RULE = "MATCH (f:Finding {rule: $rule})"
_OF_SUBJECTS = "UNWIND $subjects AS subject MATCH (f:Finding {subject: subject})"
_KEPT = """
CALL (f) { OPTIONAL MATCH (f)-[:CONCERNS]->(b:Organisation) RETURN collect(b.key) AS bodies }
RETURN collect([f.key, f.subject, f.state, toString(f.waivedUntil), f.baseline, f.severity, f.message, f.brief,
  coalesce(f.path, []), coalesce(f.names, []), bodies])"""

_CREATE = """UNWIND $rows AS row
MERGE (f:Finding {key: row.key}) SET f += row.values"""
_ABOUT = """UNWIND $rows AS row
MATCH (f:Finding {{key: row.key}}) MATCH (n:{label} {{key: row.about}}) MERGE (f)-[:ABOUT_NODE]->(n)"""
_SEEN = "UNWIND $keys AS key MATCH (f:Finding {key: key}) SET f.lastSeen = $at"
_REWORD = """UNWIND $rows AS row
MATCH (f:Finding {key: row.key}) SET f += row.values"""
_NO_LONGER_CONCERNS = """UNWIND $rows AS row
MATCH (f:Finding {key: row.key})-[r:CONCERNS]->(b:Organisation) WHERE NOT b.key IN row.bodies DELETE r"""
_CONCERNS = """UNWIND $rows AS row
MATCH (f:Finding {key: row.key}) UNWIND row.bodies AS body
MATCH (b:Organisation {key: body}) MERGE (f)-[:CONCERNS]->(b)"""
_NAMES_NOTHING = """UNWIND $keys AS key
MATCH (:Finding {key: key})-[r:SPEAKS_OF]->() DELETE r"""
_NAMES = """UNWIND $rows AS row
MATCH (f:Finding {{key: row[0]}}) MATCH (n:{label} {{key: row[1]}}) MERGE (f)-[:SPEAKS_OF]->(n)"""
_MOVE = """UNWIND $rows AS row
MATCH (f:Finding {key: row.key}) WHERE f.state = row.before
SET f += row.values, f.timesReopened = coalesce(f.timesReopened, 0) + row.reopened
MERGE (c:Change {key: row.change}) SET c += row.kept
MERGE (c)-[:OF_NODE]->(f)"""
_NOTE = """UNWIND $rows AS row
MATCH (f:Finding {key: row.key})
MERGE (c:Change {key: row.change}) SET c += row.kept
MERGE (c)-[:OF_NODE]->(f)"""

SignOfLife = Callable[[], list[Statement]]


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is written, and who or what does so."""

    at: dt.datetime
    by: str


class FindingStore:
    """Reads and writes the findings of one registry."""

    def __init__(self, store: Store, model: Model, sign_of_life: SignOfLife = list) -> None:
        """`sign_of_life` gives statements to be run with every batch, such as the renewal of a lease."""
        self.store = store
        self.model = model
        self._sign_of_life = sign_of_life

    async def kept(self, rule: str) -> list[Kept]:
        """Return what is kept of a rule."""
        return await self._kept(_OF_RULE, {"rule": rule})

    async def kept_about(self, subjects: Collection[str]) -> list[Kept]:
        """Return what is kept of any rule about some subjects (`Type:key`)."""
        return await self._kept(_OF_SUBJECTS, {"subjects": sorted(subjects)})

    async def _kept(self, which: str, parameters: dict[str, Any]) -> list[Kept]:
        [rows] = await self.store.read(which + _KEPT, parameters, timeout=_SECONDS)
        return [
            Kept(
                key,
                subject,
                state,
                dt.date.fromisoformat(until) if until else None,
                bool(baseline),
                Said(severity, message, brief or "", tuple(path), tuple(names), tuple(sorted(bodies))),
            )
            for key, subject, state, until, baseline, severity, message, brief, path, names, bodies in rows
        ]

    async def write(self, plan: FindingPlan, moment: Moment) -> None:
        """Write a plan: what is new, what is said otherwise, what moved, and that the rest was seen."""
        for new in batches(plan.new, _ROWS):
            await self._write(self._create(new, moment))
        for reworded in batches(plan.reworded, _ROWS):
            await self._write(self._reword(reworded, moment))
        for moves in batches(plan.moves, _ROWS):
            await self._write(self._move(moves, moment))
        for keys in batches(plan.seen, _ROWS):
            await self._write([(_SEEN, {"keys": keys, "at": moment.at})])

    def _create(self, new: Sequence[New], moment: Moment) -> list[Statement]:
        rows = [
            {
                "key": each.key,
                "about": each.subject.partition(":")[2],
                "bodies": list(each.said.bodies),
                "values": stored_properties(
                    self.model,
                    "Finding",
                    {
                        **_values(each.said),
                        "rule": rule_of(each.key),
                        "subject": each.subject,
                        "state": OPEN,
                        "baseline": each.baseline,
                        "firstSeen": moment.at,
                        "lastSeen": moment.at,
                        "timesReopened": 0,
                    },
                ),
            }
            for each in new
        ]
        by_label: dict[str, list[dict[str, Any]]] = {}
        for row, each in zip(rows, new, strict=True):
            by_label.setdefault(each.subject.partition(":")[0], []).append(row)
        about: list[Statement] = [(_ABOUT.format(label=label), {"rows": some}) for label, some in by_label.items()]
        return [(_CREATE, {"rows": rows}), *about, (_CONCERNS, {"rows": rows}), *_named(new)]

    def _reword(self, reworded: Sequence[Reworded], moment: Moment) -> list[Statement]:
        rows = [
            {"key": each.key, "bodies": list(each.said.bodies), "values": self._sorted(_values(each.said))}
            for each in reworded
        ]
        changed = [
            change_row(each.key, "severity", each.severity_before, each.said.severity, "The rule says so.", moment)
            for each in reworded
            if each.severity_before is not None
        ]
        return [
            (_REWORD, {"rows": rows}),
            (_NAMES_NOTHING, {"keys": [each.key for each in reworded]}),
            *_named(reworded),
            (_NO_LONGER_CONCERNS, {"rows": rows}),
            (_CONCERNS, {"rows": rows}),
            (_NOTE, {"rows": changed}),
        ]

    def _sorted(self, values: dict[str, Any]) -> dict[str, object]:
        """Values with the sort keys of those alone that are among them."""
        others = {prop.name + "Sort" for prop in self.model.ordered("Finding") if prop.name not in values}
        stored = stored_properties(self.model, "Finding", values)
        return {name: value for name, value in stored.items() if name not in others}

    def _move(self, moves: Sequence[Move], moment: Moment) -> list[Statement]:
        return [(_MOVE, {"rows": [move_row(each, moment, {}) for each in moves]})]

    async def _write(self, statements: Sequence[Statement]) -> None:
        await self.store.write([*statements, *self._sign_of_life()], timeout=_SECONDS)


def move_row(move: Move, moment: Moment, values: dict[str, Any]) -> dict[str, Any]:
    """Return the row by which MOVE changes a state; `values` are set beside it.

    A waiver ends with its state. What comes back stands anew, so it is no part of the baseline any more.
    """
    again = move.before == RESOLVED
    return {
        "key": move.key,
        "before": move.before,
        "reopened": int(again),
        "values": {
            "state": move.after,
            "waivedUntil": None,
            "reason": None,
            "resolvedAt": moment.at if move.after == RESOLVED else None,
            **({"baseline": False} if again else {}),
            **values,
        },
        **_change(move.key, "state", move.before, move.after, move.reason, moment),
    }


def change_row(
    key: str, prop: str, before: str | None, after: str | None, reason: str | None, moment: Moment
) -> dict[str, Any]:
    """Return the row by which a change of a finding is kept."""
    return {"key": key, **_change(key, prop, before, after, reason, moment)}


def _change(
    key: str, prop: str, before: str | None, after: str | None, reason: str | None, moment: Moment
) -> dict[str, Any]:
    at = moment.at.astimezone(dt.UTC)
    return {
        "change": f"{key}@{at:%Y-%m-%dT%H:%M:%S.%f}:{prop}",
        "kept": {
            "kind": "AMENDED",
            "type": "Finding",
            "property": prop,
            "propertySort": sort_key(prop),
            "before": before,
            "after": after,
            "at": at,
            "by": moment.by,
            "reason": reason,
        },
    }


MOVE = _MOVE
"""The statement that changes states, for rows of `move_row`."""

NOTE = _NOTE
"""The statement that keeps changes, for rows of `change_row`."""


def _named(findings: Sequence[New] | Sequence[Reworded]) -> list[Statement]:
    """What leads from findings to the nodes that they name."""
    by_label: dict[str, list[list[str]]] = {}
    for each in findings:
        for name in each.said.names:
            label, _, key = name.partition(":")
            by_label.setdefault(label, []).append([each.key, key])
    return [(_NAMES.format(label=label), {"rows": rows}) for label, rows in by_label.items()]


def _values(said: Said) -> dict[str, Any]:
    return {
        "severity": said.severity,
        "gravity": said.gravity,
        "message": said.message,
        "brief": said.brief,
        "path": list(said.path),
        "names": list(said.names),
    }
