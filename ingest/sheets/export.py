"""The registry's facts written as a workbook, a folder of CSV files, or JSON Lines."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

from graph.store.store import Store
from ingest.errors import ExportRefused
from ingest.loading.progress import Progress, silent
from ingest.sheets.book import Book
from ingest.sheets.declaration import sheets
from ingest.sheets.registry import RegistryRows
from ingest.sheets.text_files import csv_headings, csv_name, csv_rows, json_rows


@dataclass(slots=True)
class Exported:
    """What an export wrote: rows by sheet."""

    rows: dict[str, int] = field(default_factory=dict)


async def export_workbook(
    store: Store, path: Path, *, progress: Progress = silent, source: str | None = None
) -> Exported:
    """Write the workbook. `source` keeps to what one source states.

    Everything the registry holds is written, whoever may see it: for administrators alone. A file that is there is
    replaced when all is written. Raises ExportRefused and StoreErrors.
    """
    facts, told, book = RegistryRows(store, progress, source), Exported(), Book("export")
    for sheet in sheets():
        book.begin(sheet)
        told.rows[sheet.name] = 0
        async for rows in facts.chunks(sheet):
            book.add(rows)
            told.rows[sheet.name] += len(rows)
    progress("saving the workbook", 0, 1)
    with _replaced(path) as beside:
        book.save(beside)
    progress("saving the workbook", 1, 1)
    return told


async def export_csv_folder(
    store: Store, folder: Path, *, progress: Progress = silent, source: str | None = None
) -> Exported:
    """Write a CSV file a sheet into a folder, which is made where it is not there. Otherwise as `export_workbook`."""
    facts, told = RegistryRows(store, progress, source), Exported()
    _made_ready(folder)
    for sheet in sheets():
        told.rows[sheet.name] = 0
        with _replaced(folder / csv_name(sheet)) as beside, _text_file(beside, "utf-8-sig") as out:
            csv_headings(sheet, out)
            async for rows in facts.chunks(sheet):
                csv_rows(sheet, rows, out)
                told.rows[sheet.name] += len(rows)
    return told


async def export_json_lines(
    store: Store, path: Path, *, progress: Progress = silent, source: str | None = None
) -> Exported:
    """Write JSON Lines: an object a row, which names its sheet. Otherwise as `export_workbook`."""
    facts, told = RegistryRows(store, progress, source), Exported()
    with _replaced(path) as beside, _text_file(beside) as out:
        for sheet in sheets():
            told.rows[sheet.name] = 0
            async for rows in facts.chunks(sheet):
                json_rows(sheet, rows, out)
                told.rows[sheet.name] += len(rows)
    return told


def _made_ready(folder: Path) -> None:
    names = {csv_name(sheet) for sheet in sheets()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        others = sorted(p.name for p in folder.iterdir() if p.name not in names and not p.name.startswith("."))
    except OSError as error:
        raise ExportRefused(f"{folder} cannot be written: {error.strerror}. Name another folder.") from error
    if others:
        raise ExportRefused(f"{folder} holds other files ({', '.join(others[:3])}). Name an empty or a new folder.")


@contextmanager
def _replaced(path: Path) -> Iterator[Path]:
    """Give a file beside the one meant, which it becomes when the block ends well."""
    try:
        with TemporaryDirectory(dir=path.parent, prefix=".export-") as folder:
            beside = Path(folder) / path.name
            yield beside
            os.replace(beside, path)
    except OSError as error:
        raise ExportRefused(f"{path} cannot be written: {error.strerror}. Name another file or folder.") from error


@contextmanager
def _text_file(path: Path, encoding: str = "utf-8") -> Iterator[TextIO]:
    with path.open("w", encoding=encoding, newline="") as out:
        yield out
