"""What a file is, told from its first bytes and never from its name."""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum
from typing import BinaryIO

from ingest.errors import FileRefused

_TEXT_PROBE = 4096


class FileKind(StrEnum):
    """The kinds of file that can be read."""

    XLSX = "xlsx"
    ODS = "ods"
    XLS = "xls"
    CSV = "csv"
    TSV = "tsv"
    RSF = "rsf"
    JSON = "json"
    YAML = "yaml"
    XML = "xml"
    JSONL = "jsonl"


_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a SQLite database"),
    (b"{\\rtf", "a rich text document"),
)
_WEB_PAGE = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_YAML_NAME = re.compile(rb"[A-Za-z][\w-]*:(?:\s|$)|- |---|#|\s")
_LINE_OF_JSON = re.compile(rb'\{\s*"sheet"\s*:')
"""The first line of JSON Lines as this software writes it: an object a line, which says first what sheet it is of."""
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def file_kind(name: str, file: BinaryIO) -> FileKind:
    """Return what a file is. Raises FileRefused for anything that is no table, log or list, naming what it is."""
    file.seek(0)
    head = file.read(_TEXT_PROBE)
    if head.startswith(b"PK"):
        return _zipped(name, file)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return FileKind.XLS
    for signature, what in _SIGNATURES:
        if head.startswith(signature):
            raise _refused(name, what)
    if b"\0" in head and not head.startswith(_UTF16):
        raise _refused(name, "a binary file")
    return _text_kind(name, head)


def _text_kind(name: str, head: bytes) -> FileKind:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] == b"<":
        if _WEB_PAGE.search(head):
            raise _refused(name, "a web page (perhaps a sign-in page was saved)")
        return FileKind.XML
    if start[:1] in (b"{", b"["):
        return FileKind.JSONL if _LINE_OF_JSON.match(start) else FileKind.JSON
    if start.startswith((b"assert-root-hash\t", b"add-item\t", b"append-entry\t")):
        return FileKind.RSF
    if _is_yaml(start):
        return FileKind.YAML
    # A notice may stand above the headings, and commas in it.
    line = next((line for line in start.splitlines() if b"\t" in line), b"")
    return FileKind.TSV if line.count(b"\t") > line.count(b",") else FileKind.CSV


def _is_yaml(start: bytes) -> bool:
    """Whether every line reads as YAML of named values. One that only looks so may be a notice above a table."""
    lines = [line for line in start.splitlines()[:-1] or start.splitlines() if line.strip()]
    named = [line for line in lines if line[:1].isalpha()]
    if not lines or not all(_YAML_NAME.match(line) for line in lines):
        return False
    return lines[0].startswith((b"---", b"#")) or len(named) > 1


def _zipped(name: str, file: BinaryIO) -> FileKind:
    try:
        with zipfile.ZipFile(file) as archive:
            members = set(archive.namelist())
            mimetype = archive.read("mimetype") if "mimetype" in members else b""
    except (zipfile.BadZipFile, OSError, KeyError, EOFError, NotImplementedError, RuntimeError):
        raise FileRefused(
            f"{name} is damaged: it begins like a spreadsheet and cannot be unpacked. Fetch it again."
        ) from None
    if "xl/workbook.xml" in members or "xl/workbook.bin" in members:
        return FileKind.XLSX
    if b"opendocument.spreadsheet" in mimetype:
        return FileKind.ODS
    if "word/document.xml" in members:
        raise _refused(name, "a Word document")
    raise _refused(name, "a zip archive")


def _refused(name: str, what: str) -> FileRefused:
    return FileRefused(
        f"{name} is {what}. Give a spreadsheet (xlsx, ods), a CSV or TSV file, a register log (rsf), JSON or YAML, "
        "or an inventory in XML."
    )
