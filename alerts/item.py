"""Something to tell of: what it is about, the day it is about, and whom it names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from alerts.kind import Kind
from alerts.ladder import WHOLE, Span
from alerts.words import distance
from graph.model.day_words import day_in_words

Row = Mapping[str, Any]
"""A node as a question answers with it: field names to values."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a kind of alert may tell of.

    `label` and `key` name the node it is about, `due` the day. `what` is how people know it, and `by` who is to act
    where it is a party. `agreement` is the key of
    the agreement it belongs to, whose lead and parties are told and which a line links to. `bodies` are the bodies it
    is itself about, and `mailbox` who was given it to see to. `also` is said after the sentence. `came_up` is the
    moment at which a finding did. `names` are the nodes, by label and key, that `what` names and not everybody may see:
    a body that may not is told `brief` in its place.
    """

    kind: str
    label: str
    key: str
    due: dt.date
    what: str
    agreement: str | None = None
    bodies: tuple[str, ...] = ()
    mailbox: str | None = None
    by: str = ""
    also: str = ""
    span: Span = WHOLE
    came_up: dt.datetime | None = None
    names: tuple[tuple[str, str], ...] = ()
    brief: str | None = None

    def sentence(self, kind: Kind, today: dt.date) -> str:
        """Return what is told of it on a day."""
        days = (self.due - today).days
        says = kind.text.says
        text = says.today if days == 0 else says.ahead if days > 0 else says.past
        said = {
            "what": self.what,
            "by": self.by,
            "due": day_in_words(self.due),
            "distance": distance(abs(days)),
            "with": f" {self.also}" if self.also else "",
        }
        return text.format(**said)


def known_as(row: Row) -> str:
    """Return how people know an agreement: its title, with its reference where it has one."""
    reference = row.get("reference")
    title = str(row["title"])
    return f"{title} ({reference})" if reference and reference not in title else title


def day_of(value: Any) -> dt.date | None:
    """Return a day as a question gives it, None where it gives none."""
    return dt.date.fromisoformat(value) if value else None


def nodes(page: Any) -> list[Row]:
    """Return the nodes of a list inside a row."""
    return list((page or {}).get("nodes") or ())
