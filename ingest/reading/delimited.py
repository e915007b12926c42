"""Comma- and tab-separated files."""

from __future__ import annotations

import csv
import io
from collections.abc import Generator
from contextlib import closing
from typing import BinaryIO

from ingest.errors import FileRefused
from ingest.reading.cells import Sheet
from ingest.spool.lists import SpooledList

_LONGEST_CELL = 10_000_000


def read_delimited(name: str, file: BinaryIO, encoding: str, delimiter: str) -> Sheet:
    """Return the cells of a separated file.

    Row numbers count rows, as a spreadsheet program shows them, not lines of text. Where commas or tabs tell
    nothing, semicolons are tried. Raises FileRefused where quotes do not match.
    """
    with closing(_text(file, encoding, None)) as lines:
        first_line = next((line for line in lines if ";" in line or "," in line), "")
    if delimiter == "," and first_line.count(";") > first_line.count(","):
        delimiter = ";"
    csv.field_size_limit(_LONGEST_CELL)
    with closing(_text(file, encoding, "")) as lines:
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        try:
            rows = SpooledList(tuple(row) for row in reader)
        except csv.Error as error:
            raise FileRefused(
                f"{name}, line {reader.line_num}: {error}. Look for a quotation mark that is not closed."
            ) from None
    return Sheet(name, rows)


def _text(file: BinaryIO, encoding: str, newline: str | None) -> Generator[str, None, None]:
    """The lines of a file, decoded as they are read; `newline` as `open` has it. The file stays open."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, newline=newline)
    try:
        # Not `yield from`, which would close the text, and the file with it, where reading ends early.
        for line in text:  # noqa: UP028
            yield line
    finally:
        text.detach()
