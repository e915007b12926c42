"""Names of bodies from a file: one a line, or the first column of a table."""

from __future__ import annotations

from pathlib import Path

from api.cli.faults import BadInput
from api.holdings.asking import written_names
from ingest.limits import Limits
from ingest.reading.files import read_file
from ingest.reading.text import decode

TABLES = (".csv", ".tsv", ".xlsx", ".xls", ".ods")


def listed_names(path: Path, column: str | None, limits: Limits) -> list[str]:
    """Return the names in a file.

    Of a table it is the first column, or the one under the heading `column`; its first row is taken for headings. Any
    other file holds a name a line.

    Raises BadInput for a file that is not there or holds no names, FileRefused for one that cannot be read.
    """
    if not path.is_file():
        raise BadInput(f"there is no file {path}. Name a file with a name of a body on each line.")
    if path.suffix.lower() in TABLES:
        names = _column(path, column, limits)
    elif column is not None:
        raise BadInput(f"--column is for tables ({', '.join(TABLES)}), and {path.name} is none.")
    else:
        names = written_names(decode(path.name, path.read_bytes())[0].splitlines())
    if not names:
        raise BadInput(f"{path} holds no names. Write one a line, or give a table with names in its first column.")
    return names


def _column(path: Path, column: str | None, limits: Limits) -> list[str]:
    content = read_file(path, limits)
    rows = [row for row in (content.sheets[0].rows if content.sheets else ()) if any(cell.strip() for cell in row)]
    if not rows:
        return []
    headings = [cell.strip() for cell in rows[0]]
    if column is not None and column not in headings:
        raise BadInput(f"{path.name} has no column {column}. It has {', '.join(filter(None, headings))}.")
    at = headings.index(column) if column is not None else 0
    return written_names(row[at] for row in rows[1:] if at < len(row))
