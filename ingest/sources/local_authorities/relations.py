"""Who replaced whom and who belongs to which combined authority, once every authority of the list is known."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from ingest.drafting.draft import Draft
from ingest.drafting.ref import EdgeName, Ref
from ingest.sources.local_authorities.layout import AUTHORITIES
from ingest.tables.layout import Row

_BETWEEN_CODES = re.compile(r"[,;/&\s]+|\band\b")


def add_successions(draft: Draft) -> None:
    """Join authorities to those that replaced them, on the day the new one began.

    The list gives as the end of an authority its last day in some years, and in others the first day of its successor.
    """
    late: dict[Ref, dt.date] = {}
    for row, body in _authorities(draft):
        for code in filter(None, _BETWEEN_CODES.split(row.text("replaced_by"))):
            after = _find(draft, row, code, "successors not known")
            if after is None:
                continue
            ended, began = _known_day(draft, body, "closedOn"), _known_day(draft, after, "openedOn")
            if ended is not None and ended == began and body not in late:
                late[body] = ended
                draft.remark(
                    "ends a day late",
                    f"{row.place}: {row.text('code')} ends on {ended}, when {code} began; its last day was the one "
                    "before",
                )
            on = began or (ended and ended + dt.timedelta(days=1))
            draft.edges[EdgeName("SUCCEEDED_BY", body, after)] = {} if on is None else {"on": on}
    for body, ended in late.items():
        draft.values(body)["closedOn"] = ended - dt.timedelta(days=1)


def add_memberships(draft: Draft) -> None:
    """Join authorities to the combined authority they belong to. London boroughs are no members of the Assembly."""
    others: dict[str, int] = {}
    for row, body in _authorities(draft):
        code = row.text("combined")
        whole = _find(draft, row, code, "combined authorities not known") if code else None
        if whole is None:
            continue
        if draft.values(whole).get("kind") == "COMBINED_AUTHORITY":
            draft.edges[EdgeName("MEMBER_OF", body, whole)] = {}
        else:
            others[code] = others.get(code, 0) + 1
    for code, number in others.items():
        draft.remark(
            "memberships not taken", f"{number} authorities stand under {code}, which is no combined authority"
        )


def _authorities(draft: Draft) -> Iterator[tuple[Row, Ref]]:
    directory = draft.directories["Organisation"]
    for row, _ in list(draft.taken()):
        if row.table == AUTHORITIES.name:
            key = directory.find(None, [f"la:{row.text('code').upper()}"])
            if key is not None:
                yield row, ("Organisation", key)


def _known_day(draft: Draft, body: Ref, name: str) -> dt.date | None:
    values = draft.values(body)
    day = values.get(name) if values.get(f"{name}Precision") == "DAY" else None
    return day if isinstance(day, dt.date) else None


def _find(draft: Draft, row: Row, code: str, otherwise: str) -> Ref | None:
    key = draft.directories["Organisation"].find(None, [f"la:{code.upper()}"])
    if key is None or ("Organisation", key) not in draft.nodes:
        draft.remark(otherwise, f"{row.place}: {code} is no authority of this list")
        return None
    return ("Organisation", key)
