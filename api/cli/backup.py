"""`isa backup` and `isa restore`: the whole registry as one file, from any engine to any other."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.faults import BadInput, CommandError

if TYPE_CHECKING:
    from api.settings import Settings
    from graph.store.backup.file import About, Counts


def backup(
    path: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="The file to write. By default one named by the time, in ISA_DATA_DIR."),
    ] = None,
) -> None:
    """Write all that the registry holds, findings and the ledger of alerts too, to one file.

    The registry may be in use. Where somebody writes to it meanwhile it is copied again, so that the file holds what
    was there at one moment. Keep the file as you would keep the registry: everything is in it, whoever may see it.

    Examples:

    - `isa backup`
    - `isa backup registry.backup`
    """
    from api.cli.running import run_to_end
    from api.settings import load_settings

    settings = load_settings()
    now = dt.datetime.now(tz=dt.UTC)
    if path is None:
        path = settings.data_dir / "backups" / f"registry-{now:%Y%m%dT%H%M%SZ}.backup"
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.exists():
        raise BadInput(f"{path} is there already, and a backup replaces nothing. Name another file.")
    typer.echo(f"Wrote {path}: {run_to_end(_backup(settings, path, now))}.")


def restore(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="What isa backup wrote, of any engine.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Delete what the registry holds now. Without it such a registry is left.")
    ] = False,
) -> None:
    """Put a backup in the place of an empty registry, or with --replace of one that holds something.

    Stop everything that uses the registry first. The file is checked whole before anything is changed. Should this be
    stopped half-way nothing uses the registry until a restore has come to its end.

    Example: `isa restore registry.backup --replace`
    """
    from api.cli.running import run_to_end
    from api.settings import load_settings

    about, counts = run_to_end(_restore(load_settings(), path, replace=replace))
    typer.echo(f"Restored {counts}, as they were on {about.taken_at} ({about.engine}).")
    if counts.nodes.get("AlertStart"):
        typer.echo("Alerts that were sent since are sent once more by the next run, in the same messages where it can.")


async def _backup(settings: Settings, path: Path, now: dt.datetime) -> Counts:
    from importlib.metadata import version

    from api.cli.progress import bars
    from api.cli.registry import opened
    from graph.store.backup.taking import take_backup

    async with opened(settings) as store:
        with bars() as progress:
            try:
                return await take_backup(store, path, f"isa-registry {version('isa-registry')}", now, progress)
            except OSError as fault:
                raise CommandError(f"{path} cannot be written: {fault.strerror or fault}.") from fault


async def _restore(settings: Settings, path: Path, *, replace: bool) -> tuple[About, Counts]:
    import asyncio

    from api.app import prepare
    from api.cli.progress import bars, waiting
    from graph.model.registry import registry_model
    from graph.store.backup.file import checked
    from graph.store.backup.restoring import occupied, restore
    from graph.store.errors import BackupUnusable
    from graph.store.opening import open_store
    from graph.vocabulary.catalogue import PLACES

    try:
        with waiting(f"Checking {path}"):
            told = await asyncio.to_thread(checked, path)
    except BackupUnusable as fault:
        raise BadInput(str(fault)) from fault
    async with open_store(settings.store_settings()) as store:
        held = await occupied(store, PLACES)
        if held and not replace:
            likely: tuple[str, ...] = ("Agreement", "Flow", "Organisation")
            known = [label for label in likely if label in held] or sorted(held)
            named = ", ".join(f"{held[label]:,} {label}" for label in known)
            raise BadInput(
                f"The registry holds something already ({named} and more), and this would delete it. Keep it with "
                f"isa backup, then: isa restore {path} --replace"
            )
        with bars() as progress:
            await restore(store, path, told, registry_model().schema_plan, dt.datetime.now(tz=dt.UTC), progress)
        await prepare(store)
    return told
