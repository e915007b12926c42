"""Projects by their number, and those that one number stands for told apart."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from graph.model.spelling import normal_name, plain
from ingest.drafting.draft import Draft, RowFacts
from ingest.drafting.variants import assign
from ingest.drafting.written_dates import written_date
from ingest.loading.held import HeldNode
from ingest.tables.layout import Row

_NUMBER = re.compile(r"(\d{4}/\d+)\s*(.*)", re.DOTALL)
_MEMORY = "keys of projects"


def number_and_status(row: Row) -> tuple[str, str]:
    """Return a project's number, and the status that two numbers carry behind it (`2020/097 CLOSED`)."""
    text = row.text("number")
    match = _NUMBER.fullmatch(text)
    return (match[1], match[2]) if match else (text, "")


def tell_projects_apart(draft: Draft, rows: Sequence[Row], held: Mapping[str, HeldNode]) -> None:
    """Give every project its key, whatever the order of the rows.

    The first project of a number has the number for its key, any other an ordinal behind it. A project known before
    keeps its key by the fewest differences of name and day; new ones are numbered by day of accreditation.
    """
    projects: dict[str, dict[str, list[Row]]] = {}
    for row in rows:
        number = number_and_status(row)[0]
        if number and plain(row.text("name")):
            projects.setdefault(number, {}).setdefault(normal_name(row.text("name")), []).append(row)
    known = _by_number(held)
    keys = draft.memory.setdefault(_MEMORY, {})
    for number, by_title in projects.items():
        ordered = sorted(by_title.items(), key=lambda item: (_first_day(item[1]) or dt.date.min, item[0]))
        contents = [({"title": title, "startsOn": _first_day(its)}, frozenset[Any]()) for title, its in ordered]
        before = {n: (values, frozenset[Any]()) for n, values in known.get(number, {}).items()}
        for ordinal, (_, its) in zip(assign(contents, before), ordered, strict=True):
            key = first_key(number) if ordinal == 1 else f"{first_key(number)}:{ordinal}"
            keys.update({(row.file, row.place): key for row in its})


def first_key(number: str) -> str:
    """Return the key of the first project of a number."""
    return f"uksa-projects:{number}"


def key_of(facts: RowFacts) -> str:
    """Return the key of the project that a row speaks of."""
    return str(facts.draft.memory[_MEMORY][facts.row.file, facts.row.place])


def _by_number(held: Mapping[str, HeldNode]) -> dict[str, dict[int, dict[str, Any]]]:
    found: dict[str, dict[int, dict[str, Any]]] = {}
    for key, node in held.items():
        number = str(node.values.get("reference", ""))
        ordinal = key.removeprefix(first_key(number)).removeprefix(":") or "1"
        if ordinal.isdigit():
            title = normal_name(str(node.values.get("title", "")))
            found.setdefault(number, {})[int(ordinal)] = {"title": title, "startsOn": node.values.get("startsOn")}
    return found


def _first_day(rows: Sequence[Row]) -> dt.date | None:
    """The earliest day of accreditation; a text that is no day refuses its row later."""
    days: list[dt.date] = []
    for row in rows:
        try:
            days.append(written_date(row.text("accredited"))[0])
        except ValueError:
            continue
    return min(days, default=None)
