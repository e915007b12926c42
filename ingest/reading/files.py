"""Files given on the command line, read by what they hold."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from ingest.errors import FileRefused
from ingest.limits import MAX_FILE_VARIABLE, Limits, megabytes
from ingest.reading.cells import FileContent
from ingest.reading.delimited import read_delimited
from ingest.reading.inventory_xml import read_inventory
from ingest.reading.json_entries import read_json, read_json_lines
from ingest.reading.kind import FileKind, file_kind
from ingest.reading.rsf import read_rsf
from ingest.reading.spreadsheet import read_spreadsheet
from ingest.reading.text import decode, encoding_of, pieces
from ingest.reading.yaml_entries import read_yaml_entries

_SPREADSHEETS = (FileKind.XLSX, FileKind.ODS, FileKind.XLS)


def given_files(paths: Sequence[Path]) -> tuple[tuple[Path, bool], ...]:
    """Return the files that paths name, and of each whether it was named itself (and not found in a folder).

    A folder stands for the files in it, not for folders within. Raises FileRefused for a path that is not there, a
    folder without files, or no path at all.
    """
    found: list[tuple[Path, bool]] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith("."))
            if not inside:
                raise FileRefused(f"{path} holds no files. Name the file to load, or the folder that holds it.")
            found += [(p, False) for p in inside]
        elif path.is_file():
            found.append((path, True))
        else:
            raise FileRefused(f"There is no file {path}. Check the name and the folder.")
    if not found:
        raise FileRefused("No file was given. Name the file to load, several files, or a folder.")
    return tuple(found)


def read_file(path: Path, limits: Limits) -> FileContent:
    """Read one file by what it holds. Raises FileRefused, before reading it where it is too large."""
    # A colon separates file and place in the keys of records.
    name = path.name.replace(":", "_")
    try:
        size = path.stat().st_size
        if size > limits.max_file_bytes:
            raise FileRefused(
                f"{name} is {megabytes(size)}, more than the limit of {megabytes(limits.max_file_bytes)}. "
                f"If it is the right file, raise {MAX_FILE_VARIABLE} and load it again."
            )
        opened = path.open("rb")
    except OSError as error:
        raise FileRefused(f"{name} cannot be read: {error.strerror}. Check its permissions.") from error
    with opened as file:
        return content_of(name, file, limits)


def content_of(name: str, file: BinaryIO, limits: Limits) -> FileContent:
    """Read a file by what it holds: tables of text row by row, anything else whole. Raises FileRefused and OSError."""
    if not any(piece.strip() for piece in pieces(file)):
        raise FileRefused(f"{name} is empty. Fetch it again, or check that it was saved.")
    kind = file_kind(name, file)
    digest = _digest(file)
    if kind in (FileKind.CSV, FileKind.TSV):
        encoding, remarks = encoding_of(name, file)
        sheet = read_delimited(name, file, encoding, "\t" if kind is FileKind.TSV else ",")
        return FileContent(name, kind, digest, sheets=(sheet,), remarks=remarks)
    file.seek(0)
    data = file.read()
    if kind in _SPREADSHEETS:
        return FileContent(name, kind, digest, sheets=read_spreadsheet(name, data, kind, limits))
    if kind is FileKind.XML:
        # It says itself how it is encoded.
        datasets, modified = read_inventory(name, data)
        return FileContent(name, kind, digest, entries=datasets, published=modified)
    text, remarks = decode(name, data)
    match kind:
        case FileKind.RSF:
            entries, published, checked = read_rsf(name, text)
            return FileContent(name, kind, digest, entries=entries, remarks=remarks + checked, published=published)
        case FileKind.JSON:
            return FileContent(name, kind, digest, entries=read_json(name, text), remarks=remarks)
        case FileKind.YAML:
            return FileContent(name, kind, digest, entries=read_yaml_entries(name, text), remarks=remarks)
    return FileContent(name, kind, digest, entries=read_json_lines(name, text), remarks=remarks)


def _digest(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    for piece in pieces(file):
        digest.update(piece)
    return digest.hexdigest()
