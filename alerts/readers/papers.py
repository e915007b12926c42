"""Impact assessments due for review, section 251 support that runs out, and law that ceases to be in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from alerts.item import Item, Row, day_of, known_as, nodes
from alerts.words import listed

DPIA, SECTION_251, LAW = "dpia-review", "section-251", "law-ends"
_NOT_LOOKED_AT = ("NOT_REQUIRED", "REJECTED", "SUPERSEDED")


def read_assessments(rows: Sequence[Row], _today: dt.date) -> Iterator[Item]:
    """Return the assessments of agreements, their programmes, datasets and flows that are to be reviewed."""
    for row in rows:
        assessed = [row, *(each for what in ("programmes", "datasets", "flows") for each in nodes(row[what]))]
        each_once = {dpia["key"]: dpia for each in assessed for dpia in nodes(each["dpias"])}
        for key, dpia in sorted(each_once.items()):
            if dpia["status"] not in _NOT_LOOKED_AT:
                due = dt.date.fromisoformat(dpia["reviewOn"])
                title = f"It is called {dpia['title']}." if dpia["title"] else ""
                yield Item(DPIA, "Dpia", key, due, known_as(row), agreement=row["key"], also=title)


def read_section_251(rows: Sequence[Row], _today: dt.date) -> Iterator[Item]:
    """Return the support that is to be renewed: of each agreement the approval that lasts longest."""
    for row in rows:
        dated = [(day, each) for each in nodes(row["documents"]) if (day := day_of(each["expiresOn"])) is not None]
        due, approval = max(dated, key=lambda pair: (pair[0], pair[1]["key"]))
        also = f"It is kept as {approval['title']}."
        yield Item(SECTION_251, "Document", approval["key"], due, known_as(row), agreement=row["key"], also=also)


def read_laws(rows: Sequence[Row], _today: dt.date) -> Iterator[Item]:
    """Return the agreements that rest on law that ceases: one item for each day on which some of it does."""
    for row in rows:
        ceasing: dict[dt.date, set[str]] = {}
        for holder in (*nodes(row["parties"]), *nodes(row["flows"])):
            for law in nodes(holder["legalBases"]):
                ceasing.setdefault(dt.date.fromisoformat(law["validTo"]), set()).add(law["title"])
        for due, titles in sorted(ceasing.items()):
            also = f"{listed(sorted(titles))}."
            yield Item(LAW, "Agreement", row["key"], due, known_as(row), agreement=row["key"], also=also)
