"""Bringing a registry up to the version this software writes."""

from __future__ import annotations

import importlib
import pkgutil
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from graph.store import migrations
from graph.store.errors import SchemaFailed, SchemaTooNew, StoreError
from graph.store.migrations.ledger import applied, number_of, record
from graph.store.restoring_mark import refuse_half_restored
from graph.store.store import Store


@dataclass(frozen=True)
class Migration:
    """One numbered change: the name of its module, what it does, and the change itself."""

    key: str
    summary: str
    migrate: Callable[[Store], Awaitable[None]]

    @property
    def number(self) -> int:
        """Its place in the order."""
        return number_of(self.key)


def known_migrations() -> tuple[Migration, ...]:
    """The migrations this software has, in their order. Their numbers run from 1 without a gap."""
    found = []
    for module_info in pkgutil.iter_modules(migrations.__path__):
        if number_of(module_info.name):
            module = importlib.import_module(f"{migrations.__name__}.{module_info.name}")
            found.append(Migration(module_info.name, (module.__doc__ or "").strip(), module.migrate))
    return tuple(sorted(found, key=lambda migration: migration.number))


async def migrate(store: Store) -> tuple[str, ...]:
    """Apply what this registry has not had yet, in order, and return the keys. Call it before `ensure_schema`.

    Raises SchemaTooNew, changing nothing, for a registry written by newer software; SchemaFailed for one that was
    restored by half, and where a migration fails: those before it stay applied, and the next run begins with the one
    that failed.
    """
    await refuse_half_restored(store)
    known = known_migrations()
    had = await applied(store)
    refuse_newer(had, known)
    done = []
    for migration in known:
        if migration.key in had:
            continue
        try:
            await migration.migrate(store)
            await record(store, migration.key, time.time_ns() // 1_000_000)
        except StoreError as error:
            raise SchemaFailed(
                f"The registry could not be brought to version {migration.number} ({migration.key}): {error} "
                "Nothing after it was applied. Put right what it says and start again."
            ) from error
        done.append(migration.key)
    return tuple(done)


def refuse_newer(had: list[str], known: tuple[Migration, ...]) -> None:
    """Raise SchemaTooNew where a registry has had a migration that this software does not know."""
    names = {migration.key for migration in known}
    strange = [key for key in had if key not in names]
    if strange:
        newest = known[-1].number if known else 0
        raise SchemaTooNew(
            f"This registry was written by newer software: it has had {', '.join(strange)}, and this software knows "
            f"migrations up to {newest:04d}. Install the newer software, or restore a backup made before."
        )
