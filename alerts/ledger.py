"""The ledger: every alert that was ever handed over, in the graph, by a key that can be there only once.

What a run finds claimed and past its lease may or may not have reached its channel: it is repeated with the same
message key, and only as often as a channel allows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph.store.batches import batches
from graph.store.store import Store

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
# Setting a property to itself takes the node's lock, so that what follows sees what another run wrote before.
TAKE_OVER: Final = """UNWIND $rows AS row MATCH (a:Alert {key: row.key}) SET a.claim = a.claim
WITH a, row WHERE a.claim = row.before AND a.state IN row.states
SET a += row.values"""
"""Changes alerts whose claim and state are still as they were read."""

_BEGAN = "MATCH (s:AlertStart {key: 'alerts'}) RETURN collect([toString(s.on), s.at.epochMillis])"
_BEGIN = "MERGE (s:AlertStart {key: 'alerts'}) ON CREATE SET s.on = $today, s.at = $now"


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


class Ledger:
    """Reads and writes the alerts of one registry. Every method raises StoreErrors."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def began(self) -> tuple[dt.date, dt.datetime] | None:
        """Return the day and the moment at which alerts began, None where they have not."""
        [kept] = await self._store.read(_BEGAN, {})
        if not kept:
            return None
        on, at = min(kept)
        return dt.date.fromisoformat(on), dt.datetime.fromtimestamp(at / 1000, tz=dt.UTC)

    async def begin(self, today: dt.date, now: dt.datetime) -> None:
        """Keep a day and its moment as the ones at which alerts began, unless some are kept."""
        await self._store.write([(_BEGIN, {"today": today, "now": now})])

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

    async def close(self, alerts: Sequence[Unfinished], state: str, reason: str) -> None:
        """End alerts that are not handed over any more, but such as somebody else has taken meanwhile."""
        rows = [
            {
                "key": each.key,
                "before": each.claim,
                "states": list(UNFINISHED),
                "values": {"state": state, "reason": reason, "retryAt": None},
            }
            for each in alerts
        ]
        for some in batches(rows, _ROWS):
            await self._store.write([(TAKE_OVER, {"rows": some})], timeout=_SECONDS)


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
