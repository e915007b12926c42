"""The agreement a row belongs to, with its version and the two bodies: the same from either sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graph.model.spelling import normal_name
from ingest.drafting.access import Access, access_agreement, access_parties
from ingest.drafting.draft import RowFacts
from ingest.drafting.ref import Ref
from ingest.drafting.wordlists import by_words, read_yaml
from ingest.sources.nhs_digital_register.reference import Reference, parse

_PACKAGE = "ingest.sources.nhs_digital_register"
_KINDS: dict[str, str | None] = by_words(read_yaml(_PACKAGE, "organisation_kinds.yaml"))
_COLLECTIVES = frozenset(normal_name(name) for name in read_yaml(_PACKAGE, "collectives.yaml"))

DISCLOSER_NAME = "NHS Digital"
_DISCLOSER_KEY = "gm:nhs-digital"
"""The key other sources know it by: it has no code of its own in the registers."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a row is about: the reference, the access to data it stands for, and who receives it, by name."""

    reference: Reference
    access: Access
    recipient_name: str


def setting(facts: RowFacts) -> Setting:
    """State agreement, version, bodies and their places. Refuses a row without reference or organisation."""
    row = facts.row
    if not row.text("reference"):
        raise facts.reject("reference", "there is no reference, so the row belongs to no agreement")
    name = row.text("organisation")
    if not name:
        raise facts.reject("organisation", "there is no organisation, so nobody is known to receive the data")
    reference = parse(row.text("reference"))
    recipient = facts.named("Organisation", row.raw("organisation"), **_kind(row.text("organisation_type"), name))
    discloser = facts.named("Organisation", DISCLOSER_NAME, key=_DISCLOSER_KEY)
    agreement = access_agreement(facts, reference.agreement_key, reference.stem, name, DISCLOSER_NAME)
    both = (discloser, DISCLOSER_NAME), (recipient, name)
    access_parties(facts, agreement, *both, gives="Data released from NHS Digital")
    access = Access(agreement, _version(facts, reference, agreement), discloser, recipient)
    return Setting(reference, access, name)


def _kind(stated: str, name: str) -> dict[str, Any]:
    kind = "COLLECTIVE" if normal_name(name) in _COLLECTIVES else _KINDS.get(normal_name(stated))
    return {"kind": kind, "kindStated": stated or None}


def _version(facts: RowFacts, reference: Reference, agreement: Ref) -> Ref | None:
    if reference.version is None:
        return None
    version = facts.node(
        "AgreementVersion",
        f"{agreement[1]}:{reference.version}",
        version=reference.version,
        reference=reference.whole,
    )
    facts.edge("VERSION_OF", version, agreement)
    return version
