"""`isa serve`: the web server."""

from __future__ import annotations

from typing import Annotated

import typer

Host = Annotated[str | None, typer.Option(help="Address to listen on.", show_default="127.0.0.1")]
Port = Annotated[int | None, typer.Option(help="Port to listen on; 0 takes any free one.", show_default="8000")]


def serve(host: Host = None, port: Port = None) -> None:
    """Serve the registry: explorer, GraphQL and prepared questions.

    Listens on this machine alone, since there is no sign-in yet. Ctrl-C stops it.

    Example: `isa serve --port 8080`
    """
    from api.cli.running import run_to_end
    from api.cli.serving import listening, serving
    from api.settings import load_settings

    settings = load_settings(host=host, port=port)
    with listening(settings) as listener:
        run_to_end(serving(settings, listener))
