"""Putting a backup in the place of what a database holds.

Until the last of it is written a mark stands in the database, by which everything else refuses to use what is there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, Final

from graph.model.schema_plan import SchemaPlan
from graph.store.backup.file import About, Counts, Page, pages
from graph.store.backup.values import from_json
from graph.store.batches import batches
from graph.store.bootstrap import ensure_schema
from graph.store.counts import node_counts
from graph.store.errors import RestoreRefused
from graph.store.migrations.ledger import LEDGER_LABEL
from graph.store.migrations.runner import known_migrations, refuse_newer
from graph.store.restoring_mark import UNFINISHED_LABEL, set_mark, take_mark_away
from graph.store.revision import next_revision
from graph.store.store import Store

_ROWS: Final = 2_000
_SECONDS: Final = 120.0

_EMPTY = f"MATCH (n) WHERE NOT n:{UNFINISHED_LABEL} WITH n LIMIT {_ROWS} DETACH DELETE n"
_NODES = "UNWIND $rows AS row CREATE (n:`{}` {{key: row.key}}) SET n += row.values"
_EDGES = """UNWIND $rows AS row MATCH (a:`{start}` {{key: row.start}}) MATCH (b:`{end}` {{key: row.end}})
CREATE (a)-[r:`{type}`]->(b) SET r += row.values"""

Report = Callable[[str, int, int], None]


async def occupied(store: Store, of_itself: Collection[str]) -> dict[str, int]:
    """Return what a database holds that a restore would lose: nodes by label, without those of some labels, which
    every registry makes by itself.

    Raises RestoreRefused where it is no registry at all, and StoreErrors.
    """
    held = await node_counts(store)
    if UNFINISHED_LABEL in held:
        return {}
    if held and LEDGER_LABEL not in held:
        raise RestoreRefused(
            f"The database {store.database} is not empty ({', '.join(held)}) and is not a registry. "
            "Name an empty one in ISA_NEO4J_DATABASE."
        )
    return {label: number for label, number in held.items() if label not in {LEDGER_LABEL, *of_itself}}


async def restore(
    store: Store, path: Path, told: tuple[About, Counts], plan: SchemaPlan, now: dt.datetime, report: Report
) -> None:
    """Empty a database and fill it from a backup, of which `told` is what `checked` returned of the whole file.

    Raises SchemaTooNew before anything was changed, BackupUnusable where the file was changed since it was checked,
    RestoreRefused where it does not fit together, and StoreErrors. What ended half-way is begun anew by the next
    restore.
    """
    about, counts = told
    refuse_newer(list(about.migrations), known_migrations())
    await set_mark(store, now)
    while (await store.write([(_EMPTY, {})], timeout=_SECONDS)).nodes_deleted:
        pass
    await ensure_schema(store, plan)
    total = sum(counts.nodes.values())
    done = 0
    for page in pages(path):
        rows = [{"key": key, "values": from_json(values)} for key, values, _ in page.nodes]
        await store.write([(_NODES.format(page.label), {"rows": rows})], timeout=_SECONDS)
        done += len(rows)
        report("nodes", done, total)
    await _put_edges(store, path, counts, report)
    await take_mark_away(store, [next_revision()])


async def _put_edges(store: Store, path: Path, counts: Counts, report: Report) -> None:
    total, done = sum(counts.edges.values()), 0
    for page in pages(path):
        for (kind, end), rows in _by_ends(page).items():
            text = _EDGES.format(start=page.label, type=kind, end=end)
            for some in batches(rows, _ROWS):
                made = await store.write([(text, {"rows": some})], timeout=_SECONDS)
                if made.relationships_created != len(some):
                    raise RestoreRefused(
                        f"{path} holds edges {kind} to nodes {end} that it does not hold. Restore another backup."
                    )
                done += len(some)
                report("edges", done, total)


def _by_ends(page: Page) -> dict[tuple[str, str], list[dict[str, Any]]]:
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for key, _, edges in page.nodes:
        for edge in edges:
            row = {"start": key, "end": edge.key, "values": from_json(edge.values)}
            found.setdefault((edge.type, edge.label), []).append(row)
    return found
