"""A row of the list: one accredited project."""

from __future__ import annotations

from typing import Any

from graph.model.spelling import plain
from ingest.drafting.draft import RowFacts
from ingest.drafting.ref import Ref
from ingest.drafting.written_dates import written_date
from ingest.sources.uksa_projects.bodies import body
from ingest.sources.uksa_projects.data import accessed
from ingest.sources.uksa_projects.gateways import gateways
from ingest.sources.uksa_projects.numbers import first_key, key_of, number_and_status
from ingest.who.bodies import slug


def read_project(facts: RowFacts) -> None:
    """State the project with its data, owners, environment and the bodies of its researchers."""
    row = facts.row
    title = plain(row.text("name"))
    if not row.text("number") or not title:
        raise facts.reject("name" if row.text("number") else "number", "a project needs a number and a name")
    number, status = number_and_status(row)
    key = key_of(facts)
    if key != first_key(number):
        facts.remark("numbers that several projects bear", f"{number} is also {title!r}; kept apart as {key}")
    agreement = facts.node(
        "Agreement",
        key,
        reference=number,
        title=title,
        kind="DATA_ACCESS",
        kindStated="Accredited research project",
        state="UNKNOWN",
        statusStated=status or None,
        visibility="PUBLIC",
        dataText=row.text("data") or None,
        legalBasisText=row.text("gateway") or None,
        methodText=row.text("environment") or None,
        **_accredited(facts),
    )
    bases = gateways(facts)
    environment = _environment(facts, agreement)
    recipients = {
        name: _party(facts, agreement, body(facts, name), name, "RECIPIENT", "RECEIVES", _RESEARCHERS)[0]
        for name in row.texts("researchers")
    }
    if not recipients:
        facts.remark("bodies of researchers not recognised", f"{number} names none that is known to be a body")
    for item in accessed(facts):
        dataset = facts.named("Dataset", item.title, title="title")
        facts.edge("COVERS", agreement, dataset)
        owners = [
            _party(facts, agreement, body(facts, words), words, "OTHER", "PROVIDES", "Owner of protected data")
            for words in item.owners
        ]
        for _, place in owners:
            for basis in bases:
                facts.edge("PARTY_RELIES_ON", place, basis)
        # Where several bodies own the data, the list does not say which of them gives it.
        if len(owners) == 1:
            for name, recipient in recipients.items():
                flow = _flow(facts, agreement, item.title, (item.owners[0], owners[0][0]), (name, recipient), bases)
                facts.edge("CARRIES", flow, dataset)
                if environment is not None:
                    facts.edge("VIA", flow, environment)


_RESEARCHERS = "Body of accredited researchers"


def _accredited(facts: RowFacts) -> dict[str, Any]:
    text = facts.row.text("accredited")
    if not text:
        return {}
    try:
        day, precision = written_date(text)
    except ValueError as error:
        raise facts.reject("accredited", str(error)) from None
    return {"startsOn": day, "startsOnPrecision": precision}


def _environment(facts: RowFacts, agreement: Ref) -> Ref | None:
    name = facts.row.text("environment")
    if not name:
        return None
    return _party(facts, agreement, body(facts, name), name, "OTHER", None, "Processing environment")[0]


def _party(
    facts: RowFacts, agreement: Ref, of: Ref, name: str, role: str, direction: str | None, role_stated: str
) -> tuple[Ref, Ref]:
    """State a body's place in the project; return the body and the place."""
    place = facts.node(
        "Party",
        f"{agreement[1]}:{slug(role_stated)}:{of[1]}",
        role=role,
        roleStated=role_stated,
        direction=direction,
        state="STATED",
        nameStated=name,
    )
    facts.edge("OF", place, of)
    facts.edge("IN", place, agreement)
    return of, place


def _flow(
    facts: RowFacts, agreement: Ref, title: str, owner: tuple[str, Ref], recipient: tuple[str, Ref], bases: list[Ref]
) -> Ref:
    """Data of one owner used by the researchers of one body; each of the two with the words that name it."""
    environment = facts.row.text("environment")
    flow = facts.node(
        "Flow",
        f"{agreement[1]}:{owner[1][1]}:{slug(title)}:{recipient[1][1]}",
        title=f"{title}: {owner[0]} to {recipient[0]}",
        state="UNKNOWN",
        frequency="SYSTEM_ACCESS",
        channel="TRE_ACCESS" if environment else None,
        channelStated=environment or None,
    )
    facts.edge("DISCLOSES", owner[1], flow)
    facts.edge("RECEIVED_BY", flow, recipient[1])
    facts.edge("GOVERNED_BY", flow, agreement)
    # With two gateways the list does not say which of them a dataset is used under.
    if len(bases) == 1:
        facts.edge("RELIES_ON", flow, bases[0], key={"side": "DISCLOSER"})
    return flow
