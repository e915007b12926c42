"""Asking the registry what there is to tell of. Everything comes from questions, as pages and dashboards ask them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from alerts.item import Item, Row
from alerts.kind import Kind
from alerts.ladder import SINGLY_MONTHS, months_after
from alerts.readers import agreement_dates, assurances, findings, papers, signatures

if TYPE_CHECKING:
    # Channels and what they need are for runs of alerts, not for a server that shows them.
    from alerts.arrangements import Arrangements

QUESTIONS_FOLDER: Final = Path(__file__).resolve().parent / "questions"
"""Questions that alerts alone ask, GraphQL whose field `rows` is paged by `$first` and `$after`."""

Ask = Callable[[str, Mapping[str, Any]], Awaitable[Sequence[Row]]]
"""Asks a prepared question by name, or one of our own, as an administrator; returns the rows of all its pages."""

Reader = Callable[[Sequence[Row], dt.date], Iterator[Item]]

READERS: Final[Mapping[str, Reader]] = {
    "agreements-to-renew": agreement_dates.read,
    "assurances-to-renew": assurances.read,
    "findings-to-tell": findings.read,
    "impact-assessments-to-review": papers.read_assessments,
    "laws-that-cease": papers.read_laws,
    "section-251-to-renew": papers.read_section_251,
    "signatures-of-agreements": signatures.read,
}
"""What reads the answer of each question that the kinds name."""


async def items_of(ask: Ask, kinds: Sequence[Kind], arranged: Arrangements, today: dt.date) -> list[Item]:
    """Return all there is to tell of, sooner or later, in a fixed order. Raises what `ask` raises."""
    by_question: dict[str, list[Kind]] = {}
    for kind in kinds:
        by_question.setdefault(kind.text.question, []).append(kind)
    wanted = {kind.id for kind in kinds}
    found: list[Item] = []
    for question, asked_by in sorted(by_question.items()):
        rows = await ask(question, values_of(asked_by, arranged, today))
        found += [item for item in READERS[question](rows, today) if item.kind in wanted]
    return sorted(found, key=lambda item: (item.kind, item.label, item.key, item.due))


def values_of(kinds: Sequence[Kind], arranged: Arrangements, today: dt.date) -> dict[str, Any]:
    """Return what the variables of the question that some kinds share are given."""
    days = {
        "today": today,
        "horizon": today + dt.timedelta(days=arranged.horizon(kinds)),
        "past": months_after(today, -SINGLY_MONTHS),
    }
    values: dict[str, Any] = {
        variable: days[word].isoformat() for kind in kinds for variable, word in kind.text.values.items()
    }
    if any(kind.text.question == "findings-to-tell" for kind in kinds):
        values["severities"] = list(arranged.severities)
    return values
