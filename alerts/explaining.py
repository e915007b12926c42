"""Why somebody was told, or would be, and how alerts stand, in words."""

from __future__ import annotations

from alerts.clock import Clock
from alerts.errors import AlertUnknown
from alerts.ledger import UNFINISHED
from alerts.records import LATE_AFTER, LastRun, counts, is_late, last_run
from alerts.run import Job, outlook
from alerts.words import counted
from graph.store.store import Store

_ONE = """MATCH (a:Alert {key: $key}) RETURN collect([a.recipient, a.channel, a.line, a.why, a.state, a.reason,
  a.message, toString(a.plannedOn), a.attempts])"""
_PROBLEMS = """MATCH (a:Alert) WHERE a.state IN $states AND a.reason IS NOT NULL
WITH a.channel AS channel, a.reason AS reason, count(a) AS number, min(a.key) AS example
WITH channel, reason, number, example ORDER BY number DESC, channel, reason LIMIT 20
RETURN collect([channel, reason, number, example])"""


async def explained(job: Job, key: str) -> str:
    """Return why an alert was sent, or would be. Raises AlertUnknown, StoreErrors and what asking raises."""
    [rows] = await job.store.read(_ONE, {"key": key})
    if rows:
        recipient, channel, line, why, state, reason, message, on, attempts = rows[0]
        said = [
            line,
            f"To {recipient} by {channel}. {why}",
            f"It is {state}{f': {reason}' if reason else ''}. Planned on {on}, handed over "
            f"{counted(attempts, 'time', 'times')}, in message {message}.",
        ]
        return "\n".join(said)
    planned = (await outlook(job)).plan.alerts.get(key)
    if planned is None:
        raise AlertUnknown(
            f"There is no alert {key}, and none would be sent today. `isa alerts run --dry-run` and `alerts` in "
            "GraphQL list them."
        )
    return f"{planned.line}\nTo {planned.recipient} by {planned.channel}. {planned.why}\nIt was not sent yet."


async def status_text(store: Store, clock: Clock) -> str:
    """Return when alerts last worked, how many stand where, and what went wrong. Raises StoreErrors."""
    last = await last_run(store)
    lines = [_last_run(last, clock)]
    for (channel, state), number in (await counts(store)).items():
        lines.append(f"{channel}: {number:,} {state}")
    [problems] = await store.read(_PROBLEMS, {"states": [*UNFINISHED, "UNCERTAIN"]})
    for channel, reason, number, example in problems:
        lines.append(f"{channel}: {reason} ({number:,} alerts, such as {example})")
    return "\n".join(lines)


def _last_run(last: LastRun | None, clock: Clock) -> str:
    if last is None:
        return "Alerts have never come to their end. Begin with: isa alerts run --dry-run"
    said = f"Alerts last came to their end on {last.ended_at.astimezone(clock.zone):%Y-%m-%d at %H:%M %Z}."
    if is_late(last, clock.now()):
        hours = LATE_AFTER.total_seconds() / 3600
        said += f" That is more than {hours:.0f} hours ago: look at whatever is to run them every night."
    return said
