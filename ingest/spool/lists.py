"""A list that is only ever added to and read in order, mostly on disk where it is long."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import IO, Generic, TypeVar, overload

from ingest.spool import room

_CHUNK = 1000
"""Entries that are written together: what they share, such as headings, is written once."""

T = TypeVar("T")


class SpooledList(Sequence[T], Generic[T]):
    """A list that keeps its beginning in memory and writes the rest to a file that ends with it.

    Entries must be picklable. One that was written comes back as another, equal object. Reading anywhere but at the
    beginning reads through the chunk where the entry stands.
    """

    def __init__(self, entries: Iterable[T] = ()) -> None:
        self._head: list[T] = []
        self._tail: list[T] = []
        self._chunks: list[int] = []
        self._file: IO[bytes] | None = None
        self.extend(entries)

    def append(self, entry: T) -> None:
        """Add an entry. Raises NoRoom where the disk is full."""
        if len(self._head) < room.ENTRIES:
            self._head.append(entry)
            return
        self._tail.append(entry)
        if len(self._tail) == _CHUNK:
            self._write_tail()

    def extend(self, entries: Iterable[T]) -> None:
        """Add entries one after the other."""
        for entry in entries:
            self.append(entry)

    def __len__(self) -> int:
        return len(self._head) + _CHUNK * len(self._chunks) + len(self._tail)

    def __iter__(self) -> Iterator[T]:
        yield from self._head
        for start in self._chunks:
            yield from self._chunk(start)
        yield from self._tail

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> list[T]: ...

    def __getitem__(self, index: int | slice) -> T | list[T]:
        if isinstance(index, slice):
            return list(islice(self, *index.indices(len(self))))
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError(index)
        if place < len(self._head):
            return self._head[place]
        number, rest = divmod(place - len(self._head), _CHUNK)
        return self._chunk(self._chunks[number])[rest] if number < len(self._chunks) else self._tail[rest]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(self) != len(other):
            return NotImplemented if not isinstance(other, Sequence) else False
        return all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def _write_tail(self) -> None:
        with room.on_disk():
            if self._file is None:
                self._file = tempfile.TemporaryFile(prefix="isa-load-")  # noqa: SIM115 - lives as long as the list
            self._chunks.append(self._file.seek(0, 2))
            pickle.dump(self._tail, self._file, pickle.HIGHEST_PROTOCOL)
            self._file.flush()
        self._tail = []

    def _chunk(self, start: int) -> list[T]:
        if self._file is None:
            return []
        self._file.seek(start)
        found: list[T] = pickle.load(self._file)  # noqa: S301 - written by this very list
        return found
