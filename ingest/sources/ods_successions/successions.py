"""A row of the table of successions: one body followed another on a day."""

from __future__ import annotations

import datetime as dt
import re

from graph.model.spelling import normal_name
from ingest.drafting.coded_bodies import coded_body
from ingest.drafting.dates import any_date
from ingest.drafting.draft import RowFacts
from ingest.drafting.ref import EdgeName, Ref
from ingest.drafting.wordlists import by_words, read_yaml

_KINDS: dict[str, str] = by_words(read_yaml("ingest.sources.ods_successions", "kinds.yaml"))
_CODE = re.compile(r"[A-Z0-9]{3,10}")


def read_succession(facts: RowFacts) -> None:
    """State both bodies and that one followed the other. Refuses a row without its codes or its day."""
    row = facts.row
    before, after = _code(facts, "before_code"), _code(facts, "after_code")
    if before == after:
        raise facts.reject("after_code", "a body cannot follow itself")
    kind = _KINDS.get(normal_name(row.text("kind")))
    if row.text("kind") and kind is None:
        raise facts.reject("kind", f"write one of {', '.join(dict.fromkeys(_KINDS))}, or leave it blank")
    on = _day(facts)
    ends = (
        coded_body(facts, f"ods:{before}", row.text("before_name")),
        coded_body(facts, f"ods:{after}", row.text("after_name")),
    )
    _remark_conflict(facts, ends, on)
    facts.edge("SUCCEEDED_BY", *ends, on=on, kind=kind, note=row.text("note") or None)


def _code(facts: RowFacts, column: str) -> str:
    code = facts.row.text(column).upper()
    if not _CODE.fullmatch(code):
        raise facts.reject(column, "a succession needs the ODS code of both bodies")
    return code


def _day(facts: RowFacts) -> dt.date:
    try:
        day, precision = any_date(facts.row.text("on"))
    except ValueError as error:
        raise facts.reject("on", str(error)) from None
    if precision != "DAY":
        raise facts.reject("on", "a succession needs its day")
    return day


def _remark_conflict(facts: RowFacts, ends: tuple[Ref, Ref], on: dt.date) -> None:
    told = facts.draft.edges.get(EdgeName("SUCCEEDED_BY", *ends), {}).get("on", on)
    if told != on:
        facts.remark("contradictions", f"{ends[0][1]} was followed by {ends[1][1]} on {told} and on {on}; {told} stays")
