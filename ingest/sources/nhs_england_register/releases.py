"""A row of the sheet DataReleases: a file of one dataset that was released in a month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ingest.drafting.draft import RowFacts
from ingest.drafting.written_dates import written_date
from ingest.sources.nhs_england_register.datasets import LISTED, flow_identity
from ingest.sources.nhs_england_register.standing import standing_of
from ingest.sources.nhs_england_register.texts import coded
from ingest.tables.layout import Row

RELEASED = "released"
"""The releases of each flow, by its identity, in the draft's memory."""


@dataclass(frozen=True, slots=True)
class Release:
    """A file released in a month (its first day), with what was said of opt-outs."""

    month: dt.date
    opt_out: tuple[tuple[str, str], ...]
    row: Row


def read_release(facts: RowFacts) -> None:
    """Keep the release for its flow. Refuses a row whose dataset its agreement does not list, or without a month."""
    at = standing_of(facts)
    row = facts.row
    identity = flow_identity(at.reference, row.text("dataset"))
    if identity not in facts.draft.memory.get(LISTED, {}):
        raise facts.reject("dataset", "the sheet Datasets does not list it under this reference")
    try:
        day, precision = written_date(row.text("month"))
    except ValueError:
        precision = "YEAR"
    if precision == "YEAR":
        raise facts.reject("month", "this is no month written as Jul-19, July 2019 or 2019-07")
    release = Release(day.replace(day=1), tuple(coded(facts, "optOut", row.text("opt_out")).items()), row)
    facts.draft.memory.setdefault(RELEASED, {}).setdefault(identity, []).append(release)
