"""`isa export`: the registry's facts as a workbook, a folder of CSV files, or JSON Lines."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from api.settings import Settings
    from ingest.sheets.export import Exported


class Form(StrEnum):
    """What an export is written as."""

    WORKBOOK = "workbook"
    CSV_FOLDER = "csv-folder"
    JSONL = "jsonl"


def export(
    form: Annotated[Form, typer.Argument(metavar="FORM", help="workbook, csv-folder or jsonl.")],
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The file to write; for csv-folder a folder.")],
    source: Annotated[
        str | None,
        typer.Option("--source", metavar="NAME", help="Only what this source states, such as workbook."),
    ] = None,
) -> None:
    """Write the registry's facts in a form that `isa load workbook` takes back without loss.

    Everything is written, whoever may see it: keep the file as you would keep the registry.

    Example: `isa export workbook register.xlsx --source workbook`
    """
    from api.cli.running import run_to_end
    from api.settings import load_settings

    told = run_to_end(_export(load_settings(), form, path, source))
    rows = ", ".join(f"{name} {count:,}" for name, count in told.rows.items() if count)
    typer.echo(f"Wrote {path}: {rows or 'no rows; the registry holds nothing of this'}.")


async def _export(settings: Settings, form: Form, path: Path, source: str | None) -> Exported:
    from api.cli.progress import bars
    from api.cli.registry import opened
    from ingest.catalogue import find_source
    from ingest.sheets.export import export_csv_folder, export_json_lines, export_workbook

    if source is not None:
        find_source(source)
    write = {Form.WORKBOOK: export_workbook, Form.CSV_FOLDER: export_csv_folder, Form.JSONL: export_json_lines}[form]
    async with opened(settings) as store:
        with bars() as progress:
            return await write(store, path, progress=progress, source=source)
