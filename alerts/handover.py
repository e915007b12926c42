"""Handing one message over: claim it, build its digest, give it to its channel, and keep what became of it."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from alerts.channels.channel import SECONDS, Accepted, Channel, Outcome, Refused, Unanswered
from alerts.clock import Clock
from alerts.digest import Digest, Line, Urgency, message_key, urgency_of
from alerts.ledger import FAILED, SENT, UNANSWERED, Claim, Ledger, Unfinished
from alerts.planning import Planned
from alerts.summaries import GO_LIVE, LATE_RUN, MONTHLY

log = logging.getLogger(__name__)

LEASE = dt.timedelta(minutes=10)
"""How long a hand-over may take before another run may take it for dead: far longer than any channel waits."""

_FIRST_RETRY = dt.timedelta(minutes=15)
_LAST_RETRY = dt.timedelta(hours=20)
"""Shorter than a day, so that every night tries again."""


@dataclass(frozen=True, slots=True)
class Message:
    """What one mailbox is to be told by one channel.

    `new` was never handed over, `again` is what a channel refused before; or else `repeat` are the alerts of a message
    whose channel did not say `unanswered` times whether it took it.
    """

    recipient: str
    channel: str
    on: dt.date
    new: tuple[Planned, ...] = ()
    again: tuple[tuple[Unfinished, Planned], ...] = ()
    repeat: tuple[Unfinished, ...] = ()
    unanswered: int = 0

    @property
    def attempts(self) -> int:
        """How often any of it was handed over before."""
        return max((was.attempts for was in (*self.repeat, *(was for was, _ in self.again))), default=0)

    def lines(self) -> dict[str, Line]:
        """Return the lines of the message by the key of their alert."""
        planned = (*self.new, *(now for _, now in self.again))
        lines = [_line(p.key, p.kind, p.due, self.on, (p.line, p.action, p.path)) for p in planned]
        lines += [_line(r.key, r.rule, r.due, self.on, (r.line, r.action, r.path)) for r in self.repeat]
        return {line.key: line for line in lines}

    @property
    def key(self) -> str:
        """The key of the message; that of the first hand-over where this is a repeat."""
        return self.repeat[0].message if self.repeat else message_key(self.recipient, self.channel, self.lines())

    def digest(self, keys: Collection[str] | None = None) -> Digest:
        """Return the message as a digest, of the alerts of some keys where not all of them are its own."""
        lines = self.lines()
        kept = tuple(lines[key] for key in sorted(lines) if keys is None or key in keys)
        whole = len(kept) == len(lines)
        key = self.key if whole else message_key(self.recipient, self.channel, (line.key for line in kept))
        return Digest(key, self.recipient, self.on, kept)


class Handovers:
    """Hands messages over for one run."""

    def __init__(self, ledger: Ledger, channels: Mapping[str, Channel], clock: Clock) -> None:
        self._ledger = ledger
        self._channels = channels
        self._clock = clock

    async def make(self, message: Message) -> tuple[str, int, str]:
        """Hand one message over, unless another run does. Raises StoreErrors.

        Returns the state that its alerts are in, how many they are, and what went wrong.
        """
        channel = self._channels[message.channel]
        claim = Claim(secrets.token_hex(16), message.key, message.on, self._clock.now() + LEASE)
        if message.repeat:
            owned = await self._ledger.repeat(message.repeat, claim, message.unanswered)
        else:
            owned = await self._ledger.claim(message.new, message.again, claim)
        if not owned:
            return "", 0, ""
        digest = message.digest(owned)
        if digest.key != claim.message:
            await self._ledger.name_message(claim, digest.key)
        if self._clock.now() >= claim.until:
            return "", 0, ""  # Whoever looks now takes it over; handing it over as well would be one time too many.
        outcome = await _handed_over(channel, digest, message.channel)
        return await self._kept(message, claim, outcome, len(owned))

    async def _kept(self, message: Message, claim: Claim, outcome: Outcome, number: int) -> tuple[str, int, str]:
        now = self._clock.now()
        match outcome:
            case Accepted():
                await self._ledger.sent(claim, now)
                return SENT, number, ""
            case Refused(reason=reason, after=after):
                retry_at = now + _wait(message.attempts, after)
                if message.unanswered:
                    # What was handed over before may have arrived, so it stays the same message.
                    await self._ledger.unanswered(claim, reason, message.unanswered, retry_at)
                    return UNANSWERED, number, f"{message.channel}: {reason}"
                await self._ledger.failed(claim, reason, retry_at)
                return FAILED, number, f"{message.channel}: {reason}"
            case Unanswered(reason=reason):
                retry_at = now + _wait(message.attempts, None)
                await self._ledger.unanswered(claim, reason, message.unanswered + 1, retry_at)
                return UNANSWERED, number, f"{message.channel}: {reason}"


async def _handed_over(channel: Channel, digest: Digest, name: str) -> Outcome:
    try:
        # Channels keep time themselves and know how far they came; this is for one that does not come back.
        async with asyncio.timeout(SECONDS * 2):
            return await channel.hand_over(digest)
    except TimeoutError:
        return Unanswered("it did not come to an end in time")
    except Exception as fault:
        log.exception("channel %s failed in a way it does not know", name)
        return Unanswered(f"it failed in a way it does not know: {type(fault).__name__}")


def _wait(attempts: int, asked: float | None) -> dt.timedelta:
    backoff: dt.timedelta = min(_FIRST_RETRY * (1 << 2 * min(attempts, 5)), _LAST_RETRY)
    return backoff if asked is None else min(max(backoff, dt.timedelta(seconds=asked)), _LAST_RETRY)


def _line(key: str, kind: str, due: dt.date, on: dt.date, said: Sequence[str]) -> Line:
    says, action, path = said
    urgency = Urgency.SUMMARY if kind in (GO_LIVE, MONTHLY, LATE_RUN) else urgency_of(due, on)
    return Line(key, urgency, due, says, action, path)
