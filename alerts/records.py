"""The runs that came to their end: when alerts last worked, and what became of what they had to tell."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from graph.model.records import stored_properties
from graph.model.registry import Model
from graph.store.store import Store

LATE_AFTER = dt.timedelta(hours=26)
"""So long after the last run that came to its end alerts are late: a night and two hours."""

_KEEP = "MERGE (r:AlertRun {key: $key}) ON CREATE SET r += $values"
_LAST = """MATCH (r:AlertRun) WITH r ORDER BY r.startedAtSort DESC, r.key DESC LIMIT 1
RETURN collect([r.key, toString(r.on), r.endedAt.epochMillis])"""
_COUNTS = """MATCH (a:Alert) WITH a.state AS state, a.channel AS channel, count(a) AS number
RETURN collect([channel, state, number])"""


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What one run did, in numbers of alerts; `problems` are what went wrong with channels, each once."""

    on: dt.date
    started_at: dt.datetime
    ended_at: dt.datetime
    items: int = 0
    sent: int = 0
    failed: int = 0
    unanswered: int = 0
    cancelled: int = 0
    withheld: int = 0
    nobody: int = 0
    problems: tuple[str, ...] = ()

    def __str__(self) -> str:
        counts = {
            "sent": self.sent,
            "refused, to be tried again": self.failed,
            "without an answer": self.unanswered,
            "no longer needed": self.cancelled,
        }
        told = ", ".join(f"{number:,} {what}" for what, number in counts.items() if number)
        return f"{self.items:,} things to tell of, sooner or later; {told or 'nothing to send today'}."


async def keep_run(store: Store, model: Model, record: RunRecord, mark: str) -> None:
    """Keep that a run came to its end. `mark` tells it from others of the same moment. Raises StoreErrors."""
    values = {
        "on": record.on,
        "startedAt": record.started_at,
        "endedAt": record.ended_at,
        "items": record.items,
        "sent": record.sent,
        "failed": record.failed,
        "unanswered": record.unanswered,
        "cancelled": record.cancelled,
        "withheld": record.withheld,
        "nobody": record.nobody,
        "problems": "; ".join(record.problems) or None,
    }
    key = f"{record.started_at:%Y-%m-%dT%H:%M:%S}:{mark}"
    await store.write([(_KEEP, {"key": key, "values": stored_properties(model, "AlertRun", values)})])


@dataclass(frozen=True, slots=True)
class LastRun:
    """The last run that came to its end: its key in the graph, its day, and when that was."""

    key: str
    on: dt.date
    ended_at: dt.datetime


async def last_run(store: Store) -> LastRun | None:
    """Return the last run that came to its end, None where none has. Raises StoreErrors."""
    [found] = await store.read(_LAST, {})
    if not found:
        return None
    key, on, ended = found[0]
    return LastRun(key, dt.date.fromisoformat(on), dt.datetime.fromtimestamp(ended / 1000, tz=dt.UTC))


async def counts(store: Store) -> dict[tuple[str, str], int]:
    """Return how many alerts there are by channel and state. Raises StoreErrors."""
    [rows] = await store.read(_COUNTS, {})
    return {(channel, state): number for channel, state, number in sorted(rows)}


def is_late(last: LastRun | None, now: dt.datetime) -> bool:
    """Say whether runs are late. Where none ever was nothing is late: nobody set it up."""
    return last is not None and now - last.ended_at > LATE_AFTER
