"""A row of PurposeStatements: the words of an agreement at one version."""

from __future__ import annotations

from ingest.drafting.draft import RowFacts
from ingest.sources.nhs_digital_register.parties import setting

CELL_LIMIT = 32_767
"""The most characters a spreadsheet cell holds: a text of exactly this length was cut."""

_TEXTS = {
    "objective": "purposeText",
    "processing": "processingText",
    "output": "outputText",
    "benefits": "benefits",
    "yielded": "yieldedBenefits",
}


def read_purpose(facts: RowFacts) -> None:
    """State an agreement's version with its texts; an agreement without versions carries them itself."""
    at = setting(facts)
    row = facts.row
    texts = {name: row.raw(column) for column, name in _TEXTS.items() if row.text(column)}
    for column, name in _TEXTS.items():
        if len(row.raw(column)) >= CELL_LIMIT:
            facts.remark(
                "texts cut", f"{at.reference.whole}: {name} was cut at {CELL_LIMIT:,} characters by its register"
            )
    if at.access.version is not None:
        facts.node(*at.access.version, **texts)
    else:
        facts.node(*at.access.agreement, purposeText=texts.get("purposeText"), benefits=texts.get("benefits"))
