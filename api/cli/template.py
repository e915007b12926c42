"""`isa template`: an empty workbook for teams whose register is a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.faults import BadInput


def template(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The workbook to write.")] = Path("register.xlsx"),
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write an empty workbook to keep a register in, with choices, notes and marked examples.

    Fill it in and load it with `isa load workbook FILE`; load it again after each change.
    """
    from ingest.sheets.template import write_template

    if file.exists() and not force:
        raise BadInput(f"{file} is there already. Name another file, or replace it with --force.")
    if file.suffix.lower() != ".xlsx":
        raise BadInput(
            f"{file} does not end in .xlsx, so no spreadsheet program would open it. Name it {file.stem}.xlsx."
        )
    try:
        write_template(file)
    except OSError as error:
        raise BadInput(f"{file} cannot be written: {error.strerror}. Name another file.") from error
    typer.echo(f"Wrote {file}. Fill it in, then: isa load workbook {file}")
