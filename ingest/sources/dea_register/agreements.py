"""An entry of the register: one agreement."""

from __future__ import annotations

import re
from typing import Any

from ingest.dates import partial_date
from ingest.draft import Ref, RowFacts
from ingest.legal_bases import stated
from ingest.sources.dea_register.bodies import bodies

_DATES = {"start_date": "startsOn", "end_date": "endsOn", "review_date": "reviewOn"}
_TEXTS = {
    "purpose": "purposeText",
    "benefits": "benefits",
    "disclosed": "dataText",
    "power": "legalBasisText",
    "method": "methodText",
    "contact": "contact",
    "status": "statusStated",
    "notes": "note",
}
_DURATION = re.compile(r"P(?=\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?")
_CHANNELS = {
    "government secure email": "SECURE_EMAIL",
    "secure file transfer (batch basis)": "SECURE_TRANSFER",
}


def read_agreement(facts: RowFacts) -> None:
    """State the agreement, its parties, the power it cites, and the flow where one body discloses to others."""
    row = facts.row
    number, name = row.text("id"), row.text("name")
    if not number or not name:
        raise facts.reject("id" if not number else "name", "an agreement needs a number and a name")
    agreement = facts.node(
        "Agreement",
        f"dea-register:{number}",
        reference=number,
        title=name,
        kind="ISA",
        state="UNKNOWN",
        visibility="PUBLIC",
        retention=_retention(facts),
        **{prop: row.raw(column) for column, prop in _TEXTS.items() if row.text(column)},
        **_dates(facts),
    )
    powers = [stated(facts, power) for power in row.texts("power")]
    givers: list[tuple[Ref, str]] = []
    for body, words in bodies(facts, "controllers", "controller_names"):
        place = _party(facts, agreement, body, words, "CONTROLLER", "PROVIDES", "controller")
        givers.append((body, words))
        for power in powers:
            facts.edge("PARTY_RELIES_ON", place, power)
    for body, words in bodies(facts, "processors", "processor_names"):
        _party(facts, agreement, body, words, "RECIPIENT", "RECEIVES", "processor")
        # With several disclosers the register does not say which of them discloses to whom.
        if len(givers) == 1:
            _flow(facts, agreement, number, givers[0][0], body)


def _party(facts: RowFacts, agreement: Ref, body: Ref, words: str, role: str, direction: str, role_stated: str) -> Ref:
    """A place in the agreement. The register's processors are 'processors or controllers in receipt'."""
    place = facts.node(
        "Party",
        f"{agreement[1]}:{role.lower()}:{body[1]}",
        role=role,
        roleStated=role_stated,
        direction=direction,
        state="STATED",
        nameStated=words,
    )
    facts.edge("OF", place, body)
    facts.edge("IN", place, agreement)
    return place


def _flow(facts: RowFacts, agreement: Ref, number: str, giver: Ref, taker: Ref) -> None:
    method = facts.row.text("method")
    flow = facts.node(
        "Flow",
        f"dea-register:{number}:{taker[1]}",
        title=f"{facts.row.text('name')}: {_name(facts, giver)} to {_name(facts, taker)}",
        state="UNKNOWN",
        channel=_CHANNELS.get(method.lower()),
        channelStated=method or None,
    )
    facts.edge("DISCLOSES", giver, flow)
    facts.edge("RECEIVED_BY", flow, taker)
    facts.edge("GOVERNED_BY", flow, agreement)


def _name(facts: RowFacts, body: Ref) -> str:
    return str(facts.nodes[body]["name"])


def _dates(facts: RowFacts) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column, name in _DATES.items():
        if text := facts.row.text(column):
            try:
                found[name], found[f"{name}Precision"] = partial_date(text)
            except ValueError as error:
                raise facts.reject(column, str(error)) from None
    return found


def _retention(facts: RowFacts) -> str | None:
    text = facts.row.text("retention")
    if not text or _DURATION.fullmatch(text):
        return text or None
    facts.remark("retention in words", f"{text!r} is no ISO 8601 duration and is kept in the row's words alone")
    return None
