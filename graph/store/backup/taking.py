"""Taking a backup of a registry that may be in use: all of it as at one moment, or a refusal."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from graph.store.backup.file import About, Counts, Edge, Page, writing
from graph.store.backup.values import to_json
from graph.store.counts import edge_counts, node_counts
from graph.store.errors import BackupImpossible
from graph.store.migrations.ledger import applied
from graph.store.revision import revision
from graph.store.store import Store

_NODES: Final = 1_000
_SECONDS: Final = 120.0
_TIMES: Final = 3

_PAGE = """MATCH (n:`{label}`) WHERE n.key > $after WITH n ORDER BY n.key LIMIT $page
CALL (n) {{ OPTIONAL MATCH (n)-[r]->(m) RETURN collect([type(r), labels(m), m.key, properties(r)]) AS edges }}
RETURN collect([n.key, labels(n), properties(n), edges])"""
_KEYLESS = "MATCH (n:`{label}`) WHERE n.key IS NULL RETURN count(n)"

Report = Callable[[str, int, int], None]
"""Is told what is done, how much of it, and how much there is."""


@dataclass(frozen=True, slots=True)
class _Moment:
    """What tells one moment of a registry from another: the revision of its facts, and how much it holds."""

    revision: str
    nodes: dict[str, int]
    edges: dict[str, int]


async def take_backup(store: Store, path: Path, software: str, now: dt.datetime, report: Report) -> Counts:
    """Write a backup of the whole registry and return what it holds.

    Raises BackupImpossible, leaving no file, where somebody wrote to the registry each time it was copied or it holds
    something that no registry has; OSError and StoreErrors.
    """
    migrations = tuple(await applied(store))
    if not migrations:
        raise BackupImpossible(f"The database {store.database} holds no registry, so there is nothing to back up.")
    about = About(
        now.isoformat(timespec="seconds"), software, f"{store.engine.name} {store.engine.version}", migrations
    )
    for _ in range(_TIMES):
        before = await _moment(store)
        with writing(path, about) as writer:
            for label, number in before.nodes.items():
                done = 0
                async for page in _pages(store, label):
                    writer.page(page)
                    done += len(page.nodes)
                    report(label, done, number)
            if writer.counts == Counts(before.nodes, before.edges) and await _moment(store) == before:
                writer.end()
                return writer.counts
    raise BackupImpossible(
        f"The registry was written to each of the {_TIMES} times that it was copied, so no backup was made. "
        "Run this again when no load is under way."
    )


async def _moment(store: Store) -> _Moment:
    return _Moment(await revision(store), await node_counts(store), await edge_counts(store))


async def _pages(store: Store, label: str) -> AsyncIterator[Page]:
    [keyless] = await store.read(_KEYLESS.format(label=label), {}, timeout=_SECONDS)
    if keyless:
        raise BackupImpossible(f"The database holds {keyless:,} nodes {label} without a key, which no registry has.")
    after = ""
    while True:
        [rows] = await store.read(_PAGE.format(label=label), {"after": after, "page": _NODES}, timeout=_SECONDS)
        if not rows:
            return
        rows.sort()
        yield Page(label, [_node(label, *row) for row in rows])
        after = rows[-1][0]


def _node(
    label: str, key: str, labels: list[str], values: dict[str, Any], edges: list[Any]
) -> tuple[str, dict[str, Any], list[Edge]]:
    if labels != [label]:
        raise BackupImpossible(f"The node {key} is labelled {' and '.join(labels)}, and no registry has such a node.")
    rest = {name: value for name, value in values.items() if name != "key"}
    found = [Edge(kind, to[0], there, to_json(held)) for kind, to, there, held in edges if kind is not None]
    return key, to_json(rest), found
