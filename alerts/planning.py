"""Who is to be told of what today: items, ladders and people become the alerts that should have been sent by now.

Nothing here reads or writes: the same items, people, arrangements and day make the same plan.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from alerts.item import Item
from alerts.kind import Audience, Kind
from alerts.ladder import Ladder, Rung, reached, rungs, stood, told_from
from alerts.people import People, Recipient
from alerts.sight import Sight
from alerts.words import distance

if TYPE_CHECKING:
    # Channels and what they need are for runs of alerts, not for a server that shows them.
    from alerts.arrangements import Arrangements


@dataclass(frozen=True, slots=True)
class Planned:
    """One alert that should have been sent by now: the rung, to whom, by which channel, and what it says."""

    kind: str
    label: str
    about: str
    due: dt.date
    level: int
    recipient: str
    body: str
    channel: str
    line: str
    action: str
    path: str
    why: str

    @property
    def key(self) -> str:
        """The alert's own key: the same thing told to the same mailbox by the same channel is the same alert."""
        return f"{self.kind}:{self.label}:{self.about}:{self.level}:{self.due}:{self.recipient}:{self.channel}"

    @property
    def on(self) -> dt.date:
        """The day on which it was first to be told."""
        return self.due - dt.timedelta(days=self.level)


@dataclass(frozen=True, slots=True)
class Told:
    """An item and one mailbox of an audience that is told of it sooner or later."""

    item: Item
    audience: Audience
    recipient: Recipient


@dataclass(slots=True)
class Plan:
    """The alerts of a day by key, what summaries count, and what could not be told.

    `standing` counts what had run out when alerts began, by mailbox, body and kind. `run_out` counts all that has run
    out by now, by the body that leads and kind. `withheld` is how often a body may not see what its mailbox would be
    told; `nobody` are the items of which nobody can be told.
    """

    alerts: dict[str, Planned] = field(default_factory=dict)
    standing: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    run_out: Counter[tuple[str, str]] = field(default_factory=Counter)
    withheld: int = 0
    nobody: list[Item] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Day:
    """The day a plan is made for, and the day and the moment at which alerts began."""

    today: dt.date
    go_live: dt.date
    began: dt.datetime


def audiences(items: Sequence[Item], people: People, kinds: Mapping[str, Kind], arranged: Arrangements) -> list[Told]:
    """Return every pair of item and mailbox that may be told of it, each mailbox of a body once an audience."""
    return [
        Told(item, audience, recipient)
        for item in items
        for audience in arranged.audiences(kinds[item.kind])
        for recipient in dict.fromkeys(people.told(item, audience))
    ]


def sights(item: Item, body: str) -> list[Sight]:
    """Return what a body must be allowed to see to be told: the node, and the agreement that the line leads to."""
    of_node = (item.label, item.key, body)
    if item.agreement is None or item.label == "Agreement":
        return [of_node]
    return [of_node, ("Agreement", item.agreement, body)]


def sights_of_names(item: Item, body: str) -> list[Sight]:
    """Return what a body must be allowed to see to be told what an item names."""
    return [(*name, body) for name in item.names]


def make_plan(
    told: Sequence[Told],
    seen: Collection[Sight],
    kinds: Mapping[str, Kind],
    arranged: Arrangements,
    day: Day,
) -> Plan:
    """Return what should have been told by a day. `seen` is what bodies may see, of the `sights` and `sights_of_names`
    of each item and body.

    What had run out by the day alerts began is counted and not told of singly. Of several rungs for one mailbox, as
    lead and as another party say, the last is told.
    """
    plan = Plan()
    last: dict[tuple[Item, str, str], Planned] = {}
    counted: set[tuple[Item, str, str]] = set()
    for each in told:
        item, to = each.item, each.recipient
        if any(sight not in seen for sight in sights(item, to.body)):
            plan.withheld += 1
            continue
        kind = kinds[item.kind]
        ladder = arranged.ladder(kind, each.audience, to.body)
        if _stood(item, ladder, day) and (item, to.mailbox, to.body) not in counted:
            counted.add((item, to.mailbox, to.body))
            plan.standing[to.mailbox, to.body, item.kind] += 1
        rung = _rung(item, ladder, day)
        if rung is None:
            continue
        for channel in arranged.channels_of(to.body):
            before = last.get((item, to.mailbox, channel))
            if before is None or rung.level < before.level:
                whole = all(sight in seen for sight in sights_of_names(item, to.body))
                said = item if whole else replace(item, what=item.brief or "")
                last[item, to.mailbox, channel] = _planned(each, said, kind, rung, channel, day.today)
    plan.alerts = {planned.key: planned for planned in last.values()}
    return plan


def _stood(item: Item, ladder: Ladder, day: Day) -> bool:
    """Whether it had run out, or had come up, when alerts began."""
    if item.came_up is not None:
        return item.came_up <= day.began and bool(rungs(item.due, ladder))
    return stood(item.due, ladder, day.go_live)


def _rung(item: Item, ladder: Ladder, day: Day) -> Rung | None:
    """The rung to tell of on a day. What came up after alerts began is told, also where it was the same day."""
    if item.came_up is not None:
        return None if item.came_up <= day.began else reached(item.due, ladder, day.today, item.span)
    return told_from(item.due, ladder, day.today, day.go_live, item.span)


def run_out(items: Sequence[Item], people: People, kinds: Mapping[str, Kind], today: dt.date) -> list[tuple[Item, str]]:
    """Return what has run out, however long ago, with each body that leads: monthly summaries count it."""
    return [
        (item, body)
        for item in items
        if (today - item.due).days >= kinds[item.kind].text.patience
        for body in people.lead_bodies(item)
    ]


def path_of(item: Item) -> str:
    """Return the path of the registry's page on what an item is about."""
    if item.agreement is not None:
        return f"/questions/one-agreement?agreement={quote(item.agreement, safe='')}"
    return f"/findings/body/{quote(item.bodies[0], safe='')}" if item.bodies else "/findings"


_AS_WHAT = {
    Audience.LEAD: "It leads on it, or stands in where no lead is recorded",
    Audience.OTHERS: "Its body is a party",
    Audience.IG_LEAD: "It answers for information governance at the body that leads",
    Audience.BODY: "It is about its body",
}


def _planned(each: Told, item: Item, kind: Kind, rung: Rung, channel: str, today: dt.date) -> Planned:
    """The alert of a pair, with what is said of its item."""
    to = each.recipient
    return Planned(
        kind=item.kind,
        label=item.label,
        about=item.key,
        due=item.due,
        level=rung.level,
        recipient=to.mailbox,
        body=to.body,
        channel=channel,
        line=item.sentence(kind, today),
        action=kind.text.do,
        path=path_of(item),
        why=f"{_AS_WHAT[each.audience]}: {to.as_what}, for {to.body}. {_rung_in_words(rung)}",
    )


def _rung_in_words(rung: Rung) -> str:
    if rung.level == 0:
        return "This is the reminder of the day itself."
    return f"This is the reminder {distance(abs(rung.level))} {'before' if rung.level > 0 else 'after'} the day."
