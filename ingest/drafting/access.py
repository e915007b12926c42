"""Access to data that one body gives to others, as registers of releases tell of it: agreement, parties, flows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ingest.drafting.draft import RowFacts
from ingest.drafting.parties import party
from ingest.drafting.ref import Ref


@dataclass(frozen=True, slots=True)
class Access:
    """The agreement that data is given under, its version (None where it has none), and both bodies."""

    agreement: Ref
    version: Ref | None
    discloser: Ref
    recipient: Ref

    def flow_edges(
        self, facts: RowFacts, datasets: Iterable[Ref], bases: Iterable[Ref]
    ) -> list[tuple[str, Ref, Mapping[str, Any], bool]]:
        """Return the edges of a flow under it, as `RowFacts.variant` takes them, and state that it covers the datasets.

        `bases` are the laws that the discloser relies on.
        """
        edges: list[tuple[str, Ref, Mapping[str, Any], bool]] = [
            ("DISCLOSES", self.discloser, {}, False),
            ("RECEIVED_BY", self.recipient, {}, True),
            ("GOVERNED_BY", self.agreement, {}, True),
        ]
        if self.version is not None:
            edges.append(("UNDER_VERSION", self.version, {}, True))
        for dataset in datasets:
            facts.edge("COVERS", self.agreement, dataset)
            edges.append(("CARRIES", dataset, {}, True))
        return [*edges, *(("RELIES_ON", basis, {"side": "DISCLOSER"}, True) for basis in bases)]


def access_agreement(facts: RowFacts, key: str, reference: str, recipient_name: str, discloser_name: str) -> Ref:
    """State the agreement of a register that gives agreements no title, under the reference it gives them."""
    return facts.node(
        "Agreement",
        key,
        reference=reference,
        title=f"{recipient_name}: data from {discloser_name} ({reference})",
        kind="DATA_ACCESS",
        state="UNKNOWN",
        visibility="PUBLIC",
    )


def access_parties(
    facts: RowFacts,
    agreement: Ref,
    discloser: tuple[Ref, str],
    recipient: tuple[Ref, str],
    *,
    gives: str,
    receives: str | None = None,
) -> None:
    """State the places of both bodies, each with the name the register has for it and the words for its role."""
    body, name = discloser
    party(facts, agreement, body, "OTHER", name=name, role_stated=gives, direction="PROVIDES")
    body, name = recipient
    party(facts, agreement, body, "RECIPIENT", name=name, role_stated=receives, direction="RECEIVES")
