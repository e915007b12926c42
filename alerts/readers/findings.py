"""Findings of gap rules that came up after go-live and that nobody has answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from alerts.item import Item, Row, nodes

FINDING = "finding"


def read(rows: Sequence[Row], _today: dt.date) -> Iterator[Item]:
    """Return what is to be told of findings, as the question `findings-to-tell` lists them.

    A finding is about the day it came up, or came up again, also by a waiver that ran out. Whoever it was given to is
    told in the bodies' place.
    """
    for row in rows:
        post = row["assignedTo"] or {}
        about = row["about"] or {}
        body = (post.get("organisation") or {}).get("key")
        came_up = _came_up(row)
        yield Item(
            FINDING,
            "Finding",
            row["key"],
            came_up.date(),
            row["message"],
            agreement=about.get("key") if about.get("__typename") == "Agreement" else None,
            bodies=(body,) if body else tuple(each["key"] for each in nodes(row["bodies"])),
            mailbox=post.get("mailbox") or row["mailbox"],
            came_up=came_up,
            names=tuple((label, key) for label, _, key in (name.partition(":") for name in row["names"])),
            brief=row["brief"],
        )


def _came_up(row: Row) -> dt.datetime:
    if row["state"] == "WAIVED":
        after = dt.date.fromisoformat(row["waivedUntil"]) + dt.timedelta(days=1)
        return dt.datetime.combine(after, dt.time(), tzinfo=dt.UTC)
    again = [each["at"] for each in nodes(row["history"]) if each["before"] == "RESOLVED" and each["after"] == "OPEN"]
    return dt.datetime.fromisoformat(max(again) if again else row["firstSeen"])
