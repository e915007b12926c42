"""Amendments that the publisher made to the register itself."""

from __future__ import annotations

from ingest.drafting.draft import RowFacts
from ingest.drafting.written_dates import written_date
from ingest.sources.phe_register.reference import parse


def read_amendment(facts: RowFacts) -> None:
    """Note on the project that its entry was changed, what and when."""
    row = facts.row
    reference = parse(row.text("reference"))
    agreement = ("Agreement", reference.agreement_key)
    if agreement not in facts.draft.nodes:
        facts.remark("amendments of other editions", f"{reference.whole} was amended and has no release here")
        return
    try:
        day, _ = written_date(row.text("changed"))
    except ValueError as error:
        raise facts.reject("changed", str(error)) from None
    said = f"Its register amended {reference.whole} on {day}: {row.text('change')}."
    before = facts.draft.values(agreement).get("note")
    facts.mention(agreement)
    # Another amendment of the same project adds to the note.
    facts.draft.values(agreement)["note"] = said if before is None else f"{before} {said}"
