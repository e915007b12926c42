"""What readers say to alerts: seen, not for thirty days, or never again. Each alert is answered once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from graph.store.store import Store

SNOOZE_DAYS = 30

# Setting a property to itself takes the node's lock, so that of two answers at once the first counts.
_ANSWER = """MATCH (a:Alert {key: $key}) SET a.claim = a.claim
WITH a WHERE a.answer IS NULL AND a.state <> 'CLAIMED'
SET a += $values"""
_READ = "MATCH (a:Alert {key: $key}) RETURN collect([a.line, a.action, a.path, a.recipient, a.answer, a.answerMark])"
_QUIET = """MATCH (a:Alert)-[:NOTIFIES_OF]->(n) WHERE a.muted = true OR a.quietUntil >= $today
RETURN collect([a.rule, n.key, toString(a.dueOn), a.recipient])"""

Quiet = tuple[str, str, str, str]
"""A kind of alert, the key of what it is about, its day and a mailbox."""


class Choice(StrEnum):
    """What a reader can say. Snoozing and muting are about one thing and its day, for one mailbox."""

    ACKNOWLEDGE = "ACKNOWLEDGED"
    SNOOZE = "SNOOZED"
    MUTE = "MUTED"


@dataclass(frozen=True, slots=True)
class Answerable:
    """An alert as its reader sees it, and what was answered to it."""

    line: str
    action: str
    path: str
    recipient: str
    answer: Choice | None


async def answerable(store: Store, key: str) -> Answerable | None:
    """Return an alert to be answered, None where there is none of this key. Raises StoreErrors."""
    found = await _read(store, key)
    return found[0] if found is not None else None


async def answer(store: Store, key: str, choice: Choice, today: dt.date, now: dt.datetime, mark: str) -> bool:
    """Keep what a reader says to an alert. `mark` tells this answer from all others. Raises StoreErrors.

    Returns whether it counts: the first answer does, later ones change nothing.
    """
    values = {
        "state": "ACKNOWLEDGED",
        "answer": choice.value,
        "answeredAt": now,
        "answerMark": mark,
        "muted": choice is Choice.MUTE,
        "quietUntil": today + dt.timedelta(days=SNOOZE_DAYS) if choice is Choice.SNOOZE else None,
    }
    await store.write([(_ANSWER, {"key": key, "values": values})])
    found = await _read(store, key)
    return found is not None and found[1] == mark


async def quiet(store: Store, today: dt.date) -> Collection[Quiet]:
    """Return what readers asked not to be told of on a day. Raises StoreErrors."""
    [rows] = await store.read(_QUIET, {"today": today})
    return {(rule, about, due, recipient) for rule, about, due, recipient in rows}


async def _read(store: Store, key: str) -> tuple[Answerable, str | None] | None:
    [found] = await store.read(_READ, {"key": key})
    if not found:
        return None
    line, action, path, recipient, said, mark = found[0]
    return Answerable(line, action, path, recipient, None if said is None else Choice(said)), mark
