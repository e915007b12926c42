"""What is told in numbers alone: what stood when alerts began, once, and what has run out, every month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from alerts.arrangements import Arrangements
from alerts.kind import Kind
from alerts.ledger import Unfinished
from alerts.people import IG_LEAD, SIRO, People
from alerts.planning import Day, Plan, Planned
from alerts.records import LastRun
from alerts.words import counted, listed
from graph.model.day_words import day_in_words

GO_LIVE, MONTHLY, LATE_RUN = "go-live", "monthly-summary", "late-run"
_PAGE = "/questions/ended-or-overdue"


def add_summaries(plan: Plan, people: People, kinds: Mapping[str, Kind], arranged: Arrangements, day: Day) -> None:
    """Add to a plan what its counts say: the same every day until it is sent, since its key holds its day."""
    for planned in (
        *_at_go_live(plan, people, kinds, arranged, day),
        *_of_the_month(plan, people, kinds, arranged, day),
    ):
        plan.alerts[planned.key] = planned


def add_late_run(plan: Plan, arranged: Arrangements, last: LastRun, now: dt.datetime) -> None:
    """Add that runs were late since one came to its end: told once to each operator, whatever else is told."""
    hours = (now - last.ended_at) // dt.timedelta(hours=1)
    line, action, why = (
        f"No run of alerts came to its end for {hours:,} hours, since {last.ended_at:%Y-%m-%d %H:%M} UTC.",
        "Look at what is to run them every night. What was missed is told by this run.",
        "It is an operator of this registry, and runs were late.",
    )
    for mailbox in arranged.operators:
        for channel in arranged.send:
            about = (LATE_RUN, "AlertRun", last.key, last.ended_at.date(), 0, mailbox.lower(), "", channel)
            planned = Planned(*about, line, action, "/health", why)
            plan.alerts[planned.key] = planned


def keep_telling_of_late_runs(plan: Plan, refused: Iterable[Unfinished]) -> None:
    """Add to a plan that runs were late where a channel refused to tell it: by now runs are on time again."""
    for was in refused:
        if was.rule == LATE_RUN:
            before, after = f"{LATE_RUN}:AlertRun:", f":0:{was.due}:{was.recipient}:{was.channel}"
            last = was.key.removeprefix(before).removesuffix(after)
            about = (LATE_RUN, "AlertRun", last, was.due, 0, was.recipient, "", was.channel)
            planned = Planned(*about, was.line, was.action, was.path, "")
            plan.alerts[planned.key] = planned


def _at_go_live(
    plan: Plan, people: People, kinds: Mapping[str, Kind], arranged: Arrangements, day: Day
) -> Iterator[Planned]:
    by_mailbox: dict[tuple[str, str], dict[str, int]] = {}
    for (mailbox, body, kind), number in plan.standing.items():
        by_mailbox.setdefault((mailbox, body), {})[kind] = number
    for (mailbox, body), numbers in sorted(by_mailbox.items()):
        said = _numbers(numbers, kinds)
        line = (
            f"When alerts began, on {day_in_words(day.go_live)}: {said}, at {people.names.get(body, body)}. "
            "None of these is listed one by one."
        )
        action = "Look through what stood then, and see to it in an order of your own."
        why = "It would be told of what has run out; alerts do not tell singly of what stood when they began."
        yield from _by_channel(arranged, GO_LIVE, body, day.go_live, mailbox, (line, action, why))


def _of_the_month(
    plan: Plan, people: People, kinds: Mapping[str, Kind], arranged: Arrangements, day: Day
) -> Iterator[Planned]:
    month = day.today.replace(day=1)
    if month <= day.go_live:
        return
    by_body: dict[str, dict[str, int]] = {}
    for (body, kind), number in plan.run_out.items():
        by_body.setdefault(body, {})[kind] = number
    for body, numbers in sorted(by_body.items()):
        line = f"In {month:%B %Y}, at {people.names.get(body, body)}: {_numbers(numbers, kinds)}."
        action = "Ask who leads on them what is to be done, and by when."
        for to in people.of(body, SIRO) or people.of(body, IG_LEAD):
            why = f"{to.as_what[0].upper()}{to.as_what[1:]}, for {body}: its body leads, and it is told once a month."
            yield from _by_channel(arranged, MONTHLY, body, month, to.mailbox, (line, action, why))


def _by_channel(
    arranged: Arrangements, kind: str, body: str, due: dt.date, mailbox: str, said: Sequence[str]
) -> Iterator[Planned]:
    line, action, why = said
    for channel in arranged.channels_of(body):
        yield Planned(kind, "Organisation", body, due, 0, mailbox, body, channel, line, action, _PAGE, why)


def _numbers(numbers: Mapping[str, int], kinds: Mapping[str, Kind]) -> str:
    ordered = [(id_, numbers[id_]) for id_ in kinds if id_ in numbers]
    return listed([counted(number, *kinds[id_].text.summary) for id_, number in ordered], shown=len(ordered))
