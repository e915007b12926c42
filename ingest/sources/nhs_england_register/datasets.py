"""A row of the sheet Datasets: one dataset that an agreement allows to be given to its applicant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.model.spelling import plain
from ingest.drafting.draft import RowFacts
from ingest.drafting.legal_bases import named
from ingest.drafting.ref import Ref
from ingest.sources.nhs_digital_register.reference import Reference
from ingest.sources.nhs_england_register.standing import DISCLOSER_NAME, standing_of
from ingest.sources.nhs_england_register.texts import LEGAL_BASES, coded
from ingest.who.bodies import slug

LISTED = "listed"
"""The identities of flows that this sheet lists, in the draft's memory."""


def flow_identity(reference: Reference, title: str) -> str:
    """Return what the flow of a dataset under a reference is known by; rows that share it and differ get a number."""
    under = reference.stem if reference.version is None else f"{reference.stem}-{reference.version}"
    return f"nhs-england-register:{under}:{slug(title)}"


def read_dataset(facts: RowFacts) -> None:
    """State the flow of the dataset, with its legal basis and how identifiable and frequent it is."""
    at = standing_of(facts)
    row = facts.row
    title = row.text("dataset")
    if not title:
        raise facts.reject("dataset", "there is no dataset, so it is not known what is given")
    dataset = facts.named("Dataset", row.raw("dataset"), title="title")
    facts.edge("COVERS", at.agreement, dataset)
    values: dict[str, Any] = {
        "title": f"{plain(title)}: {DISCLOSER_NAME} to {plain(at.recipient_name)}",
        "state": "UNKNOWN",
    }
    for name in ("identifiability", "sensitivity", "frequency", "confidentiality"):
        values |= coded(facts, name, row.text(name))
    edges: list[tuple[str, Ref, Mapping[str, Any], bool]] = [
        ("DISCLOSES", at.discloser, {}, False),
        ("RECEIVED_BY", at.recipient, {}, True),
        ("CARRIES", dataset, {}, True),
        ("GOVERNED_BY", at.agreement, {}, True),
    ]
    if at.version is not None:
        edges.append(("UNDER_VERSION", at.version, {}, True))
    if row.text("legal_basis"):
        for basis in named(facts, row.text("legal_basis"), LEGAL_BASES):
            edges.append(("RELIES_ON", basis, {"side": "DISCLOSER"}, True))
    identity = flow_identity(at.reference, title)
    facts.variant("Flow", identity, values, edges)
    facts.draft.memory.setdefault(LISTED, {})[identity] = title
