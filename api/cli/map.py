"""`isa map`: which column of somebody's spreadsheet is which of ours."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from api.settings import Settings
    from ingest.who.bodies import Directory


def map_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A spreadsheet or CSV file with headings of its own.")],
    sheet: Annotated[
        list[str] | None,
        typer.Option("--sheet", metavar="SHEET=OURS", help="What a sheet is, such as 'Register=Agreements'."),
    ] = None,
    change: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="COLUMN=FIELD",
            help="What a column is; - leaves it out. SHEET!COLUMN=FIELD names the sheet. Can be repeated.",
        ),
    ] = None,
    ask: Annotated[bool, typer.Option("--ask", help="Ask about each column in turn.")] = False,
    name: Annotated[str | None, typer.Option("--save", metavar="NAME", help="Keep it under this name.")] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="WHO", help="Who decided. Not given: the user of this computer.")
    ] = None,
) -> None:
    """Propose which column of a spreadsheet is which of the registry's, with reasons, and keep what you decide.

    Then load it, and every later edition with the same headings: `isa load workbook FILE --mapping NAME`.

    Example: `isa map 'ISA register.xlsx' --set 'Partner agencies=Parties' --save our-register`
    """
    from api.cli.mapping import chosen, kept, shown
    from api.cli.running import run_to_end
    from api.settings import load_settings

    settings = load_settings()
    bodies = run_to_end(_bodies(settings))
    proposals = chosen(file, settings, bodies, sheet or [], change or [], ask=ask)
    for line in shown(proposals):
        typer.echo(line)
    if name is None:
        typer.echo("Nothing is kept yet. Change a column with --set COLUMN=FIELD, keep the mapping with --save NAME.")
        return
    path = kept(settings, file, proposals, name, by)
    typer.echo(f"Kept in {path}. Load the file with: isa load workbook '{file}' --mapping {name}")


async def _bodies(settings: Settings) -> Directory:
    from api.cli.registry import opened
    from ingest.who.directories import read_directory

    async with opened(settings) as store:
        return await read_directory(store, "Organisation")
