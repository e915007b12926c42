"""A row of successions.csv: one body followed another on a day."""

from __future__ import annotations

from ingest.drafting.coded_bodies import coded_body
from ingest.drafting.dates import partial_date
from ingest.drafting.draft import RowFacts
from ingest.drafting.ref import Ref
from ingest.sources.gm_seed.directory import WORDS, code


def read_succession(facts: RowFacts) -> None:
    """State the succession, and either body where only this row tells of it."""
    row = facts.row
    kind = code(row.text("kind"), WORDS["succession_kinds"])
    if kind is None:
        raise facts.reject("kind", f"write one of {', '.join(WORDS['succession_kinds'])}")
    try:
        day, precision = partial_date(row.text("effective_date"))
    except ValueError as error:
        raise facts.reject("effective_date", str(error)) from None
    if precision != "DAY":
        raise facts.reject("effective_date", "a succession needs its day")
    before, after = _body(facts, "predecessor"), _body(facts, "successor")
    facts.edge("SUCCEEDED_BY", before, after, on=day, kind=kind, note=row.text("note") or None)


def _body(facts: RowFacts, which: str) -> Ref:
    ods, name = facts.row.text(f"{which}_ods"), facts.row.text(f"{which}_name")
    if not ods:
        raise facts.reject(f"{which}_ods", "a succession needs the ODS code of both bodies")
    return coded_body(facts, f"ods:{ods}", name)
