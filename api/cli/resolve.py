"""`isa resolve`: which body a name stands for, who holds now what it held, and what awaits a person's decision."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from api.cli.ask import Format


class _OneOrAll(TyperGroup):
    """Lists what awaits a decision where nothing is named, and takes a name that is no verb for a file."""

    def parse_args(self, ctx: typer._click.Context, args: list[str]) -> list[str]:
        first = args[0] if args else ""
        if first not in ("-h", "--help") and first not in self.commands:
            args = ["waiting" if not first or first.startswith("-") else "holders", *args]
        return super().parse_args(ctx, args)


resolve_app = typer.Typer(
    name="resolve",
    cls=_OneOrAll,
    rich_markup_mode="markdown",
    help="Say which body a name stands for, and who holds now what it held.",
    epilog="`isa resolve` lists the names that await a decision. `isa resolve FILE` tells of each name in a file who "
    "holds now what that body held.",
)

Who = Annotated[str, typer.Option("--by", metavar="WHO", help="Who decides: a post or a mailbox, such as 'IG lead'.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="The name, as a source writes it.")]
Written = Annotated[Format, typer.Option("--format", "-f", help="How to write it.")]


@resolve_app.command("waiting")
def waiting(
    everything: Annotated[
        bool, typer.Option("--all", help="List the names as well that look like no other body.")
    ] = False,
    form: Written = Format.TABLE,
) -> None:
    """List the names that await a decision, with the bodies each may stand for and why. Also without its name.

    A name that stands for several bodies is never guessed, and one that merely looks like another is never merged.

    Example: `isa resolve --all --format csv`
    """
    from api.cli.resolving import show_waiting

    show_waiting(everything, form)


@resolve_app.command("holders")
def holders(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Names or codes: one a line, or the first column of a CSV or xlsx.")
    ],
    column: Annotated[
        str | None, typer.Option("--column", metavar="HEADING", help="The column of a table that holds the names.")
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", metavar="DAY", formats=["%Y-%m-%d"], help="Who held it on this day, not today."),
    ] = None,
    form: Written = Format.TABLE,
) -> None:
    """Tell of each name in a file who holds now what that body held, or what a person must decide.

    The word `holders` may be left out. The first row of a table is taken for headings.

    Example: `isa resolve signatories.csv --format csv`
    """
    from api.cli.resolving import show_holders

    show_holders(file, column, None if as_of is None else as_of.date(), form)


@resolve_app.command("decide")
def decide(
    name: Name,
    by: Who,
    body: Annotated[
        str | None, typer.Option("--is", metavar="BODY", help="The body it stands for: a key, a code or a known name.")
    ] = None,
    not_bodies: Annotated[
        list[str] | None,
        typer.Option("--not", metavar="BODY", help="A body it does not stand for; can be repeated."),
    ] = None,
    none: Annotated[
        bool, typer.Option("--none", help="It is none of the bodies that `isa resolve` proposes for it.")
    ] = False,
    new: Annotated[bool, typer.Option("--new", help="It is a body of its own, whatever it looks like.")] = False,
    because: Annotated[str | None, typer.Option("--because", metavar="REASON", help="Why, in a sentence.")] = None,
) -> None:
    """Record which body a name stands for. Give one of --is, --not, --none and --new.

    The decision is kept with who and when, holds for every source, outlives every load, and is followed by questions
    at once and by the next load of each source that writes the name.

    Examples:

    - `isa resolve decide 'Salford CCG' --is ods:01G --by 'IG lead'`
    - `isa resolve decide Somerset --not gss:E10000027 --by 'IG lead' --because 'The agreement is of 2024'`
    """
    from api.cli.resolving import record

    record(name, body, not_bodies or [], none=none, new=new, by=by, because=because)


@resolve_app.command("undo")
def undo(name: Name, by: Who) -> None:
    """Undo the decisions in force on a name. They stay, marked with who undid them and when."""
    from api.cli.resolving import take_back

    take_back(name, by)


@resolve_app.command("decisions")
def decisions(form: Written = Format.TABLE) -> None:
    """List every decision on names, those that were undone among them."""
    from api.cli.resolving import show_decisions

    show_decisions(form)
