"""The file of a backup: lines of JSON, compressed by gzip.

The first line says what it is and what it was taken of, each of the others holds a page of nodes of one label with the
edges that begin at them, and the last says what the whole must come to, so that a file that was cut off or changed is
told from a whole one.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import orjson

from graph.store.errors import BackupUnusable

_FORMAT: Final = 1
_LEVEL: Final = 6
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class About:
    """What a backup is of: when it was taken (UTC), by which software and from which engine, and the migrations that
    the registry had had."""

    taken_at: str
    software: str
    engine: str
    migrations: tuple[str, ...]
    format: int = _FORMAT


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge from a node of a page: its type, the label and key of the other end, and its properties as JSON."""

    type: str
    label: str
    key: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """Nodes of one label, by key with their other properties as JSON and the edges that begin at them."""

    label: str
    nodes: Sequence[tuple[str, dict[str, Any], Sequence[Edge]]]


@dataclass(slots=True)
class Counts:
    """How many nodes there are by label, and edges by type."""

    nodes: dict[str, int] = field(default_factory=dict)
    edges: dict[str, int] = field(default_factory=dict)

    def add(self, page: Page) -> None:
        """Count the nodes of a page and their edges."""
        self.nodes[page.label] = self.nodes.get(page.label, 0) + len(page.nodes)
        for _, _, edges in page.nodes:
            for edge in edges:
                self.edges[edge.type] = self.edges.get(edge.type, 0) + 1

    def __str__(self) -> str:
        return f"{sum(self.nodes.values()):,} nodes and {sum(self.edges.values()):,} edges"


class Writer:
    """Writes a backup page by page."""

    def __init__(self, out: gzip.GzipFile, about: About) -> None:
        self._out = out
        self._digest = hashlib.sha256()
        self.counts = Counts()
        self.ended = False
        self._line({"about": asdict(about)})

    def page(self, page: Page) -> None:
        """Write one page."""
        rows = [[key, values, [[e.type, e.label, e.key, e.values] for e in edges]] for key, values, edges in page.nodes]
        self._line({"label": page.label, "nodes": rows})
        self.counts.add(page)

    def end(self) -> None:
        """Write what the whole must come to."""
        self._line({"end": {**asdict(self.counts), "sha256": self._digest.hexdigest()}})
        self.ended = True

    def _line(self, said: dict[str, Any]) -> None:
        line = orjson.dumps(said, option=orjson.OPT_APPEND_NEWLINE)
        self._digest.update(line)
        self._out.write(line)


@contextmanager
def writing(path: Path, about: About) -> Iterator[Writer]:
    """Write a file that its owner alone can read, and that is there only once its writer ended it. Raises OSError."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw:
            with gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=_LEVEL, mtime=0) as out:
                writer = Writer(out, about)
                yield writer
            raw.flush()
            os.fsync(raw.fileno())
        if writer.ended:
            part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def checked(path: Path) -> tuple[About, Counts]:
    """Read a whole backup and return what it is of and how much it holds.

    Raises BackupUnusable where it is none, was cut off or was changed.
    """
    about: About | None = None
    digest, counts = hashlib.sha256(), Counts()
    ended = False
    for line in _lines(path):
        if about is None:
            about = _about(path, line)
        elif ended:
            raise _changed(path)
        elif line.startswith(b'{"end":'):
            said = _parsed(path, line)["end"]
            if said != {**asdict(counts), "sha256": digest.hexdigest()}:
                raise _changed(path)
            ended = True
        else:
            counts.add(_page(path, line))
        digest.update(line)
    if about is None or not ended:
        raise _changed(path)
    return about, counts


def pages(path: Path) -> Iterator[Page]:
    """Yield the pages of a backup that was `checked`. Raises BackupUnusable where it was changed since."""
    for number, line in enumerate(_lines(path)):
        if number and not line.startswith(b'{"end":'):
            yield _page(path, line)


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with gzip.open(path, "rb") as file:
            yield from file
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise _changed(path) from None
    except OSError as fault:
        raise BackupUnusable(f"{path} cannot be read: {fault.strerror or fault}.") from fault


def _parsed(path: Path, line: bytes) -> dict[str, Any]:
    try:
        said = orjson.loads(line)
    except orjson.JSONDecodeError:
        raise _changed(path) from None
    if not isinstance(said, dict):
        raise _changed(path)
    return said


def _about(path: Path, line: bytes) -> About:
    said = _parsed(path, line).get("about")
    if not isinstance(said, dict):
        raise _changed(path)
    if said.get("format") != _FORMAT:
        raise BackupUnusable(
            f"{path} was written by newer software ({said.get('software')}). Install that and try again."
        )
    return About(**{**said, "migrations": tuple(said["migrations"])})


def _page(path: Path, line: bytes) -> Page:
    said = _parsed(path, line)
    try:
        rows = [(key, values, [Edge(*edge) for edge in edges]) for key, values, edges in said["nodes"]]
        page = Page(said["label"], rows)
        # They become part of a statement.
        if not all(_NAME.fullmatch(each) for each in _names(page)):
            raise ValueError
        return page
    except (KeyError, TypeError, ValueError):
        raise _changed(path) from None


def _names(page: Page) -> set[str]:
    return {page.label, *(name for _, _, edges in page.nodes for edge in edges for name in (edge.type, edge.label))}


def _changed(path: Path) -> BackupUnusable:
    return BackupUnusable(f"{path} is no whole backup: it was cut off or changed, or is something else. Take another.")
