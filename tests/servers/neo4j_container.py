"""Running Neo4j Community in a container, where an engine answers and has the image already."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from graph.store.settings import StoreSettings
from tests.servers.under_test import RunningServer

IMAGES = {"5.26": "neo4j:5.26-community", "current": "neo4j:community"}
_BOLT = 7687
_START_SECONDS = 120


def start_container(release: str) -> RunningServer | None:
    """Start a release's image; None where no container engine answers or the image is not there (none is pulled)."""
    import docker
    from docker.errors import DockerException

    try:
        client = docker.from_env(timeout=5)
        client.images.get(IMAGES[release])
    except DockerException:
        return None
    # Its watcher is an image of its own, which may not be there either.
    os.environ.setdefault("TESTCONTAINERS_RYUK_DISABLED", "true")
    from testcontainers.core.container import DockerContainer
    from testcontainers.core.waiting_utils import wait_for_logs

    password = secrets.token_urlsafe(16)
    container = (
        DockerContainer(IMAGES[release])
        .with_env("NEO4J_AUTH", f"neo4j/{password}")
        .with_env("NEO4J_server_memory_heap_max__size", "512m")
        .with_env("NEO4J_server_memory_pagecache_size", "64m")
        .with_exposed_ports(_BOLT)
    )
    container.start()
    wait_for_logs(container, "Started.", timeout=_START_SECONDS)
    uri = f"bolt://{container.get_container_host_ip()}:{container.get_exposed_port(_BOLT)}"
    settings = StoreSettings(uri=uri, user="neo4j", password=password, database=None, data_dir=Path("unused"))
    return RunningServer(settings, container.stop)
