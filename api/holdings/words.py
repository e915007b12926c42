"""What became of a body in words, as pages and the command line tell it."""

from __future__ import annotations

import datetime as dt

from api.holdings.asking import Holding
from graph.model.day_words import day_in_words
from queries.prepared.answers import Table

COLUMNS = (
    *("asked", "outcome", "body", "name", "identifiers", "closedOn"),
    *("holders", "holderNames", "since", "chain", "told"),
)

ON_A_TERMINAL = ("asked", "outcome", "body", "told")
"""What fits beside each other; the sentence names who holds it and since when."""


def told(holding: Holding) -> str:
    """Return in a sentence or two who holds it, or what a person must decide."""
    body = holding["body"]
    match holding["outcome"]:
        case "UNKNOWN":
            return "No body of this name or code is known. Look for it under another name, or decide which body it is."
        case "AMBIGUOUS":
            several = ", ".join(f"{each['name']} ({each['key']})" for each in holding["candidates"])
            return f"The name stands for several bodies: {several}. Decide which is meant."
        case "UNCONFIRMED":
            return (
                "Nothing is recorded of it but what it is called: neither that it is open nor who followed it. Find "
                "out, or decide which known body it is."
            )
        case "CUT":
            last = holding["steps"][-1]["to"]
            return f"The chain is longer than is followed. Ask again from {last['name']} ({last['key']})."
        case "CIRCULAR":
            return "The successions recorded lead in a circle. Correct them in their source."
        case "NOT_YET_OPEN":
            return f"{_held(holding)}A body at the end of the chain had not opened on this day."
        case "NO_SUCCESSOR":
            ended = " ".join(_closed(each) for each in holding["unsucceeded"])
            return f"{_held(holding)}{ended} Decide who holds it, or that nobody does."
    if not holding["steps"]:
        hosts = " and ".join(each["name"] for each in body["hostedBy"]["nodes"])
        hosted = f" It is hosted by {hosts}." if hosts else ""
        return f"It holds this itself: no closing and no successor is recorded.{hosted}"
    return _held(holding).strip()


def chain(holding: Holding) -> list[str]:
    """Return the successions, one a line, with codes, day and kind."""
    return [_step(step) for step in holding["steps"]]


def table(found: list[Holding], columns: tuple[str, ...] = COLUMNS) -> Table:
    """Return the holdings as a table, a row a name, with some of the columns or all."""
    places = [COLUMNS.index(column) for column in columns]
    return Table("holdersNow", columns, tuple(tuple(row[at] for at in places) for row in map(_row, found)))


def day(iso: str) -> str:
    """Return a day as people write it, such as 1 October 2021."""
    return day_in_words(dt.date.fromisoformat(iso))


def _row(holding: Holding) -> tuple[str | None, ...]:
    body = holding["body"] or {}
    holders = holding["holders"]
    return (
        holding["asked"],
        holding["outcome"],
        body.get("key"),
        body.get("name"),
        "; ".join(body.get("identifiers") or ()) or None,
        body.get("closedOn"),
        "; ".join(each["body"]["key"] for each in holders) or None,
        "; ".join(each["body"]["name"] for each in holders) or None,
        "; ".join(each["since"] or "" for each in holders).strip("; ") or None,
        "; ".join(chain(holding)) or None,
        told(holding),
    )


def _held(holding: Holding) -> str:
    return "".join(
        f"Held by {each['body']['name']} ({each['body']['key']}){f' since {day(since)}' if since else ''}. "
        for each in holding["holders"]
        for since in (each["since"],)
    )


def _closed(body: dict[str, str]) -> str:
    return f"{body['name']} ({body['key']}) closed on {day(body['closedOn'])}, and no successor is recorded."


def _step(step: Holding) -> str:
    on = f" on {day(step['on'])}" if step["on"] else ""
    kind = f" ({step['kind'].lower().replace('_', ' ')})" if step["kind"] else ""
    return f"{step['from']['key']} to {step['to']['key']}{on}{kind}"
