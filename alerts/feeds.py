"""A body's dates to subscribe to: a calendar (iCalendar, RFC 5545) and feeds (Atom, RFC 4287; RSS 2.0)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from alerts.digest import Urgency, urgency_of
from alerts.item import Item
from alerts.kind import Kind
from alerts.links import Links
from alerts.planning import path_of

QUESTION: Final = "dates-of-a-body"
NAME_QUESTION: Final = "name-of-a-body"
AHEAD_DAYS: Final = 270
"""How far ahead feeds look. The calendar has every day that is known."""

_REGISTRY: Final = "Registry of information sharing agreements"
_REMINDERS: Final = (dt.timedelta(days=-90), dt.timedelta(days=-30))


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that ends, is due or has passed, as it is told on a day. `name` tells it from all others."""

    name: str
    due: dt.date
    says: str
    action: str
    path: str


@dataclass(frozen=True, slots=True)
class BodyDates:
    """The days of a body's agreements as the body may see them: the body by name, and the day they are told on."""

    body: str
    items: Sequence[Item]
    today: dt.date

    @property
    def title(self) -> str:
        """What calendars and feed readers call them."""
        return f"Information sharing: {self.body}"

    def ordered(self) -> list[Item]:
        """Return every item, the nearest day first."""
        return sorted(self.items, key=lambda item: (item.due, item.what, item.kind, item.key))

    def entries(self, kinds: Mapping[str, Kind]) -> list[Entry]:
        """Return what ends or is due within 270 days, or has passed; the nearest day first."""
        return [
            Entry(
                # Another day is another entry; another morning of the same day is not.
                name=f"{item.kind}-{item.due}",
                due=item.due,
                says=item.sentence(kinds[item.kind], self.today),
                action=kinds[item.kind].text.do,
                path=path_of(item),
            )
            for item in self.ordered()
            if (item.due - self.today).days <= AHEAD_DAYS
        ]

    def groups(self, kinds: Mapping[str, Kind]) -> list[tuple[Urgency, list[Entry]]]:
        """Return the entries by urgency, as a digest groups them, without groups that have none."""
        entries = self.entries(kinds)
        grouped = [
            (each, [entry for entry in entries if urgency_of(entry.due, self.today) is each]) for each in Urgency
        ]
        return [(urgency, told) for urgency, told in grouped if told]


def calendar(dates: BodyDates, kinds: Mapping[str, Kind], links: Links) -> bytes:
    """Return the days of a body's agreements, each with reminders 90 and 30 days ahead."""
    # Here, since a server that starts has no need of it.
    from icalendar import Alarm, Calendar, Event
    from icalendar.prop import vText

    made = Calendar()
    for name, value in (
        ("prodid", "-//ISA registry//Alerts//EN"),
        ("version", "2.0"),
        ("method", "PUBLISH"),
        ("x-wr-calname", vText(dates.title)),
    ):
        made.add(name, value)
    made.add("refresh-interval", dt.timedelta(days=1), parameters={"VALUE": "DURATION"})
    for item in dates.ordered():
        title = f"{kinds[item.kind].text.title}: {item.what}"
        event = Event()
        for name, told in (
            ("uid", f"{item.kind}:{item.key}@isa-registry"),
            ("dtstamp", _midnight(dates.today)),
            ("dtstart", item.due),
            ("dtend", item.due + dt.timedelta(days=1)),
            ("summary", title),
            ("description", kinds[item.kind].text.do),
            ("url", links.to(path_of(item))),
            ("transp", "TRANSPARENT"),
        ):
            event.add(name, told)
        for ahead in _REMINDERS:
            alarm = Alarm()
            for name, said in (("action", "DISPLAY"), ("description", title), ("trigger", ahead)):
                alarm.add(name, said)
            event.add_component(alarm)
        made.add_component(event)
    return bytes(made.to_ical(sorted=False))


def atom(dates: BodyDates, kinds: Mapping[str, Kind], links: Links, address: str, page: str) -> bytes:
    """Return the entries of a body as an Atom feed. `address` is its own, `page` that of the page to read."""
    from feedgenerator import Atom1Feed

    return _written(Atom1Feed, dates, kinds, links, (address, page))


def rss(dates: BodyDates, kinds: Mapping[str, Kind], links: Links, address: str, page: str) -> bytes:
    """Return the same entries as an RSS feed."""
    from feedgenerator import Rss201rev2Feed

    return _written(Rss201rev2Feed, dates, kinds, links, (address, page))


def _written(form: Any, dates: BodyDates, kinds: Mapping[str, Kind], links: Links, addresses: tuple[str, str]) -> bytes:
    address, page = addresses

    class Feed(form):  # type: ignore[misc] # its maker gives no types
        def latest_post_date(self) -> dt.datetime:
            return _midnight(dates.today)

    feed = Feed(
        title=dates.title,
        link=page,
        description=f"What ends or is due for review within {AHEAD_DAYS} days, or has passed.",
        language="en-GB",
        author_name=_REGISTRY,
        feed_url=address,
        feed_guid=address,
    )
    for entry in dates.entries(kinds):
        told = links.to(entry.path)
        on = _midnight(min(entry.due, dates.today))
        feed.add_item(
            title=entry.says,
            link=told,
            description=entry.action,
            unique_id=f"{told}#{entry.name}",
            unique_id_is_permalink=False,
            pubdate=on,
            updateddate=on,
        )
    text: str = feed.writeString("utf-8")
    return text.encode()


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
