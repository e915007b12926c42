"""The ledger: every alert that was ever handed over, in the graph, by a key that can be there only once.

A hand-over is claimed before it is made and settled after it. Claiming makes the alerts, or takes over those of a
hand-over that failed or whose run died, in one transaction. Two runs that claim at once meet at the unique key or at
the lock of a node, and the later of them gets nothing. What a run finds claimed and past its lease may or may not
have reached its channel: it is repeated with the same message key, and only as often as a channel allows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from alerts.planning import Planned
from graph.model.records import sort_key, stored_properties
from graph.model.registry import Model
from graph.store.batches import batches
from graph.store.store import Statement, Store

CLAIMED: Final = "CLAIMED"
SENT: Final = "SENT"
FAILED: Final = "FAILED"
UNANSWERED: Final = "UNANSWERED"
UNCERTAIN: Final = "UNCERTAIN"
CANCELLED: Final = "CANCELLED"
ACKNOWLEDGED: Final = "ACKNOWLEDGED"

UNFINISHED: Final = (CLAIMED, FAILED, UNANSWERED)

_ROWS: Final = 1_000
_SECONDS: Final = 120.0

_HELD = "UNWIND $keys AS key MATCH (a:Alert {key: key}) RETURN collect([a.key, a.state, a.retryAt.epochMillis])"
_WHOLE = """
RETURN collect([a.key, a.state, a.rule, a.recipient, a.channel, a.message, a.claim, a.line, a.action, a.path,
  toString(a.dueOn), toString(a.plannedOn), a.attempts, a.unanswered, a.leaseUntil.epochMillis,
  a.retryAt.epochMillis])"""
_UNFINISHED = f"MATCH (a:Alert) WHERE a.state IN $states{_WHOLE}"
_CANCELLED = f"""UNWIND $keys AS key MATCH (a:Alert {{key: key}})
WHERE a.state = 'CANCELLED' AND coalesce(a.unanswered, 0) = 0{_WHOLE}"""
_MAKE = "UNWIND $rows AS row MERGE (a:Alert {key: row.key}) ON CREATE SET a += row.values"
_ABOUT = """UNWIND $rows AS row MATCH (a:Alert {{key: row.key}}) WHERE a.claim = $claim
MATCH (n:{label} {{key: row.about}}) MERGE (a)-[:NOTIFIES_OF]->(n)"""
_FOR = """UNWIND $rows AS row MATCH (a:Alert {key: row.key}) WHERE a.claim = $claim
MATCH (b:Organisation {key: row.body}) MERGE (a)-[:NOTIFIES]->(b)"""
# Setting a property to itself takes the node's lock, so that what follows sees what another run wrote before.
_TAKE_OVER = """UNWIND $rows AS row MATCH (a:Alert {key: row.key}) SET a.claim = a.claim
WITH a, row WHERE a.claim = row.before AND a.state IN $states
SET a += row.values, a.attempts = coalesce(a.attempts, 0) + 1"""
_OWNED = "MATCH (a:Alert {claim: $claim}) RETURN collect(a.key)"
_SETTLE = "MATCH (a:Alert {claim: $claim}) SET a += $values"
_GO_LIVE = "MATCH (s:AlertStart {key: 'alerts'}) RETURN collect(toString(s.on))"
_BEGIN = "MERGE (s:AlertStart {key: 'alerts'}) ON CREATE SET s.on = $today"


@dataclass(frozen=True, slots=True)
class Held:
    """Where an alert stands, and when it may be tried again."""

    state: str
    retry_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An alert that was handed over and is not known to have arrived."""

    key: str
    state: str
    rule: str
    recipient: str
    channel: str
    message: str
    claim: str
    line: str
    action: str
    path: str
    due: dt.date
    planned_on: dt.date
    attempts: int
    unanswered: int
    lease_until: dt.datetime | None
    retry_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Claim:
    """A hand-over about to be made: its own name, the key of its message, its day, and until when it may take."""

    name: str
    message: str
    on: dt.date
    until: dt.datetime


class Ledger:
    """Reads and writes the alerts of one registry. Every method raises StoreErrors."""

    def __init__(self, store: Store, model: Model) -> None:
        self._store = store
        self._model = model

    async def go_live(self) -> dt.date | None:
        """Return the day on which alerts began, None where they have not."""
        [days] = await self._store.read(_GO_LIVE, {})
        return dt.date.fromisoformat(min(days)) if days else None

    async def begin(self, today: dt.date) -> None:
        """Keep a day as the one on which alerts began, unless one is kept."""
        await self._store.write([(_BEGIN, {"today": today})])

    async def held(self, keys: Collection[str]) -> dict[str, Held]:
        """Return where those of some alerts stand that are in the ledger."""
        found: dict[str, Held] = {}
        for some in batches(sorted(keys), _ROWS):
            [rows] = await self._store.read(_HELD, {"keys": some}, timeout=_SECONDS)
            found |= {key: Held(state, _instant(retry)) for key, state, retry in rows}
        return found

    async def unfinished(self) -> list[Unfinished]:
        """Return the alerts that are not known to have arrived, by key."""
        [rows] = await self._store.read(_UNFINISHED, {"states": list(UNFINISHED)}, timeout=_SECONDS)
        made = [_unfinished(row) for row in rows]
        return sorted(made, key=lambda each: each.key)

    async def cancelled(self, keys: Collection[str]) -> dict[str, Unfinished]:
        """Return those of some alerts that were cancelled before they can have reached anybody, by key."""
        found: dict[str, Unfinished] = {}
        for some in batches(sorted(keys), _ROWS):
            [rows] = await self._store.read(_CANCELLED, {"keys": some}, timeout=_SECONDS)
            found |= {each.key: each for each in map(_unfinished, rows)}
        return found

    async def claim(
        self, new: Sequence[Planned], again: Sequence[tuple[Unfinished, Planned]], claim: Claim
    ) -> set[str]:
        """Claim new alerts, and such as were refused or cancelled before, for one hand-over.

        Returns the keys that it was given.
        """
        rows = [
            {
                "key": each.key,
                "about": each.about,
                "body": each.body,
                "label": each.label,
                "values": self._new(each, claim),
            }
            for each in sorted(new, key=lambda each: each.key)
        ]
        statements: list[Statement] = []
        if rows:
            statements.append((_MAKE, {"rows": rows}))
            for label in sorted({each.label for each in new}):
                of_label = [row for row in rows if row["label"] == label]
                statements.append((_ABOUT.format(label=label), {"rows": of_label, "claim": claim.name}))
            statements.append((_FOR, {"rows": rows, "claim": claim.name}))
        if again:
            taken = [
                {
                    "key": was.key,
                    "before": was.claim,
                    "values": {
                        **_claimed(claim),
                        "line": now.line,
                        "plannedOn": claim.on,
                        "plannedOnSort": sort_key(claim.on),
                    },
                }
                for was, now in sorted(again, key=lambda pair: pair[0].key)
            ]
            statements.append((_TAKE_OVER, {"rows": taken, "states": [FAILED, CANCELLED]}))
        await self._store.write(statements, timeout=_SECONDS)
        return await self._owned(claim)

    async def repeat(self, alerts: Sequence[Unfinished], claim: Claim, unanswered: int) -> set[str]:
        """Claim the alerts of a message for its repeat, as they were. `unanswered` counts its lost answers.

        Returns the keys that it was given: all, or none where another run came first.
        """
        rows = [
            {"key": each.key, "before": each.claim, "values": {**_claimed(claim), "unanswered": unanswered}}
            for each in sorted(alerts, key=lambda each: each.key)
        ]
        await self._store.write([(_TAKE_OVER, {"rows": rows, "states": [CLAIMED, UNANSWERED]})], timeout=_SECONDS)
        return await self._owned(claim)

    async def name_message(self, claim: Claim, message: str) -> None:
        """Give the alerts of a hand-over another message key: another run took some of those it was made of."""
        await self._settle(claim.name, {"message": message})

    async def sent(self, claim: Claim, at: dt.datetime) -> None:
        """Keep that the channel accepted a hand-over."""
        await self._settle(claim.name, {"state": SENT, "sentAt": at, "reason": None, "retryAt": None})

    async def failed(self, claim: Claim, reason: str, retry_at: dt.datetime) -> None:
        """Keep that the channel refused a hand-over, and when to try again."""
        await self._settle(claim.name, {"state": FAILED, "reason": reason, "retryAt": retry_at})

    async def unanswered(self, claim: Claim, reason: str, times: int, retry_at: dt.datetime) -> None:
        """Keep how many times a channel did not say whether it accepted a hand-over, and when to repeat it."""
        values = {"state": UNANSWERED, "reason": reason, "unanswered": times, "retryAt": retry_at}
        await self._settle(claim.name, values)

    async def close(self, alerts: Sequence[Unfinished], state: str, reason: str) -> int:
        """End alerts that are not handed over any more. Returns how many nobody else had taken meanwhile."""
        rows = [
            {"key": each.key, "before": each.claim, "values": {"state": state, "reason": reason, "retryAt": None}}
            for each in alerts
        ]
        for some in batches(rows, _ROWS):
            text = _TAKE_OVER.replace(", a.attempts = coalesce(a.attempts, 0) + 1", "")
            await self._store.write([(text, {"rows": some, "states": list(UNFINISHED)})], timeout=_SECONDS)
        return len(rows)

    async def _settle(self, claim: str, values: dict[str, Any]) -> None:
        await self._store.write([(_SETTLE, {"claim": claim, "values": values})], timeout=_SECONDS)

    async def _owned(self, claim: Claim) -> set[str]:
        [keys] = await self._store.read(_OWNED, {"claim": claim.name})
        return set(keys)

    def _new(self, planned: Planned, claim: Claim) -> dict[str, object]:
        values = {
            "rule": planned.kind,
            "level": planned.level,
            "dueOn": planned.due,
            "recipient": planned.recipient,
            "channel": planned.channel,
            "line": planned.line,
            "action": planned.action,
            "why": planned.why,
            "path": planned.path,
            "plannedOn": claim.on,
            "attempts": 1,
            "unanswered": 0,
            **_claimed(claim),
        }
        return stored_properties(self._model, "Alert", values)


def _claimed(claim: Claim) -> dict[str, Any]:
    return {
        "state": CLAIMED,
        "claim": claim.name,
        "message": claim.message,
        "leaseUntil": claim.until,
        "retryAt": None,
        "reason": None,
    }


def _unfinished(row: Sequence[Any]) -> Unfinished:
    *said, due, planned, attempts, unanswered, lease, retry = row
    key, state, rule, recipient, channel, message, claim, line, action, path = said
    return Unfinished(
        key=key,
        state=state,
        rule=rule,
        recipient=recipient,
        channel=channel,
        message=message,
        claim=claim,
        line=line,
        action=action,
        path=path,
        due=dt.date.fromisoformat(due),
        planned_on=dt.date.fromisoformat(planned),
        attempts=attempts,
        unanswered=unanswered,
        lease_until=_instant(lease),
        retry_at=_instant(retry),
    )


def _instant(millis: int | None) -> dt.datetime | None:
    return None if millis is None else dt.datetime.fromtimestamp(millis / 1000, tz=dt.UTC)
