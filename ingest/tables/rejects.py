"""Rows that were not taken, in files that people correct and load again.

A rejects file is CSV: where each row stands and what is wrong with it, then the row itself under its own headings.
Rows with different headings go to different files.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.drafting.outcomes import Refusal
from ingest.errors import RejectsNotWritten, RejectsUnusable
from ingest.reading.cells import FileContent
from ingest.tables.formula_safe import guarded, unguarded
from ingest.tables.layout import Row, Table
from ingest.tables.row_again import row_of_words

EDITION, FILE, ROW, COLUMN, VALUE, REASON = "edition", "file", "row", "column", "value", "reason"
POSITION = "position"
LEADING = (EDITION, FILE, ROW, POSITION, COLUMN, VALUE, REASON)


@dataclass(frozen=True, slots=True)
class CorrectedRows:
    """The rows of a rejects file, and the edition they belong to."""

    edition: str
    rows: tuple[Row, ...]


def is_rejects_file(content: FileContent) -> bool:
    """Tell whether a file is one that this module wrote."""
    return any(sheet.rows and sheet.rows[0][: len(LEADING)] == LEADING for sheet in content.sheets)


def read_rejects(content: FileContent, tables: Sequence[Table]) -> CorrectedRows:
    """Return the corrected rows. Raises RejectsUnusable where it holds none or rows of several editions."""
    [sheet] = content.sheets
    headings = sheet.rows[0]
    rows: list[Row] = []
    editions: set[str] = set()
    for number, cells in enumerate(sheet.rows[1:], start=2):
        if not any(cells):
            continue
        padded = (*cells, *("",) * (len(headings) - len(cells)))
        leading = dict(zip(LEADING, padded, strict=False))
        words = {h: _unguarded(c) for h, c in zip(headings[len(LEADING) :], padded[len(LEADING) :], strict=False) if h}
        if not leading[EDITION] or not leading[ROW] or not leading[POSITION].isdigit():
            raise RejectsUnusable(
                f"{content.file_name}, row {number}: edition, row and position say where the row belongs and must stay "
                "as they were written."
            )
        editions.add(leading[EDITION])
        rows.append(row_of_words(words, tables, leading[FILE], leading[ROW], int(leading[POSITION])))
    if len(editions) != 1:
        raise RejectsUnusable(
            f"{content.file_name} holds {'rows of several editions' if editions else 'no rows'}. "
            "Load the file as it was written, with the rows corrected in place."
        )
    return CorrectedRows(editions.pop(), tuple(rows))


def write_rejects(folder: Path, source: str, edition: str, refusals: Iterable[Refusal]) -> tuple[Path, ...]:
    """Write the refused rows and return the files, each `<source>-rejects.csv` or numbered where there are several.

    Raises RejectsNotWritten.
    """
    groups: dict[tuple[str, ...], list[Refusal]] = {}
    for refusal in refusals:
        groups.setdefault(tuple(refusal.row.words), []).append(refusal)
    try:
        return _written(folder, source, edition, groups)
    except OSError as error:
        count = sum(map(len, groups.values()))
        rows = "1 row was" if count == 1 else f"{count:,} rows were"
        raise RejectsNotWritten(
            f"{rows} refused and could not be written to {folder}: {error.strerror or error}. The other rows are "
            "loaded. Put that right (is the disk full?) and run the same command again."
        ) from error


def _written(
    folder: Path, source: str, edition: str, groups: Mapping[tuple[str, ...], Sequence[Refusal]]
) -> tuple[Path, ...]:
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for number, (headings, group) in enumerate(groups.items(), start=1):
        path = folder / (f"{source}-rejects.csv" if len(groups) == 1 else f"{source}-rejects-{number}.csv")
        path.write_text(_text(edition, headings, group), encoding="utf-8-sig", newline="")
        written.append(path)
    return tuple(written)


def _text(edition: str, headings: Sequence[str], refusals: Iterable[Refusal]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*LEADING, *headings])
    for refusal in refusals:
        row = refusal.row
        writer.writerow(
            [
                *(edition, row.file, row.place, row.position),
                *(guarded(text) for text in (refusal.column, refusal.value, refusal.reason)),
                *_cells(row.words, headings),
            ]
        )
    return out.getvalue()


def _cells(words: Mapping[str, str | list[str]], headings: Sequence[str]) -> list[str]:
    values = (words.get(heading, "") for heading in headings)
    return [guarded(v) if isinstance(v, str) else json.dumps(v, ensure_ascii=False) for v in values]


def _unguarded(text: str) -> str | list[str]:
    if unguarded(text) != text:
        return unguarded(text)
    if text.startswith('["'):
        try:
            values = json.loads(text)
        except json.JSONDecodeError:
            return text
        if isinstance(values, list) and all(isinstance(v, str) for v in values):
            return values
    return text
