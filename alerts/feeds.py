"""A body's dates as a calendar to subscribe to (iCalendar, RFC 5545) and as a feed (Atom, RFC 4287)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from alerts.item import Item
from alerts.kind import Kind
from alerts.links import Links
from alerts.planning import path_of

QUESTION = "dates-of-a-body"
AHEAD_DAYS = 270
"""How far ahead the feed looks. The calendar has every day that is known."""

_ATOM = "http://www.w3.org/2005/Atom"
_OCTETS = 75
"""The longest line that RFC 5545 has, without its end."""
_REMINDERS = ("-P90D", "-P30D")


def calendar(body: str, items: Sequence[Item], kinds: Mapping[str, Kind], links: Links, now: dt.datetime) -> str:
    """Return the days of a body's agreements, each with reminders 90 and 30 days ahead."""
    stamp = f"{now:%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//ISA registry//Alerts//EN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(f'Information sharing: {body}')}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
    ]
    for item in _ordered(items):
        title = f"{kinds[item.kind].text.title}: {item.what}"
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_escaped(f'{item.kind}:{item.key}@isa-registry')}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{item.due:%Y%m%d}",
            f"DTEND;VALUE=DATE:{item.due + dt.timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(title)}",
            f"DESCRIPTION:{_escaped(kinds[item.kind].text.do)}",
            f"URL:{links.to(path_of(item))}",
            "TRANSP:TRANSPARENT",
        ]
        for ahead in _REMINDERS:
            lines += [
                "BEGIN:VALARM",
                "ACTION:DISPLAY",
                f"DESCRIPTION:{_escaped(title)}",
                f"TRIGGER:{ahead}",
                "END:VALARM",
            ]
        lines.append("END:VEVENT")
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def atom(
    body: str, items: Sequence[Item], kinds: Mapping[str, Kind], links: Links, address: str, today: dt.date
) -> bytes:
    """Return what of a body's agreements ends or is due within 270 days, or has passed; the nearest day first."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed")
    _add(feed, "title", f"Information sharing: {body}")
    _add(feed, "id", address)
    _add(feed, "updated", _midnight(today))
    ET.SubElement(feed, f"{{{_ATOM}}}link", rel="self", href=address)
    author = ET.SubElement(feed, f"{{{_ATOM}}}author")
    _add(author, "name", "Registry of information sharing agreements")
    for item in _ordered(items):
        if (item.due - today).days <= AHEAD_DAYS:
            entry = ET.SubElement(feed, f"{{{_ATOM}}}entry")
            _add(entry, "title", item.sentence(kinds[item.kind], today))
            # Another day is another entry; another morning of the same day is not.
            _add(entry, "id", f"{links.to(path_of(item))}#{item.kind}-{item.due}")
            _add(entry, "updated", _midnight(min(item.due, today)))
            ET.SubElement(entry, f"{{{_ATOM}}}link", rel="alternate", href=links.to(path_of(item)))
            _add(entry, "summary", kinds[item.kind].text.do)
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def _ordered(items: Sequence[Item]) -> list[Item]:
    return sorted(items, key=lambda item: (item.due, item.what, item.kind, item.key))


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{name}").text = text


def _midnight(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _escaped(text: str) -> str:
    for character in "\\;,":
        text = text.replace(character, f"\\{character}")
    return text.replace("\r\n", "\\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """A line cut so that none is longer than RFC 5545 allows, between characters."""
    parts: list[str] = []
    part, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > _OCTETS:
            parts.append(part)
            part, size = " ", 1
        part += character
        size += octets
    return "\r\n".join([*parts, part])
