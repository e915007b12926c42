"""A row of the table: a body, what it last published in the toolkit, and who succeeded it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from graph.model.spelling import normal_name, plain
from ingest.drafting.coded_bodies import coded_body
from ingest.drafting.dates import any_date, date_of
from ingest.drafting.draft import RowFacts
from ingest.drafting.ref import Ref
from ingest.drafting.register_entries import register_days
from ingest.drafting.wordlists import by_words, read_yaml

_WORDS = read_yaml("ingest.sources.dspt", "words.yaml")
_SECTORS: dict[str, str] = by_words(_WORDS["sectors"])
_STATUSES: dict[str, str] = by_words(_WORDS["statuses"])
_CODE = re.compile(r"[A-Z0-9]{3,5}")
_STATUS = re.compile(r"(\d{2}/\d{2}) (.+)")


def read_status(facts: RowFacts) -> None:
    """State the body, its assurance of the year, and its succession. Refuses a row whose status or days say nothing."""
    row = facts.row
    code, name, sector = row.text("code").upper(), row.text("name"), row.text("sector")
    if not _CODE.fullmatch(code):
        raise facts.reject("code", "an ODS code is three to five capitals and digits")
    if not name:
        raise facts.reject("name", "there is no name")
    gss = row.text("gss").upper()
    days = register_days(facts, "start", "end")
    body = facts.named(
        "Organisation",
        name,
        key=f"ods:{code}",
        identifiers=[f"ods:{code}", *([f"gss:{gss}"] if gss else [])],
        spellings=[row.text("toolkit_name"), row.text("gss_name")],
        kind=_SECTORS.get(normal_name(sector)),
        kindStated=sector or None,
        **days,
    )
    _assurance(facts, body, code, name)
    successor = row.text("successor").upper()
    if successor:
        _succession(facts, body, code, successor, days)


def _assurance(facts: RowFacts, body: Ref, code: str, name: str) -> None:
    row = facts.row
    stated = row.text("status")
    if not stated:
        facts.remark("nothing published itself", f"{code} {name}: the table passes on its successor's status")
        return
    match = _STATUS.fullmatch(plain(stated))
    status = _STATUSES.get(normal_name(match[2])) if match else None
    if match is None or status is None:
        known = ", ".join(_WORDS["statuses"])
        raise facts.reject("status", f"write the year and one of {known}, such as 20/21 Standards Met")
    assurance = facts.node(
        "Assurance",
        f"dspt:{code}:{match[1]}",
        title=f"DSPT {match[1]}: {name}",
        standard="DSPT",
        status=status,
        statusStated=stated,
        year=match[1],
        issuedOn=date_of(facts, "published", "issuedOn", any_date).get("issuedOn"),
    )
    facts.edge("HELD_BY", assurance, body)


def _succession(facts: RowFacts, body: Ref, code: str, successor: str, days: dict[str, Any]) -> None:
    if not _CODE.fullmatch(successor) or successor == code:
        raise facts.reject("successor", "write the ODS code of the one body that followed")
    closed = days.get("closedOn") if days.get("closedOnPrecision") == "DAY" else None
    on = closed + dt.timedelta(days=1) if isinstance(closed, dt.date) else None
    facts.edge("SUCCEEDED_BY", body, coded_body(facts, f"ods:{successor}"), on=on)
