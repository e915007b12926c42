"""Putting constraints and indexes in place, as the model asks, on whichever engine there is."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass

from graph.model.schema_plan import SchemaPlan
from graph.store.declared_names import declare_names
from graph.store.embedded.sql import run_sql
from graph.store.errors import SchemaFailed, StoreError
from graph.store.migrations.ledger import LEDGER_KEY
from graph.store.schema_state import PADDING, SchemaItem, present_items, wanted_items
from graph.store.store import Store

_AWAIT_SECONDS = 300.0
_OTHERS_FINISH = (0.1, 0.3, 0.6)

# The embedded engine splits text into words in this way and no other.
_ANALYSER = "standard-no-stop-words"


@dataclass(frozen=True)
class SchemaReport:
    """Names of what was created and dropped, and how many items were in place already."""

    created: tuple[str, ...]
    dropped: tuple[str, ...]
    unchanged: int


async def ensure_schema(store: Store, plan: SchemaPlan) -> SchemaReport:
    """Make the engine hold what the plan asks for and nothing else of ours. Running it again changes nothing.

    What others made is left alone, and serves where it has the same shape. Returns when every index answers.
    Raises SchemaFailed, naming the item, where something cannot be made: nodes that share a key, for instance.
    """
    wanted = [*wanted_items(SchemaPlan((LEDGER_KEY,), (), ())), *wanted_items(plan)]
    present = await present_items(store)
    shapes = {item.shape for item in wanted}
    stale = [item for item in present if item.is_ours and item.shape not in shapes]
    for item in stale:
        await _drop(store, item)
    held = {item.shape for item in present}
    missing = [item for item in wanted if item.shape not in held]
    for item in missing:
        await _create(store, item)
    if missing and store.engine.kind == "neo4j":
        await store.run_alone(
            "CALL db.awaitIndexes($seconds)", {"seconds": math.ceil(_AWAIT_SECONDS)}, timeout=_AWAIT_SECONDS
        )
    if missing:
        await _check(store, missing)
        await declare_names(store, plan)
    return SchemaReport(
        created=tuple(item.name for item in missing),
        dropped=tuple(item.name for item in stale),
        unchanged=len(wanted) - len(missing),
    )


async def drop_schema(store: Store) -> None:
    """Drop every constraint and index of ours: for a registry that is being emptied."""
    for item in await present_items(store):
        if item.is_ours:
            await _drop(store, item)


async def _drop(store: Store, item: SchemaItem) -> None:
    what = "CONSTRAINT" if item.kind == "unique" else "INDEX"
    await store.run_alone(f"DROP {what} {_quoted(item.name)} IF EXISTS")


async def _create(store: Store, item: SchemaItem) -> None:
    try:
        if item.kind == "search" and store.lease is not None:
            await asyncio.to_thread(run_sql, store.lease, _search_index_sql(item))
        else:
            await store.run_alone(_create_text(item), timeout=_AWAIT_SECONDS)
    except StoreError as error:
        # Another process may have begun to make it between our look and our statement, which is an error on Neo4j.
        for pause in _OTHERS_FINISH:
            if item.shape in {held.shape for held in await present_items(store)}:
                return
            await asyncio.sleep(pause)
        raise SchemaFailed(
            f"{item.name} on {item.label} ({', '.join(item.properties)}) could not be made: {error}"
        ) from error


async def _check(store: Store, created: list[SchemaItem]) -> None:
    """An engine may take IF NOT EXISTS for done because of something else with the same name or properties."""
    held = {item.shape for item in await present_items(store)}
    lost = [item.name for item in created if item.shape not in held]
    if lost:
        raise SchemaFailed(
            f"The engine did not make {', '.join(lost)}: it holds something else of that name or on the same "
            "properties. Look at SHOW INDEXES and SHOW CONSTRAINTS, drop what is in the way, and start again."
        )


def _create_text(item: SchemaItem) -> str:
    """The Cypher that makes an item; the embedded engine does not know the search index's."""
    head = f"{_quoted(item.name)} IF NOT EXISTS FOR (n:{_quoted(item.label)})"
    properties = ", ".join(f"n.{_quoted(name)}" for name in item.properties)
    match item.kind:
        case "unique":
            return f"CREATE CONSTRAINT {head} REQUIRE {properties} IS UNIQUE"
        case "range":
            return f"CREATE RANGE INDEX {head} ON ({properties})"
        case "search":
            return (
                f"CREATE FULLTEXT INDEX {head} ON EACH [{properties}] "
                f"OPTIONS {{indexConfig: {{`fulltext.analyzer`: '{_ANALYSER}'}}}}"
            )


def _search_index_sql(item: SchemaItem) -> str:
    """The embedded engine indexes declared properties only, and no list of properties twice.

    A property may be wanted in a range index as well, so a search index of one property gets a second that no node has.
    """
    label = _quoted(item.label)
    properties = item.properties if len(item.properties) > 1 else (*item.properties, PADDING)
    names = [_quoted(name) for name in properties]
    return ";\n".join(
        [
            f"CREATE VERTEX TYPE {label} IF NOT EXISTS",
            *(f"CREATE PROPERTY {label}.{name} IF NOT EXISTS STRING" for name in names),
            f"CREATE INDEX {_quoted(item.name)} IF NOT EXISTS ON {label} ({', '.join(names)}) FULL_TEXT",
        ]
    )


def _quoted(name: str) -> str:
    """A name as Cypher and the embedded engine's SQL both take it."""
    return "`" + name.replace("`", "``") + "`"
