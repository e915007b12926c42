"""Files given on the command line, read by what they hold."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from ingest.errors import FileRefused
from ingest.limits import MAX_FILE_VARIABLE, Limits, megabytes
from ingest.reading.cells import FileContent
from ingest.reading.delimited import read_delimited
from ingest.reading.inventory_xml import read_inventory
from ingest.reading.json_entries import read_json, read_json_lines
from ingest.reading.kind import FileKind, file_kind
from ingest.reading.rsf import read_rsf
from ingest.reading.spreadsheet import read_spreadsheet
from ingest.reading.text import decode, encoding_of
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
        data = path.read_bytes()
    except OSError as error:
        raise FileRefused(f"{name} cannot be read: {error.strerror}. Check its permissions.") from error
    if not data.strip():
        raise FileRefused(f"{name} is empty. Fetch it again, or check that it was saved.")
    return content_of(name, data, limits)


def content_of(name: str, data: bytes, limits: Limits) -> FileContent:
    """Read the bytes of a file by what they are. Raises FileRefused."""
    kind = file_kind(name, data)
    digest = hashlib.sha256(data).hexdigest()
    if kind in _SPREADSHEETS:
        return FileContent(name, kind, digest, sheets=read_spreadsheet(name, data, kind, limits))
    if kind is FileKind.XML:
        # It says itself how it is encoded.
        datasets, modified = read_inventory(name, data)
        return FileContent(name, kind, digest, entries=datasets, published=modified)
    if kind in (FileKind.CSV, FileKind.TSV):
        encoding, remarks = encoding_of(name, data)
        sheet = read_delimited(name, data, encoding, "\t" if kind is FileKind.TSV else ",")
        return FileContent(name, kind, digest, sheets=(sheet,), remarks=remarks)
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
