"""What the statements of rules are run with: the values of each, the day, and which sources ask for which fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.store.store import Store
from queries.gap_rules.catalogue import Rule

_COLLECTING: Final = (
    "MATCH (s:Source) UNWIND s.collects AS field WITH field, collect(s.key) AS sources RETURN collect([field, sources])"
)


@dataclass(frozen=True, slots=True)
class RunValues:
    """Values for one run of any rules. `collecting` holds the keys of the sources that ask for a field, by field.

    They are read once: a source asks for hundreds of fields, which to look through takes longer than most of what a
    rule does beside it, for each node that the source states.
    """

    today: dt.date
    collecting: Mapping[str, Sequence[str]]

    def of(self, rule: Rule) -> dict[str, object]:
        """Return the values that the statements of a rule are run with."""
        collecting = {name: self.collecting.get(field, []) for name, field in rule.collected.items()}
        return {**rule.parameters(), **collecting, "today": self.today}


async def run_values(store: Store, today: dt.date) -> RunValues:
    """Read what a run of rules needs to know beforehand. Raises StoreErrors."""
    [rows] = await store.read(_COLLECTING, {})
    return RunValues(today, dict(rows))
