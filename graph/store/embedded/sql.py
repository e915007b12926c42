"""The engine's own SQL over its loopback HTTP port: used for the search index, which its Cypher cannot make."""

from __future__ import annotations

import base64
import json
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException

from graph.store.embedded.attach import EngineLease
from graph.store.embedded.command import LOOPBACK
from graph.store.errors import EngineUnavailable, SchemaFailed

_SECONDS = 120.0


def run_sql(lease: EngineLease, script: str) -> None:
    """Run a script of SQL statements. Blocks.

    Raises SchemaFailed with the engine's words where it refuses, EngineUnavailable where it does not answer.
    """
    credentials = base64.b64encode(f"{lease.user}:{lease.password}".encode()).decode()
    # Not urllib: a proxy set for the user's browsing must never see this.
    connection = HTTPConnection(LOOPBACK, lease.http_port, timeout=_SECONDS)
    try:
        connection.request(
            "POST",
            f"/api/v1/command/{lease.database}",
            body=json.dumps({"language": "sqlscript", "command": script}),
            headers={"Content-Type": "application/json", "Authorization": f"Basic {credentials}"},
        )
        answer = connection.getresponse()
        said = answer.read().decode("utf-8", errors="replace")
    except (OSError, HTTPException) as error:
        raise EngineUnavailable(
            "The embedded engine does not answer on its loopback port. Start the command again."
        ) from error
    finally:
        connection.close()
    if answer.status != HTTPStatus.OK:
        raise SchemaFailed(f"The embedded engine refused to make the search index: {said}")
