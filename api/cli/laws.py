"""`isa laws`: how the words of a register for its legal bases are read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.faults import BadInput

if TYPE_CHECKING:
    from ingest.drafting.laws_read import LawRead


def laws(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="Name of the register, as `isa sources` lists it.")],
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="A file, several files, or a folder of them.")],
) -> None:
    """Tell which words for legal bases are read as which provisions, and which stay in the register's own words.

    Nothing is guessed: words that no list of the source knows stay as they are. No registry is needed.

    Example: `isa laws phe-register releases.ods`
    """
    from api.settings import load_settings
    from ingest.catalogue import find_source
    from ingest.drafting.laws_read import laws_read
    from ingest.limits import Limits

    for path in paths:
        if not path.exists():
            raise BadInput(f"{path} does not exist. Name a file or a folder that does.")
    limits = Limits(max_file_bytes=load_settings().max_file_mb * 1_000_000)
    read = laws_read(find_source(source), paths, limits)
    typer.echo(f"Read as provisions: {_counted(read.mapped)}.")
    _list(read.mapped)
    typer.echo(f"Kept in the register's own words: {_counted(read.unmapped)}.")
    _list(read.unmapped)


def _counted(found: Sequence[LawRead]) -> str:
    times = sum(law.times for law in found)
    wordings = "1 wording" if len(found) == 1 else f"{len(found):,} wordings"
    return f"{wordings}, written {'once' if times == 1 else f'{times:,} times'}"


def _list(found: Sequence[LawRead]) -> None:
    for law in found:
        codes = "" if law.codes is None else f"  ->  {', '.join(law.codes) or 'none needed'}"
        typer.echo(f"{law.times:>7,}  {law.words}{codes}")
