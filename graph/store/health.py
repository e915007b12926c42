"""How an engine and the registry in it are: for `isa doctor` and the health pages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.model.schema_plan import SchemaPlan
from graph.store.counts import edge_counts, node_counts
from graph.store.engine import EngineInfo
from graph.store.errors import SchemaTooNew
from graph.store.migrations.ledger import LEDGER_KEY, applied, number_of
from graph.store.migrations.runner import known_migrations, refuse_newer
from graph.store.restoring_mark import RESTORE_AGAIN, UNFINISHED_LABEL
from graph.store.schema_state import SchemaItem, present_items, wanted_items
from graph.store.store import Store

OLDEST_NEO4J = (5, 23)
"""The first Neo4j with `CALL (variables) { ... }`, which every compiled page uses."""

_READY = "RETURN 1"
_READY_SECONDS = 3.0


@dataclass(frozen=True)
class Problem:
    """Something that is not as it should be, and what to do about it."""

    what: str
    remedy: str


@dataclass(frozen=True)
class Diagnosis:
    """What there is to say of a store. Counts are by label and by relationship type, those with none left out."""

    engine: EngineInfo
    address: str
    database: str
    schema_version: int
    newest_version: int
    node_counts: dict[str, int]
    edge_counts: dict[str, int]
    problems: tuple[Problem, ...]


async def ready(store: Store) -> None:
    """Return at once if the engine answers; raise the StoreError that says why not."""
    await store.read(_READY, {}, timeout=_READY_SECONDS)


async def diagnose(store: Store, plan: SchemaPlan) -> Diagnosis:
    """Look at the whole store: what it is, what it holds, and what is wrong with it, beside what the model asks for.

    Raises a StoreError where the engine cannot be asked.
    """
    known = known_migrations()
    had = await applied(store)
    nodes = await node_counts(store)
    return Diagnosis(
        engine=store.engine,
        address=store.address,
        database=store.database,
        schema_version=max(map(number_of, had), default=0),
        newest_version=known[-1].number,
        node_counts=nodes,
        edge_counts=await edge_counts(store),
        problems=(
            *_engine_problems(store.engine),
            *(_version_problems(had) if UNFINISHED_LABEL not in nodes else _restore_problems()),
            *_schema_problems(await present_items(store), plan),
        ),
    )


def _engine_problems(engine: EngineInfo) -> list[Problem]:
    problems = []
    if engine.kind == "neo4j":
        numbers = tuple(int(number) for number in re.findall(r"\d+", engine.version)[:2])
        if engine.name == "ArcadeDB":
            problems.append(
                Problem(
                    f"The configured engine is ArcadeDB {engine.version}, not Neo4j.",
                    "Unset ISA_NEO4J_URI to use the embedded engine, or set it to a Neo4j server.",
                )
            )
        elif numbers < OLDEST_NEO4J:
            problems.append(
                Problem(
                    f"Neo4j {engine.version} is too old.",
                    f"Upgrade it to {'.'.join(map(str, OLDEST_NEO4J))} or later; 5.26 has long-term support.",
                )
            )
    if engine.codec == "python":
        problems.append(
            Problem(
                "The driver packs and unpacks in Python, which makes long answers several times slower.",
                "Install the neo4j-rust-ext of the same version as the neo4j driver.",
            )
        )
    return problems


def _restore_problems() -> list[Problem]:
    return [Problem("A restore of this registry did not come to its end.", RESTORE_AGAIN)]


def _version_problems(had: list[str]) -> list[Problem]:
    known = known_migrations()
    try:
        refuse_newer(had, known)
    except SchemaTooNew as error:
        return [Problem("The registry was written by newer software.", str(error))]
    waiting = [migration.key for migration in known if migration.key not in had]
    if not waiting:
        return []
    return [
        Problem(
            f"The registry has not had {', '.join(waiting)}.",
            "Start the server or load a source: either brings the registry up to date.",
        )
    ]


def _schema_problems(present: list[SchemaItem], plan: SchemaPlan) -> list[Problem]:
    asked = [*wanted_items(SchemaPlan((LEDGER_KEY,), (), ())), *wanted_items(plan)]
    held = {item.shape for item in present}
    missing = [item.name for item in asked if item.shape not in held]
    shapes = {item.shape for item in asked}
    waiting = [item.name for item in present if item.shape in shapes and not item.online]
    problems = []
    if missing:
        problems.append(
            Problem(
                f"Constraints or indexes are missing: {', '.join(missing)}.",
                "Start the server or load a source: either puts them in place. Until then answers may be slow.",
            )
        )
    if waiting:
        problems.append(
            Problem(
                f"Indexes are not in use yet: {', '.join(waiting)}.",
                "Wait until the engine has filled them. If they have failed, drop them and start the server again.",
            )
        )
    return problems
