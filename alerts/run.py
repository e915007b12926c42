"""One run: ask what there is to tell of, plan who is to be told, and hand each person one digest by each channel."""

from __future__ import annotations

import asyncio
import datetime as dt
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from alerts.answers import quiet
from alerts.arrangements import Arrangements
from alerts.asking import Ask, items_of
from alerts.channels.channel import Channel
from alerts.claims import Claims
from alerts.clock import Clock
from alerts.handover import Handovers, Message
from alerts.item import Item
from alerts.kind import Kind
from alerts.ledger import CANCELLED, CLAIMED, FAILED, UNCERTAIN, Held, Ledger, Unfinished
from alerts.nights import night_of
from alerts.people import people_of
from alerts.planning import Day, Plan, Planned, audiences, make_plan, run_out, sights, sights_of_names
from alerts.records import RunRecord, is_late, keep_run, last_run
from alerts.sight import may_see
from alerts.summaries import LATE_RUN, add_late_run, add_summaries, keep_telling_of_late_runs
from graph.model.registry import Model
from graph.store.store import Store

AT_ONCE = 8
"""How many digests are on their way at once."""

MOST_UNANSWERED = 1
"""How often a channel may leave a message unanswered and have it repeated, where a repeat might be read twice."""


_Place = tuple[str, str, dt.date, str]
"""A message to be: its mailbox, channel and night, and its key where it was refused before."""


@dataclass(frozen=True, slots=True)
class Job:
    """All that a run needs: the registry, how it is asked, what was arranged, the channels and the clock."""

    store: Store
    model: Model
    ask: Ask
    kinds: Sequence[Kind]
    arranged: Arrangements
    channels: Mapping[str, Channel]
    clock: Clock


@dataclass(slots=True)
class Outlook:
    """What a run would do: the messages, those of them that are repeats, what has no cause any more."""

    day: Day
    plan: Plan
    items: int
    messages: list[Message] = field(default_factory=list)
    cancelled: list[Unfinished] = field(default_factory=list)
    given_up: list[Unfinished] = field(default_factory=list)


async def outlook(job: Job) -> Outlook:
    """Return what a run would do now. Nothing is written. Raises StoreErrors and what asking raises."""
    ledger = Ledger(job.store)
    today = job.clock.today()
    day = Day(today, *(await ledger.began() or (today, job.clock.now())))
    items = await items_of(job.ask, job.kinds, job.arranged, today)
    plan = await _planned(job, items, day)
    last = await last_run(job.store)
    if last is not None and is_late(last, job.clock.now()):
        add_late_run(plan, job.arranged, last, job.clock.now())
    found = Outlook(day, plan, len(items))
    unfinished = await ledger.unfinished()
    _add_repeats(job, found, unfinished)
    failed = {each.key: each for each in unfinished if each.state == FAILED}
    keep_telling_of_late_runs(plan, failed.values())
    found.cancelled += [each for key, each in failed.items() if key not in plan.alerts]
    held = await ledger.held(plan.alerts)
    # A cause that went away and came back is told of, as if it had never gone.
    back = await ledger.cancelled([key for key, each in held.items() if each.state == CANCELLED])
    _add_messages(job, found, held, failed | back, None if last is None else last.on)
    return found


async def run(job: Job) -> RunRecord:
    """Do what there is to be done now, and keep that it was done. Raises StoreErrors and what asking raises.

    What a channel refuses fails neither the run nor other messages; a later run tries it again.
    """
    started = job.clock.now()
    ledger = Ledger(job.store)
    await ledger.begin(job.clock.today(), started)
    todo = await outlook(job)
    await ledger.close(todo.cancelled, CANCELLED, "Its cause went away, or a later rung tells of it.")
    await ledger.close(todo.given_up, UNCERTAIN, "It was repeated once and again nobody said whether it arrived.")
    handovers = Handovers(Claims(job.store, job.model), job.channels, job.clock)
    at_once = asyncio.Semaphore(AT_ONCE)

    async def one(message: Message) -> tuple[str, int, str]:
        async with at_once:
            return await handovers.make(message)

    counts: Counter[str] = Counter()
    problems: dict[str, None] = {}
    # Whatever becomes of one, the others come to their end: what is cut off may be read twice.
    made = await asyncio.gather(*(one(message) for message in todo.messages), return_exceptions=True)
    for each in made:
        if isinstance(each, BaseException):
            raise each
        state, number, reason = each
        counts[state] += number
        if reason:
            problems[reason] = None
    record = RunRecord(
        on=todo.day.today,
        started_at=started,
        ended_at=job.clock.now(),
        items=todo.items,
        sent=counts["SENT"],
        failed=counts["FAILED"],
        unanswered=counts["UNANSWERED"],
        cancelled=len(todo.cancelled),
        withheld=todo.plan.withheld,
        nobody=len(todo.plan.nobody),
        problems=tuple(problems),
    )
    await keep_run(job.store, job.model, record, secrets.token_hex(4))
    return record


async def _planned(job: Job, items: Sequence[Item], day: Day) -> Plan:
    kinds = {kind.id: kind for kind in job.kinds}
    people = await people_of(job.store, items, day.today)
    told = audiences(items, people, kinds, job.arranged)
    over = run_out(items, people, kinds, day.today)
    bodies = {(each.item, each.recipient.body) for each in told} | set(over)
    asked = {each for item, body in bodies for each in (*sights(item, body), *sights_of_names(item, body))}
    seen = await may_see(job.store, job.model, asked)
    plan = make_plan(told, seen, kinds, job.arranged, day)
    reached = {each.item for each in told}
    plan.nobody = [item for item in items if item not in reached]
    plan.run_out.update((body, item.kind) for item, body in over if all(each in seen for each in sights(item, body)))
    add_summaries(plan, people, kinds, job.arranged, day)
    hushed = await quiet(job.store, day.today)
    plan.alerts = {
        key: each
        for key, each in plan.alerts.items()
        if (each.kind, each.about, each.due.isoformat(), each.recipient) not in hushed
    }
    return plan


def _add_repeats(job: Job, found: Outlook, unfinished: Sequence[Unfinished]) -> None:
    """Add the messages that may or may not have arrived, to be repeated as they were, cancelled or given up."""
    now = job.clock.now()
    by_message: dict[tuple[str, str], list[Unfinished]] = {}
    for each in unfinished:
        if each.state != FAILED:
            by_message.setdefault((each.message, each.claim), []).append(each)
    for alerts in by_message.values():
        first = alerts[0]
        died = first.state == CLAIMED
        if first.channel not in job.channels or not _is_due(first, now):
            continue
        times = first.unanswered + (1 if died else 0)
        if not any(each.key in found.plan.alerts for each in alerts):
            found.cancelled += alerts
        elif times > MOST_UNANSWERED and not job.channels[first.channel].repeats_safely:
            found.given_up += alerts
        else:
            found.messages.append(
                Message(first.recipient, first.channel, first.planned_on, repeat=tuple(alerts), unanswered=times)
            )


def _is_due(alert: Unfinished, now: dt.datetime) -> bool:
    """Whether a hand-over may be repeated: its run's lease is over, or the wait after it is."""
    until = alert.lease_until if alert.state == CLAIMED else alert.retry_at
    return until is None or until <= now


def _add_messages(
    job: Job, found: Outlook, held: Mapping[str, Held], again: Mapping[str, Unfinished], last: dt.date | None
) -> None:
    """Add the messages of what was never handed over, a night each, and of what is to be once more and is due.

    What was refused together stays together. `last` is the day of the last run.
    """
    now, today = job.clock.now(), found.day.today
    new: dict[_Place, list[Planned]] = {}
    once_more: dict[_Place, list[tuple[Unfinished, Planned]]] = {}
    for key, planned in sorted(found.plan.alerts.items()):
        if planned.channel not in job.channels:
            continue
        if key not in held:
            night = today if planned.kind == LATE_RUN else night_of(planned.on, last, today)
            new.setdefault((planned.recipient, planned.channel, night, ""), []).append(planned)
        elif key in again and _is_due(again[key], now):
            was = again[key]
            message = was.message if was.state == FAILED else ""
            place = (planned.recipient, planned.channel, was.planned_on if message else today, message)
            once_more.setdefault(place, []).append((was, planned))
    for place in sorted(new.keys() | once_more.keys()):
        recipient, channel, _night, _message = place
        found.messages.append(
            Message(recipient, channel, today, tuple(new.get(place, ())), tuple(once_more.get(place, ())))
        )
