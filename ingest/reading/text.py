"""Text files in whatever encoding they come."""

from __future__ import annotations

import codecs

from ingest.errors import FileRefused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_PIECE = 1_000_000


def decode(name: str, data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file and what people should know about it. Raises FileRefused as `encoding_of` does."""
    encoding, remarks = encoding_of(name, data)
    return data.decode(encoding), remarks


def encoding_of(name: str, data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the encoding of a file's text and what people should know about it.

    A byte order mark decides; without one it is UTF-8, else Windows-1252, which is said. Raises FileRefused
    where it is neither.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            wrong = _first_wrong(data, encoding)
            if wrong is not None:
                raise _unreadable(name, encoding.removesuffix("-sig").upper(), wrong)
            return encoding, ()
    not_utf8 = _first_wrong(data, "utf-8")
    if not_utf8 is None:
        return "utf-8", ()
    wrong = _first_wrong(data, "cp1252")
    if wrong is not None:
        raise _unreadable(name, "UTF-8 nor Windows-1252", wrong)
    line = data[:not_utf8].count(b"\n") + 1
    return "cp1252", (
        f"{name} is not UTF-8 (first at line {line}) and was read as Windows-1252. "
        "Where letters look wrong, save it as UTF-8 and load it again.",
    )


def _first_wrong(data: bytes, encoding: str) -> int | None:
    """The offset of the first bytes that are no text in an encoding, found without holding all of the text."""
    decoder = codecs.getincrementaldecoder(encoding)()
    view = memoryview(data)
    for start in range(0, len(data) + 1, _PIECE):
        piece = view[start : start + _PIECE]
        # Bytes of a letter that was cut in two wait in the decoder for the next piece.
        waiting = len(decoder.getstate()[0])
        try:
            decoder.decode(piece, final=start + _PIECE > len(data))
        except UnicodeDecodeError as error:
            return start - waiting + error.start
    return None


def _unreadable(name: str, what: str, offset: int) -> FileRefused:
    neither = "neither " if "nor" in what else "not valid "
    return FileRefused(
        f"{name} is {neither}{what}: the bytes at offset {offset} are no text. Save it as UTF-8 and load it again."
    )
