"""Text files in whatever encoding they come."""

from __future__ import annotations

import codecs

from ingest.errors import FileRefused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(name: str, data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file and what people should know about it.

    A byte order mark decides; without one it is UTF-8, else Windows-1252, which is said. Raises FileRefused
    where it is neither.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), ()
            except UnicodeDecodeError as error:
                raise _unreadable(name, encoding.removesuffix("-sig").upper(), error) from None
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        not_utf8 = error
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _unreadable(name, "UTF-8 nor Windows-1252", error) from None
    line = data[: not_utf8.start].count(b"\n") + 1
    return text, (
        f"{name} is not UTF-8 (first at line {line}) and was read as Windows-1252. "
        "Where letters look wrong, save it as UTF-8 and load it again.",
    )


def _unreadable(name: str, what: str, error: UnicodeDecodeError) -> FileRefused:
    neither = "neither " if "nor" in what else "not valid "
    return FileRefused(
        f"{name} is {neither}{what}: the bytes at offset {error.start} are no text. Save it as UTF-8 and load it again."
    )
