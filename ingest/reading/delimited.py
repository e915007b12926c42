"""Comma- and tab-separated files."""

from __future__ import annotations

import csv
import io

from ingest.errors import FileRefused
from ingest.reading.cells import Sheet

_LONGEST_CELL = 10_000_000


def read_delimited(name: str, text: str, delimiter: str) -> Sheet:
    """Return the cells of a separated file.

    Row numbers count rows, as a spreadsheet program shows them, not lines of text. Where commas or tabs tell
    nothing, semicolons are tried. Raises FileRefused where quotes do not match.
    """
    first_line = next((line for line in io.StringIO(text) if ";" in line or "," in line), "")
    if delimiter == "," and first_line.count(";") > first_line.count(","):
        delimiter = ";"
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[str, ...]] = []
    try:
        rows.extend(tuple(row) for row in reader)
    except csv.Error as error:
        raise FileRefused(
            f"{name}, line {reader.line_num}: {error}. Look for a quotation mark that is not closed."
        ) from None
    return Sheet(name, tuple(rows))
