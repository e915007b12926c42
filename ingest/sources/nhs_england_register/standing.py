"""What the sheets of the register share: the agreement that a reference stands for."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.drafting.draft import RowFacts
from ingest.drafting.ref import Ref
from ingest.sources.nhs_digital_register.reference import Reference, parse

DISCLOSER_NAME = "NHS England"
DISCLOSER_CODE = "ods:X26"

_STANDINGS = "standings"


@dataclass(frozen=True, slots=True)
class Standing:
    """An agreement as its own row states it: the later sheets name it by reference alone."""

    reference: Reference
    agreement: Ref
    version: Ref | None
    discloser: Ref
    recipient: Ref
    recipient_name: str


def reference_of(facts: RowFacts) -> Reference:
    """Take the reference of a row apart. Refuses the row without one."""
    if not facts.row.text("reference"):
        raise facts.reject("reference", "there is no reference, so the row belongs to no agreement")
    return parse(facts.row.text("reference"))


def remember(facts: RowFacts, standing: Standing) -> None:
    """Keep an agreement for the rows of the other sheets."""
    facts.draft.memory.setdefault(_STANDINGS, {})[standing.reference.stem, standing.reference.version] = standing


def standing_of(facts: RowFacts) -> Standing:
    """Return the agreement of a row, mentioned by it. Refuses a row whose reference the first sheet does not have."""
    reference = reference_of(facts)
    standing = facts.draft.memory.get(_STANDINGS, {}).get((reference.stem, reference.version))
    if not isinstance(standing, Standing):
        raise facts.reject("reference", "the sheet Agreements has no agreement of this reference")
    for ref in (standing.agreement, standing.version, standing.discloser, standing.recipient):
        if ref is not None:
            facts.mention(ref)
    return standing
