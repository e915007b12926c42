"""A digest: all that one person is told by one channel in one run, grouped by how urgent it is."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

import jinja2

from alerts.links import Links
from alerts.words import counted
from graph.model.day_words import day_in_words

_TEMPLATES: Final = Path(__file__).resolve().parent / "templates"
_SOON_DAYS: Final = 30


class Urgency(StrEnum):
    """The groups of a digest, the most urgent first."""

    PAST = "Run out or overdue"
    SOON = "Within thirty days"
    LATER = "Later"
    SUMMARY = "In short"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in a digest: the key of its alert, what is said, what is to be done and where it leads."""

    key: str
    urgency: Urgency
    due: dt.date
    says: str
    action: str
    path: str


@dataclass(frozen=True, slots=True)
class Digest:
    """What one mailbox is told by one channel. `key` is the same when the same lines are handed over again."""

    key: str
    recipient: str
    on: dt.date
    lines: tuple[Line, ...]

    def groups(self) -> list[tuple[Urgency, list[Line]]]:
        """Return the lines by urgency, the nearest day first, without groups that have none."""
        ordered = sorted(self.lines, key=lambda line: (line.due, line.says, line.key))
        grouped = [(urgency, [line for line in ordered if line.urgency is urgency]) for urgency in Urgency]
        return [(urgency, lines) for urgency, lines in grouped if lines]

    @property
    def subject(self) -> str:
        """A subject line that says how much there is and how urgent."""
        past = sum(line.urgency is Urgency.PAST for line in self.lines)
        urgent = f", {past:,} run out or overdue" if past else ""
        return f"Information sharing: {counted(len(self.lines), 'thing', 'things')} to see to{urgent}"

    def text(self, links: Links) -> str:
        """Return the digest as plain text. `links` makes its addresses."""
        return _render("digest.txt", self, links)

    def html(self, links: Links) -> str:
        """Return the digest as an HTML page that loads nothing."""
        return _render("digest.html", self, links)

    def data(self, links: Links) -> dict[str, Any]:
        """Return the digest as JSON holds it, for machines."""
        return {
            "key": self.key,
            "recipient": self.recipient,
            "on": self.on.isoformat(),
            "subject": self.subject,
            "alerts": [
                {
                    "key": line.key,
                    "urgency": line.urgency.name,
                    "dueOn": line.due.isoformat(),
                    "says": line.says,
                    "action": line.action,
                    "url": links.to(line.path),
                    "answer": links.answer(line.key),
                }
                for _, lines in self.groups()
                for line in lines
            ],
        }


def urgency_of(due: dt.date, on: dt.date) -> Urgency:
    """Return how urgent something is on a day. The day something ends is inclusive, so it has not run out then."""
    days = (due - on).days
    return Urgency.PAST if days < 0 else Urgency.SOON if days <= _SOON_DAYS else Urgency.LATER


def message_key(recipient: str, channel: str, alerts: Iterable[str]) -> str:
    """Return the key of a message: made of what it holds, so that the same message has the same key anywhere."""
    said = "\n".join([recipient, channel, *sorted(alerts)])
    return hashlib.sha256(said.encode()).hexdigest()[:32]


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=jinja2.select_autoescape(["html"]),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = day_in_words
    return environment


def _render(template: str, digest: Digest, links: Links) -> str:
    known: Mapping[str, Any] = {"digest": digest, "groups": digest.groups(), "links": links}
    return _environment().get_template(template).render(known)
