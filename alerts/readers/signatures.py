"""Parties that have not signed, or have signed only an old version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from alerts.item import Item, Row, day_of, known_as, nodes

UNSIGNED, OLD_VERSION = "unsigned-party", "old-version-signed"
_SIGNS = ("CONTROLLER", "JOINT_CONTROLLER", "PROCESSOR", "SUB_PROCESSOR", "SIGNATORY_ONLY")


def read(rows: Sequence[Row], today: dt.date) -> Iterator[Item]:
    """Return what is to be told of signatures, as the question `signatures-of-agreements` lists them.

    An agreement can be signed from the day its first signature was given, or from its first day. Where neither is
    known nobody can say how long a party has taken, so nothing is told; the gap rules find it.
    """
    for row in rows:
        parties = [party for party in nodes(row["parties"]) if _signs(party)]
        if "NOT_FULLY_SIGNED" in row["conditions"]:
            yield from _unsigned(row, parties, today)
        yield from _old_version(row, parties, today)


def _unsigned(row: Row, parties: Sequence[Row], today: dt.date) -> Iterator[Item]:
    given = [day for party in parties for day in _signed_on(party) if day <= today]
    asked = min(given, default=day_of(row["startsOn"]))
    if asked is None or asked > today:
        return
    for party in parties:
        if not nodes(party["signatures"]):
            yield _item(UNSIGNED, row, party, asked)


def _old_version(row: Row, parties: Sequence[Row], today: dt.date) -> Iterator[Item]:
    current = next((each for each in nodes(row["versions"]) if each["version"] == row["version"]), None)
    since = day_of(current["startsOn"]) if current is not None else None
    if since is None or since > today:
        return
    for party in parties:
        signed = {(each["version"] or {}).get("version") for each in nodes(party["signatures"])}
        if signed and None not in signed and row["version"] not in signed:
            older = ", ".join(sorted(map(str, signed)))
            yield _item(
                OLD_VERSION, row, party, since, f"In use is {_named(row['version'])}; signed is {_named(older)}."
            )


def _item(kind: str, row: Row, party: Row, due: dt.date, also: str = "") -> Item:
    body = party["organisation"] or {}
    name = body.get("name") or party["nameStated"] or "A party without a name"
    return Item(
        kind,
        "Party",
        party["key"],
        due,
        known_as(row),
        agreement=row["key"],
        bodies=(body["key"],) if body else (),
        by=name,
        also=also,
    )


def _named(version: str) -> str:
    return f"version {version}" if version[:1].isdigit() else version


def _signs(party: Row) -> bool:
    return party["role"] in _SIGNS and party["leftOn"] is None


def _signed_on(party: Row) -> list[dt.date]:
    return [day for each in nodes(party["signatures"]) if (day := day_of(each["signedOn"])) is not None]
