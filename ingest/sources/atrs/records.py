"""A record: one tool."""

from __future__ import annotations

import datetime as dt
import re

from graph.model.spelling import plain
from ingest.drafting.draft import RowFacts
from ingest.drafting.written_dates import written_date

_PAGE = re.compile(r"(?:https?://[^/]+/)?(?:.*/)?(?P<name>[A-Za-z0-9._~-]+)/?")


def read_record(facts: RowFacts) -> None:
    """State the tool, known by the page of its record, and the body that uses it where the record names one."""
    row = facts.row
    name = plain(row.text("tool"))
    if not name:
        raise facts.reject("tool", "there is no name of a tool")
    page = _PAGE.fullmatch(row.text("url"))
    if page is None:
        raise facts.reject("url", "a record is known by the address of its page, and this is none")
    tool = facts.node(
        "AlgorithmicTool",
        f"atrs:{page['name']}",
        title=name,
        description=row.text("description") or None,
        url=row.text("url"),
        publishedOn=_published(facts),
    )
    if row.text("body"):
        facts.edge("OPERATED_BY", tool, facts.named("Organisation", row.raw("body")))
    else:
        facts.remark("records without a body", f"{name!r} names no body that uses it")


def _published(facts: RowFacts) -> dt.date | None:
    text = facts.row.text("published")
    if not text:
        return None
    try:
        day, precision = written_date(text)
    except ValueError as error:
        raise facts.reject("published", str(error)) from None
    if precision != "DAY":
        raise facts.reject("published", f"{text!r} names no day")
    return day
