"""`isa schema`: the GraphQL schema as SDL."""

from __future__ import annotations

from typing import Annotated

import typer

FILE = "api/schema.graphql"


def schema(
    write: Annotated[bool, typer.Option("--write", help=f"Write {FILE}.")] = False,
    check: Annotated[bool, typer.Option("--check", help=f"Fail where {FILE} is not current.")] = False,
) -> None:
    """Print the GraphQL schema, or keep the one that is checked in current."""
    from api.cli.pages import deliver
    from api.schema.build import schema_text
    from graph.model.registry import registry_model

    deliver({FILE: schema_text(registry_model())}, write=write, check=check, command="isa schema")
