"""`isa ask`: one question, its answer as a table, JSON or CSV."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def ask(
    question: Annotated[
        str,
        typer.Argument(
            metavar="QUESTION",
            help="Name of a prepared question, a .graphql file, or GraphQL itself. `list` lists the names.",
        ),
    ],
    param: Annotated[
        list[str] | None, typer.Option("--param", "-p", metavar="NAME=VALUE", help="A parameter; can be repeated.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="How to write the answer.")] = Format.TABLE,
    table: Annotated[
        str | None, typer.Option("--table", metavar="NAME", help="Write one table of an answer that has several.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show the Cypher it becomes and the engine's plan; ask nothing.")
    ] = False,
) -> None:
    """Ask the registry a question.

    Examples:

    - `isa ask list`
    - `isa ask '{ agreements(first: 5) { nodes { title endsOn } } }' --format csv`
    """
    from api.cli.asking import asked, explained, list_questions

    if question == "list":
        list_questions()
    elif explain:
        explained(question, param or [])
    else:
        asked(question, param or [], form, table)
