"""Text files in whatever encoding they come."""

from __future__ import annotations

import codecs
import io
import itertools
from collections.abc import Iterator
from typing import BinaryIO

from ingest.errors import FileRefused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_PIECE = 1_000_000


def decode(name: str, data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file and what people should know about it. Raises FileRefused as `encoding_of` does."""
    encoding, remarks = encoding_of(name, io.BytesIO(data))
    return data.decode(encoding), remarks


def pieces(file: BinaryIO) -> Iterator[bytes]:
    """Yield a file from its beginning, a piece at a time."""
    file.seek(0)
    while piece := file.read(_PIECE):
        yield piece


def encoding_of(name: str, file: BinaryIO) -> tuple[str, tuple[str, ...]]:
    """Return the encoding of a file's text and what people should know about it.

    A byte order mark decides; without one it is UTF-8, else Windows-1252, which is said. Raises FileRefused
    where it is neither.
    """
    beginning = next(pieces(file), b"")
    for mark, encoding in _MARKS:
        if beginning.startswith(mark):
            wrong = _first_wrong(file, encoding)
            if wrong is not None:
                raise _unreadable(name, encoding.removesuffix("-sig").upper(), wrong)
            return encoding, ()
    not_utf8 = _first_wrong(file, "utf-8")
    if not_utf8 is None:
        return "utf-8", ()
    wrong = _first_wrong(file, "cp1252")
    if wrong is not None:
        raise _unreadable(name, "UTF-8 nor Windows-1252", wrong)
    line = _line_of(file, not_utf8)
    return "cp1252", (
        f"{name} is not UTF-8 (first at line {line}) and was read as Windows-1252. "
        "Where letters look wrong, save it as UTF-8 and load it again.",
    )


def _line_of(file: BinaryIO, offset: int) -> int:
    """The number of the line in which an offset lies."""
    lines, left = 1, offset
    for piece in pieces(file):
        lines += piece[:left].count(b"\n")
        left -= len(piece)
        if left <= 0:
            break
    return lines


def _first_wrong(file: BinaryIO, encoding: str) -> int | None:
    """The offset of the first bytes that are no text in an encoding, found without holding all of the text."""
    decoder = codecs.getincrementaldecoder(encoding)()
    start = 0
    for piece in itertools.chain(pieces(file), (b"",)):
        # Bytes of a letter that was cut in two wait in the decoder for the next piece.
        waiting = len(decoder.getstate()[0])
        try:
            decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            return start - waiting + error.start
        start += len(piece)
    return None


def _unreadable(name: str, what: str, offset: int) -> FileRefused:
    neither = "neither " if "nor" in what else "not valid "
    return FileRefused(
        f"{name} is {neither}{what}: the bytes at offset {offset} are no text. Save it as UTF-8 and load it again."
    )
