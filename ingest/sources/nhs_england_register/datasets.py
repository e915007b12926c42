"""A row of the sheet Datasets: one dataset that an agreement allows to be given to its applicant."""

from __future__ import annotations

from typing import Any

from graph.model.spelling import plain
from ingest.drafting.draft import RowFacts
from ingest.drafting.legal_bases import named
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
    values: dict[str, Any] = {
        "title": f"{plain(title)}: {DISCLOSER_NAME} to {plain(at.recipient_name)}",
        "state": "UNKNOWN",
    }
    for name in ("identifiability", "sensitivity", "frequency", "confidentiality"):
        values |= coded(facts, name, row.text(name))
    bases = named(facts, row.text("legal_basis"), LEGAL_BASES) if row.text("legal_basis") else ()
    identity = flow_identity(at.reference, title)
    facts.variant("Flow", identity, values, at.access.flow_edges(facts, [dataset], bases))
    facts.draft.memory.setdefault(LISTED, {})[identity] = title
