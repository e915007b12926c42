"""`isa demo`: a first look at a registry with something in it."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.recording import record_what_rules_find
from api.cli.serve import Host, Port

if TYPE_CHECKING:
    import socket

    from api.settings import Settings


def demo(
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Load the demonstration and stop.")] = False,
    host: Host = None,
    port: Port = None,
) -> None:
    """Load the Greater Manchester demonstration and serve it.

    It holds part of what public registers say about one city region. What is loaded already stays as it is,
    so the command can be given again.

    Example: `isa demo`
    """
    from api.cli.running import run_to_end
    from api.cli.serving import listening
    from api.settings import load_settings

    settings = load_settings(host=host, port=port)
    with nullcontext(None) if no_serve else listening(settings) as listener:
        run_to_end(_demo(settings, listener))


async def _demo(settings: Settings, listener: socket.socket | None) -> None:
    from api.cli.progress import bars
    from api.cli.registry import opened
    from api.cli.serving import serving
    from ingest.demo import load_demo

    async with opened(settings) as store:
        with bars() as report:
            loaded = await load_demo(store, progress=report, today=settings.today())
        for each in loaded:
            typer.echo(f"{each.title}: already loaded" if each.changes_nothing else each.lines()[0])
        if not all(each.changes_nothing for each in loaded):
            await record_what_rules_find(store, settings)
        if listener is not None:
            # Inside, so that an embedded engine is not stopped and started again in between.
            await serving(settings, listener)
