"""`isa load`: a real register into the registry."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.faults import BadInput
from api.cli.recording import record_what_rules_find

if TYPE_CHECKING:
    from api.settings import Settings


def load(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="Name of the register, as `isa sources` lists it.")],
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="A file, several files, or a folder of them.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
    extract: Annotated[
        str | None,
        typer.Option(
            metavar="NOTE", help="The files are a part of the register; NOTE says which. Nothing is withdrawn."
        ),
    ] = None,
    allow_loss: Annotated[
        bool,
        typer.Option(
            "--allow-loss",
            help="Load even where more than half of what this source stated before would be withdrawn.",
        ),
    ] = False,
    mapping: Annotated[
        str | None,
        typer.Option("--mapping", metavar="NAME", help="Read the headings as `isa map` kept them under this name."),
    ] = None,
) -> None:
    """Load a register, or a newer edition of one.

    Loading the same file again changes nothing. Rows that cannot be taken go to a rejects file, which can be
    corrected and loaded in the same way; the others are not held up by them. The gap rules are run afterwards.

    Example: `isa load nhs-digital-register releases.xlsx --dry-run`
    """
    from api.cli.running import run_to_end
    from api.settings import load_settings

    settings = load_settings()
    for path in paths:
        if not path.exists():
            raise BadInput(f"{path} does not exist. Name a file or a folder that does.")
    if mapping is not None and source != "workbook":
        raise BadInput(f"--mapping is for isa load workbook alone; {source} knows its own headings.")
    run_to_end(_load(settings, source, paths, mapping, dry_run=dry_run, extract=extract, allow_loss=allow_loss))


async def _load(
    settings: Settings,
    source: str,
    paths: list[Path],
    mapping: str | None,
    *,
    dry_run: bool,
    extract: str | None,
    allow_loss: bool,
) -> None:
    from api.cli.progress import bars
    from api.cli.registry import opened
    from ingest.limits import Limits
    from ingest.loading.pipeline import load as run_load
    from ingest.sheets.mapping import FOLDER, adapted, kept_mapping

    adapt = None if mapping is None else adapted(kept_mapping(settings.data_dir / FOLDER, mapping))
    async with opened(settings) as store:
        with bars() as report:
            loaded = await run_load(
                store,
                source,
                paths,
                dry_run=dry_run,
                progress=report,
                rejects_dir=settings.data_dir / "rejects",
                today=settings.today(),
                extract=extract,
                allow_loss=allow_loss,
                limits=Limits(max_file_bytes=settings.max_file_mb * 1_000_000),
                adapt=adapt,
            )
        for line in loaded.lines():
            typer.echo(line)
        if not dry_run and not loaded.changes_nothing:
            await record_what_rules_find(store, settings)
