"""Comma- and tab-separated files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from ingest.errors import FileRefused
from ingest.reading.cells import Sheet
from ingest.spool.lists import SpooledList

_LONGEST_CELL = 10_000_000


def read_delimited(name: str, data: bytes, encoding: str, delimiter: str) -> Sheet:
    """Return the cells of a separated file.

    Row numbers count rows, as a spreadsheet program shows them, not lines of text. Where commas or tabs tell
    nothing, semicolons are tried. Raises FileRefused where quotes do not match.
    """
    first_line = next((line for line in _text(data, encoding, None) if ";" in line or "," in line), "")
    if delimiter == "," and first_line.count(";") > first_line.count(","):
        delimiter = ";"
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(_text(data, encoding, ""), delimiter=delimiter, strict=True)
    try:
        rows = SpooledList(tuple(row) for row in reader)
    except csv.Error as error:
        raise FileRefused(
            f"{name}, line {reader.line_num}: {error}. Look for a quotation mark that is not closed."
        ) from None
    return Sheet(name, rows)


def _text(data: bytes, encoding: str, newline: str | None) -> Iterator[str]:
    """The lines of a text, decoded as they are read; `newline` as `open` has it."""
    return io.TextIOWrapper(io.BytesIO(data), encoding, newline=newline)
