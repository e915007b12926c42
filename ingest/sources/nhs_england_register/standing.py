"""What the sheets of the register share: the agreement that a reference stands for."""

from __future__ import annotations

from ingest.drafting.draft import RowFacts
from ingest.sources.nhs_digital_register.parties import Setting
from ingest.sources.nhs_digital_register.reference import Reference, parse

DISCLOSER_NAME = "NHS England"
DISCLOSER_CODE = "ods:X26"

_STANDINGS = "standings"


def reference_of(facts: RowFacts) -> Reference:
    """Take the reference of a row apart. Refuses the row without one."""
    if not facts.row.text("reference"):
        raise facts.reject("reference", "there is no reference, so the row belongs to no agreement")
    return parse(facts.row.text("reference"))


def remember(facts: RowFacts, standing: Setting) -> None:
    """Keep an agreement for the rows of the other sheets, which name it by reference alone."""
    facts.draft.memory.setdefault(_STANDINGS, {})[standing.reference.stem, standing.reference.version] = standing


def standing_of(facts: RowFacts) -> Setting:
    """Return the agreement of a row, mentioned by it. Refuses a row whose reference the first sheet does not have."""
    reference = reference_of(facts)
    standing = facts.draft.memory.get(_STANDINGS, {}).get((reference.stem, reference.version))
    if not isinstance(standing, Setting):
        raise facts.reject("reference", "the sheet Agreements has no agreement of this reference")
    access = standing.access
    for ref in (access.agreement, access.version, access.discloser, access.recipient):
        if ref is not None:
            facts.mention(ref)
    return standing
