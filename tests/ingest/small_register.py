"""Small files in the layout of the NHS Digital register, for the tests that need one they can bend."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

HEADINGS = (
    "RowID",
    "Organisation Name",
    "Type of Data Provided",
    "Data provided to customer:\nIdentifiable, Anonymised - ICO code compliant, Aggregated -anonymised ",
    "Sensitive or Non-Sensitive",
    "Legal Basis for Provision of Data (Dissemination)",
    "Purpose",
    "Frequency",
    "NIC Number",
    "MR Number (where relevant)",
    "Patient Opt-Outs applied",
    "Common law duty of confidentiality",
)
ORGANISATION, DATASET, IDENTIFIABILITY, SENSITIVITY, LAW, FREQUENCY, REFERENCE = 1, 2, 3, 4, 5, 7, 8
OPT_OUT, CONFIDENTIALITY = 10, 11

S261 = "Health and Social Care Act 2012 – s261(1) and s261(2)(b)(ii)"
S261_7 = "Health and Social Care Act 2012 – s261(7)"

Row = tuple[str, ...]


def release(number: int, **changed: str) -> Row:
    """A release row; `changed` by name: organisation, dataset, identifiability, law, frequency, reference..."""
    values = {
        "row_id": f"FILE{number:04}",
        "organisation": "Anytown Council",
        "dataset": "Civil Registration - Deaths",
        "identifiability": "Anonymised - ICO code compliant",
        "sensitivity": "Sensitive",
        "law": S261,
        "purpose": "",
        "frequency": "One-Off",
        "reference": "DARS-NIC-10001-A1B2C-v1.0",
        "mr_number": "",
        "opt_out": "No - data flow is not identifiable",
        "confidentiality": "Does not include the flow of confidential data",
    }
    assert changed.keys() <= values.keys(), changed
    return tuple((values | changed).values())


def write_xlsx(
    path: Path, rows: Sequence[Sequence[object]], headings: Sequence[str] = HEADINGS, sheet: str = "DataReleases"
) -> Path:
    """Write a spreadsheet with one sheet."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    page.append(list(headings))
    for row in rows:
        page.append(list(row))
        for cell in page[page.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # a text that begins like a formula is a text here
    book.save(path)
    return path


def write_csv(path: Path, rows: Sequence[Row], headings: Sequence[str] = HEADINGS) -> Path:
    """Write a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    return path
