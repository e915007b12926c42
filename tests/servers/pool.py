"""The engines of one test session: each started when first asked for, all stopped at the end."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from graph.store.embedded.attach import attach
from graph.store.embedded.wheel import find_wheel
from graph.store.errors import EmbeddedUnavailable
from graph.store.settings import StoreSettings
from tests.servers.java import find_java
from tests.servers.neo4j_container import start_container
from tests.servers.neo4j_jars import JAVA_RANGES, start_from_jars
from tests.servers.under_test import EngineUnderTest, NotHere, RunningServer

EMBEDDED = "embedded"
GIVEN = "neo4j-given"
_PREFIX = "neo4j-"
_PATIENCE = 60.0
"""Seconds a read may take here: a cold engine on a busy machine plans its first large statements for many of them."""
ALL_ENGINES = (EMBEDDED, *(f"{_PREFIX}{release}" for release in JAVA_RANGES), GIVEN)


def engines_here() -> list[str]:
    """The engines that tests run on by default on this machine.

    A server named in ISA_TEST_NEO4J_URI (which the tests empty!) stands in for the Neo4j versions we would start.
    """
    if os.environ.get("ISA_TEST_NEO4J_URI"):
        return [EMBEDDED, GIVEN]
    oldest, newest = JAVA_RANGES["current"]
    current = [f"{_PREFIX}current"] if find_java(oldest, newest) else []
    return [EMBEDDED, f"{_PREFIX}5.26", *current]


def turns(engine: EngineUnderTest, seeds: range) -> range:
    """The random cases that an engine takes in an ordinary run: all, but releases of Neo4j that are here take turns.

    Nearly all their time goes into planning each case, which they do alike. `make proof` gives each engine them all.
    """
    releases = [name for name in engines_here() if name.startswith(_PREFIX)]
    if engine.name not in releases:
        return seeds
    return seeds[releases.index(engine.name) :: len(releases)]


class EnginePool:
    """Engines by name. `stop` ends every one that was started."""

    def __init__(self) -> None:
        self._running: dict[str, RunningServer] = {}
        self._missing: dict[str, NotHere] = {}

    def get(self, name: str) -> EngineUnderTest:
        """The engine of that name, started if it was not. Raises NotHere, each time, where it cannot be."""
        if name in self._missing:
            raise self._missing[name]
        if name not in self._running:
            try:
                self._running[name] = _start(name)
            except NotHere as missing:
                self._missing[name] = missing
                raise
        return EngineUnderTest(name, replace(self._running[name].settings, read_timeout=_PATIENCE))

    def stop(self) -> None:
        """End every engine of this pool."""
        while self._running:
            self._running.popitem()[1].stop()


def _start(name: str) -> RunningServer:
    if name == EMBEDDED:
        return _start_embedded()
    if name == GIVEN:
        return _given()
    release = name.removeprefix(_PREFIX)
    return start_container(release) or start_from_jars(release)


def _start_embedded() -> RunningServer:
    try:
        find_wheel()
    except EmbeddedUnavailable as error:
        raise NotHere(str(error)) from error
    folder = Path(tempfile.mkdtemp(prefix="isa-embedded-"))
    settings = StoreSettings(uri=None, user="", password="", database=None, data_dir=folder, embedded_heap="512m")
    lease = attach(settings)

    def stop() -> None:
        lease.release()
        shutil.rmtree(folder, ignore_errors=True)

    return RunningServer(settings, stop)


def _given() -> RunningServer:
    uri = os.environ.get("ISA_TEST_NEO4J_URI")
    if not uri:
        raise NotHere("ISA_TEST_NEO4J_URI is not set")
    settings = StoreSettings(
        uri=uri,
        user=os.environ.get("ISA_TEST_NEO4J_USER", "neo4j"),
        password=os.environ.get("ISA_TEST_NEO4J_PASSWORD", ""),
        database=None,
        data_dir=Path("unused"),
    )
    return RunningServer(settings, lambda: None)
