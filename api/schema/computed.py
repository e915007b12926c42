"""Fields worked out in Python from what the statement fetched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from api.schema.explanation import (
    EVIDENCE_EDGE,
    EVIDENCE_NODE,
    EXPLANATION,
    NEEDS,
    explanation,
    group_label,
    tally_title,
)
from graph.compile.cypher.context import Computed
from graph.model.day_words import day_in_words


@dataclass(frozen=True, slots=True)
class ComputedField:
    """A computed field of one type: what it needs of the graph, and how its text is made.

    Where `type` names an object type, what is made holds the values of that object's fields by name. `named` gives it,
    after its needs, what the node names and the caller may see.
    """

    label: str
    name: str
    description: str
    needs: tuple[str, ...]
    make: Callable[[list[Any]], str | dict[str, Any] | None]
    type: str | None = None
    named: bool = False

    @property
    def compiled(self) -> Computed:
        """The same for the compiler."""
        return Computed(self.label, self.name, self.needs, self.make, self.named)


def date_in_words(iso: str | None, precision: str | None) -> str | None:
    """Return a date as people write it: 31 March 2026, March 2026 or 2026, by its precision."""
    if iso is None:
        return None
    date = dt.date.fromisoformat(iso)
    if precision == "YEAR":
        return f"{date:%Y}"
    if precision == "MONTH":
        return f"{date:%B %Y}"
    return day_in_words(date)


def _status(needs: list[Any]) -> str:
    state, starts, starts_as, ends, ends_as, review, review_as, later, today = needs
    start, end = date_in_words(starts, starts_as), date_in_words(ends, ends_as)
    parts = []
    if state in ("SUSPENDED", "WITHDRAWN", "TERMINATED", "SUPERSEDED", "ARCHIVED"):
        parts.append(state.capitalize())
    if start and end:
        parts.append(f"From {start} to {end}")
    elif start:
        parts.append(f"From {start}, no end recorded")
    elif end:
        parts.append(f"To {end}, no start recorded")
    else:
        parts.append("No start and no end recorded")
    if ends is not None and ends_as is None and ends < today:
        days = (dt.date.fromisoformat(today) - dt.date.fromisoformat(ends)).days
        ended = f"ended {days} day{'s' if days != 1 else ''} ago"
        parts.append(f"{ended}, but a later version is known that was not read" if later else ended)
    reviewed = date_in_words(review, review_as)
    if reviewed:
        parts.append(f"review {'was ' if review < today else ''}due {reviewed}")
    return "; ".join(parts) + "."


COMPUTED_FIELDS = (
    ComputedField(
        "Agreement",
        "statusInWords",
        "Where the agreement stands on the day asked about, in a sentence.",
        (
            "this.state",
            "toString(this.startsOn)",
            "this.startsOnPrecision",
            "toString(this.endsOn)",
            "this.endsOnPrecision",
            "toString(this.reviewOn)",
            "this.reviewOnPrecision",
            "coalesce(this.laterVersionKnown, false)",
            "toString($today)",
        ),
        _status,
    ),
    ComputedField(
        "Finding",
        "explain",
        "Why it was found, what to do about it, and the path that shows it, ready to draw.",
        NEEDS,
        explanation,
        EXPLANATION,
        named=True,
    ),
    ComputedField("FindingGroup", "label", "What people call the group.", (), group_label),
    ComputedField("BodyTally", "title", "What the rule finds, in a few words.", ("this.rule",), tally_title),
)

MADE_TYPES = frozenset((EXPLANATION, EVIDENCE_NODE, EVIDENCE_EDGE))
"""Object types that are made here and read from nothing else."""
