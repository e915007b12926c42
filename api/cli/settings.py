"""`isa settings`: every setting, its value here, and the page in docs/ that lists them."""

from __future__ import annotations

from typing import Annotated

import typer

PAGE = "docs/settings.md"


def settings(
    write: Annotated[bool, typer.Option("--write", help=f"Write {PAGE}.")] = False,
    check: Annotated[bool, typer.Option("--check", help=f"Fail where {PAGE} is not current.")] = False,
) -> None:
    """Show every setting and the value it has here. Secrets are not shown."""
    from api.cli.pages import deliver
    from api.cli.settings_page import page, show

    if write or check:
        deliver({PAGE: page()}, write=write, check=check, command="isa settings")
    else:
        show()
