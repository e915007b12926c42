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
        later = any(
            other["standard"] == row["standard"]
            and other["key"] != row["key"]
            and (other["expiresOn"] or "") > row["expiresOn"]
            for other in nodes(body["assurances"])
        )
        if not later:
            due = dt.date.fromisoformat(row["expiresOn"])
            yield Item(
                ASSURANCE, "Assurance", row["key"], due, f"{row['title']} of {body['name']}", bodies=(body["key"],)
            )
