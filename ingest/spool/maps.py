"""A map that keeps what was used last in memory and the rest in a database on disk."""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any, Generic, TypeVar

from ingest.spool import room

_AT_ONCE = 1000
_CACHE = "PRAGMA cache_size = -4096"
_MARKS = 2**25
"""Bits that tell of most keys that they are not on disk: of a million entries three in a hundred are looked up in vain.
"""

K = TypeVar("K")
V = TypeVar("V")
D = TypeVar("D")


class SpooledMap(Mapping[K, V], Generic[K, V]):
    """A map in the order of insertion whose entries move to disk where there are many.

    `name` gives each key a text of its own. Keys and values must be picklable. A value that was got may be changed in
    place: the change is kept as long as fewer than room.ENTRIES others were got since. The database is private to this
    map and ends with it.
    """

    def __init__(self, name: Callable[[K], str]) -> None:
        self._name = name
        # What was used since the last move, and what was used between the two moves before: each key stands in one.
        self._young: dict[K, tuple[int, V]] = {}
        self._old: dict[K, tuple[int, V]] = {}
        self._next = 0
        self._disk: sqlite3.Connection | None = None
        self._marks = bytearray()

    def __getitem__(self, key: K) -> V:
        found = self._young.get(key) or self._again(key)
        if found is None:
            raise KeyError(key)
        return found[1]

    def get(self, key: K, default: D = None) -> V | D:  # type: ignore[assignment]
        """Return the value of a key, or the default where there is none."""
        found = self._young.get(key) or self._again(key)
        return default if found is None else found[1]

    def __contains__(self, key: object) -> bool:
        return key in self._young or self._again(key) is not None  # type: ignore[arg-type]

    def __setitem__(self, key: K, value: V) -> None:
        found = self._young.get(key) or self._again(key)
        if found is None:
            self.add(key, value)
        else:
            self._young[key] = (found[0], value)

    def setdefault(self, key: K, value: V) -> V:
        """Return the value of a key, which is the one given where there was none."""
        found = self._young.get(key) or self._again(key)
        if found is not None:
            return found[1]
        self.add(key, value)
        return value

    def add(self, key: K, value: V) -> None:
        """Add a key that is known not to be there."""
        self._put(key, (self._next, value))
        self._next += 1

    def __len__(self) -> int:
        return self._next

    def __iter__(self) -> Iterator[K]:
        return (key for key, _ in self._entries())

    def items(self) -> Iterator[tuple[K, V]]:  # type: ignore[override]
        """Yield keys and values in the order of insertion."""
        return self._entries()

    def values(self) -> Iterator[V]:  # type: ignore[override]
        """Yield the values in the order of insertion."""
        return (value for _, value in self._entries())

    def __eq__(self, other: object) -> bool:
        return dict(self.items()) == dict(other.items()) if isinstance(other, Mapping) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def _put(self, key: K, entry: tuple[int, V]) -> None:
        if len(self._young) >= room.ENTRIES:
            self._write(self._old)
            self._old, self._young = self._young, {}
        self._young[key] = entry

    def _again(self, key: K) -> tuple[int, V] | None:
        """The entry of a key that was not used lately, which counts as used from now on."""
        found = self._old.pop(key, None)
        if found is None and self._disk is not None:
            found = self._from_disk(self._disk, self._name(key))
        if found is not None:
            self._put(key, found)
        return found

    def _from_disk(self, disk: sqlite3.Connection, name: str) -> tuple[int, V] | None:
        mark = hash(name) % _MARKS
        if not self._marks[mark >> 3] & 1 << (mark & 7):
            return None
        row = disk.execute("SELECT number, entry FROM entries WHERE name = ?", (name,)).fetchone()
        return None if row is None else (row[0], pickle.loads(row[1])[1])  # noqa: S301 - written by this map

    def _entries(self) -> Iterator[tuple[K, V]]:
        if self._disk is None:
            held = (*self._old.items(), *self._young.items())
            yield from ((key, value) for key, (_, value) in (sorted(held, key=_number) if self._old else held))
            return
        self._write(self._old)
        self._write(self._young)
        last = -1
        while rows := self._page(self._disk, last):
            last = rows[-1][0]
            for _, entry in rows:
                key, value = pickle.loads(entry)  # noqa: S301 - written by this map
                # One in memory may have been changed since.
                held_now = self._young.get(key) or self._old.get(key)
                yield key, value if held_now is None else held_now[1]

    @staticmethod
    def _page(disk: sqlite3.Connection, after: int) -> list[Any]:
        return disk.execute(
            "SELECT number, entry FROM entries WHERE number > ? ORDER BY number LIMIT ?", (after, _AT_ONCE)
        ).fetchall()

    def _write(self, entries: Mapping[K, tuple[int, V]]) -> None:
        if not entries:
            return
        with room.on_disk():
            if self._disk is None:
                # A database without a name is a file of its own, gone when it is closed.
                self._disk = sqlite3.connect("", isolation_level=None, check_same_thread=False)
                for text in ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", _CACHE):
                    self._disk.execute(text)
                self._disk.execute("CREATE TABLE entries (number INTEGER PRIMARY KEY, name TEXT UNIQUE, entry BLOB)")
                self._marks = bytearray(_MARKS >> 3)
            rows = (self._row(key, number, value) for key, (number, value) in entries.items())
            self._disk.execute("BEGIN")
            while some := list(islice(rows, _AT_ONCE)):
                self._disk.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", some)
            self._disk.execute("COMMIT")

    def _row(self, key: K, number: int, value: V) -> tuple[int, str, bytes]:
        name = self._name(key)
        mark = hash(name) % _MARKS
        self._marks[mark >> 3] |= 1 << (mark & 7)
        return number, name, pickle.dumps((key, value), pickle.HIGHEST_PROTOCOL)


def _number(item: tuple[Any, tuple[int, Any]]) -> int:
    return item[1][0]
