"""An entry of the register: one agreement."""

from __future__ import annotations

import re

from ingest.drafting.dates import date_of
from ingest.drafting.draft import RowFacts
from ingest.drafting.legal_bases import stated
from ingest.drafting.parties import party
from ingest.drafting.ref import Ref
from ingest.sources.dea_register.bodies import bodies

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
        **date_of(facts, "start_date", "startsOn"),
        **date_of(facts, "end_date", "endsOn"),
        **date_of(facts, "review_date", "reviewOn"),
    )
    powers = [stated(facts, power) for power in row.texts("power")]
    givers: list[tuple[Ref, str]] = []
    for body, words in bodies(facts, "controllers", "controller_names"):
        place = party(facts, agreement, body, "CONTROLLER", name=words, role_stated="controller", direction="PROVIDES")
        givers.append((body, words))
        for power in powers:
            facts.edge("PARTY_RELIES_ON", place, power)
    for body, words in bodies(facts, "processors", "processor_names"):
        # The register's processors are 'processors or controllers in receipt'.
        party(facts, agreement, body, "RECIPIENT", name=words, role_stated="processor", direction="RECEIVES")
        # With several disclosers the register does not say which of them discloses to whom.
        if len(givers) == 1:
            _flow(facts, agreement, number, givers[0][0], body)


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


def _retention(facts: RowFacts) -> str | None:
    text = facts.row.text("retention")
    if not text or _DURATION.fullmatch(text):
        return text or None
    facts.remark("retention in words", f"{text!r} is no ISO 8601 duration and is kept in the row's words alone")
    return None
