"""Assurances that run out and that no later one of the same standard has taken the place of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from alerts.item import Item, Row, nodes

ASSURANCE = "assurance"


def read(rows: Sequence[Row], _today: dt.date) -> Iterator[Item]:
    """Return what is to be told of assurances, as the question `assurances-to-renew` lists them."""
    for row in rows:
        body = row["organisation"]
        if body is None:
            continue
        if not any(_follows(other, row) for other in nodes(body["assurances"])):
            due = dt.date.fromisoformat(row["expiresOn"])
            yield Item(
                ASSURANCE, "Assurance", row["key"], due, f"{row['title']} of {body['name']}", bodies=(body["key"],)
            )


def _follows(other: Row, row: Row) -> bool:
    """Whether another of the same standard counts longer or was issued after it had run out, as for `falling-due`."""
    if other["standard"] != row["standard"]:
        return False
    return any((other[name] or "") > row["expiresOn"] for name in ("expiresOn", "issuedOn"))
