"""Makes the demonstration's extract of the NHS Digital register: the rows of Greater Manchester bodies.

    python -m ingest.demo_extract REGISTER.xlsx ingest/demo_data

The rule: a row is taken where its organisation is, by name, a council, combined authority, fire, police or transport
body, integrated care board, clinical commissioning group, NHS trust, partnership, hosted body or university of
`gm-seed/organisations.csv`. National bodies, commissioning support units and companies, which that file also holds, are
left out. Headings and cells stay as published.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from graph.model.spelling import normal_name
from ingest.limits import Limits
from ingest.reading.cells import Sheet
from ingest.reading.files import read_file
from ingest.tables.layout import heading_key

GREATER_MANCHESTER_TYPES = frozenset(
    {
        "local-authority",
        "combined-authority",
        "fire-and-rescue-service",
        "police-force",
        "transport-body",
        "icb",
        "partnership",
        "ccg",
        "nhs-trust",
        "hosted-body",
        "university",
    }
)
SHEETS = {"DataReleases": "Organisation Name", "PurposeStatements": "Organisation"}
NAME = "nhs-digital-data-release-register-2021-02-greater-manchester-{sheet}.csv"


def greater_manchester_names(organisations: Path) -> frozenset[str]:
    """Return the normal names of the bodies whose rows are taken."""
    with organisations.open(encoding="utf-8", newline="") as file:
        return frozenset(
            normal_name(row["name"]) for row in csv.DictReader(file) if row["org_type"] in GREATER_MANCHESTER_TYPES
        )


def rows_of(sheet: Sheet, names: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """Yield the headings of a sheet and the rows of the named bodies."""
    headings = sheet.rows[0]
    column = [heading_key(h) for h in headings].index(heading_key(SHEETS[sheet.name]))
    yield headings
    yield from (row for row in sheet.rows[1:] if normal_name(row[column]) in names)


def main(register: Path, folder: Path) -> None:
    """Write one CSV file for each of the two sheets."""
    names = greater_manchester_names(folder / "gm-seed" / "organisations.csv")
    out = folder / "nhs-digital-register"
    out.mkdir(parents=True, exist_ok=True)
    for sheet in read_file(register, Limits()).sheets:
        if sheet.name in SHEETS:
            with (out / NAME.format(sheet=sheet.name)).open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(rows_of(sheet, names))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
