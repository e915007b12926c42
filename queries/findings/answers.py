"""What people make of findings: seen, somebody's to see to, set aside until a day, open again.

A finding is answered by whoever may see it. Every answer is kept as a change of the finding.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from graph.access import Caller, Role, scope_predicate
from graph.model.registry import Model
from graph.store.store import Store
from queries.findings.plan import ACKNOWLEDGED, OPEN, RESOLVED, WAIVED, Move
from queries.findings.store import MOVE, NOTE, Moment, change_row, move_row

_MAILBOX: Final = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_TRIES: Final = 5

_ASSIGN = """MATCH (f:Finding {key: $key}) SET f.mailbox = $mailbox"""
_TO_NO_POST = "MATCH (f:Finding {key: $key})-[r:ASSIGNED_TO]->(:Post) DELETE r"
_TO_POST = "MATCH (f:Finding {key: $key}) MATCH (p:Post {key: $post}) MERGE (f)-[:ASSIGNED_TO]->(p)"
_POST = "MATCH (p:Post {key: $post}) RETURN count(p)"


class Came(StrEnum):
    """How an answer came out."""

    ANSWERED = "ANSWERED"
    RESOLVED = "RESOLVED"
    WAIVER_REFUSED = "WAIVER_REFUSED"
    ASSIGNEE_UNKNOWN = "ASSIGNEE_UNKNOWN"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an answer came out: whether it changed anything, and where it was not given, why and what to do."""

    came: Came
    changed: bool = False
    message: str = ""


class FindingUnknown(LookupError):
    """There is no such finding, or the caller may not see it."""


class AnsweredMeanwhile(RuntimeError):
    """Others kept changing the finding. The message says to try again."""


@dataclass(frozen=True, slots=True)
class _Held:
    state: str
    reason: str | None
    until: dt.date | None
    mailbox: str | None
    post: str | None


class FindingAnswers:
    """Takes the answers of one caller. `today` is the registry's day, `now` the moment that history keeps."""

    def __init__(self, store: Store, model: Model, caller: Caller, today: dt.date, now: dt.datetime) -> None:
        self.store = store
        self.caller = caller
        self.today = today
        self.moment = Moment(now, said_by(caller))
        scope = scope_predicate(model, "Finding", "f", caller.scope)
        self._read = (
            f"MATCH (f:Finding {{key: $key}}){f' WHERE {scope}' if scope else ''}\n"
            "CALL (f) { OPTIONAL MATCH (f)-[:ASSIGNED_TO]->(p:Post) RETURN head(collect(p.key)) AS post }\n"
            "RETURN head(collect([f.state, f.reason, toString(f.waivedUntil), f.mailbox, post]))"
        )

    async def acknowledge(self, key: str, reason: str | None) -> Outcome:
        """Say that a finding was seen and is accepted.

        Raises FindingUnknown, AnsweredMeanwhile and StoreErrors, as all answers do.
        """
        return await self._move(key, ACKNOWLEDGED, _said(reason), None)

    async def reopen(self, key: str, reason: str | None) -> Outcome:
        """Take back that a finding was acknowledged or set aside. Raises as `acknowledge` does."""
        return await self._move(key, OPEN, _said(reason), None)

    async def waive(self, key: str, until: dt.date, reason: str) -> Outcome:
        """Set a finding aside up to and including a day. Raises as `acknowledge` does."""
        await self._held(key)
        if until < self.today:
            message = f"{until.isoformat()} has passed. Name today or a later day, on which the finding opens again."
            return Outcome(Came.WAIVER_REFUSED, message=message)
        if _said(reason) is None:
            return Outcome(Came.WAIVER_REFUSED, message="Say in `reason` why it can wait: whoever follows will ask.")
        return await self._move(key, WAIVED, _said(reason), until)

    async def assign(self, key: str, post: str | None, mailbox: str | None) -> Outcome:
        """Say who is to see to a finding: a post, a mailbox, or with neither nobody. Raises as `acknowledge` does."""
        held = await self._held(key)
        if held.state == RESOLVED:
            return _resolved()
        if mailbox is not None and not _MAILBOX.fullmatch(mailbox):
            message = f"{mailbox!r} is no mailbox. Write an address such as information.governance@body.example."
            return Outcome(Came.ASSIGNEE_UNKNOWN, message=message)
        if post is not None and await self.store.read(_POST, {"post": post}) != [1]:
            message = (
                f"There is no post {post!r}. Give the id or key of one, as `posts` of a body lists them, or a mailbox."
            )
            return Outcome(Came.ASSIGNEE_UNKNOWN, message=message)
        if (post, mailbox) == (held.post, held.mailbox):
            return Outcome(Came.ANSWERED)
        change = change_row(key, "assignedTo", held.post or held.mailbox, post or mailbox, None, self.moment)
        statements: list[tuple[str, dict[str, Any]]] = [
            (_ASSIGN, {"key": key, "mailbox": mailbox}),
            (_TO_NO_POST, {"key": key}),
            (NOTE, {"rows": [change]}),
        ]
        if post is not None:
            statements.append((_TO_POST, {"key": key, "post": post}))
        await self.store.write(statements)
        return Outcome(Came.ANSWERED, changed=True)

    async def _move(self, key: str, after: str, reason: str | None, until: dt.date | None) -> Outcome:
        """Move a finding on from whatever state it is in. Should another come first, look again."""
        for attempt in range(_TRIES):
            held = await self._held(key)
            if held.state == RESOLVED:
                return _resolved()
            kept_reason = None if after == OPEN else reason
            if (held.state, held.reason, held.until) == (after, kept_reason, until):
                return Outcome(Came.ANSWERED, changed=attempt > 0)
            if after == held.state == ACKNOWLEDGED and reason is None:
                return Outcome(Came.ANSWERED)
            why = reason if until is None else f"Until {until.isoformat()}: {reason}"
            move = Move(key, held.state, after, why or "")
            row = move_row(move, self.moment, {"reason": kept_reason, "waivedUntil": until})
            await self.store.write([(MOVE, {"rows": [row]})])
        raise AnsweredMeanwhile("Others are answering this finding at the same moment. Look at it and try again.")

    async def _held(self, key: str) -> _Held:
        parameters = {"key": key, "bodies": list(self.caller.bodies)}
        [row] = await self.store.read(self._read, parameters)
        if row is None:
            raise FindingUnknown(key)
        state, reason, until, mailbox, post = row
        return _Held(state, reason, dt.date.fromisoformat(until) if until else None, mailbox, post)


def said_by(caller: Caller) -> str:
    """Return how the history names whoever answered."""
    if caller.role is Role.ADMINISTRATOR:
        return "an administrator"
    return f"a member for {', '.join(caller.bodies)}" if caller.bodies else "a member"


def _said(reason: str | None) -> str | None:
    return (reason or "").strip() or None


def _resolved() -> Outcome:
    message = "The finding is no longer found, so there is nothing to answer. It opens by itself if it is found again."
    return Outcome(Came.RESOLVED, message=message)
