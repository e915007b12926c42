"""Finding the engine inside the installed wheel."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from graph.store.errors import EmbeddedUnavailable

DISTRIBUTION = "arcadedb-embedded"
MODULE = "arcadedb_embedded"
PINNED = "26.10.2.post1"
"""The one release that passed the conformance suites; earlier ones gave silent wrong answers."""

_LEFT_OUT = ("arcadedb-mcp", "arcadedb-postgresw", "arcadedb-redisw", "arcadedb-graphql", "arcadedb-console")
"""Listeners and tools that must not be there to be switched on."""
_NEEDED = ("arcadedb-engine", "arcadedb-server", "arcadedb-bolt", "arcadedb-network")

_ADVICE = 'Either install it with `pip install ".[embedded]"`, or set ISA_NEO4J_URI to the address of a Neo4j server.'


@dataclass(frozen=True)
class EngineWheel:
    """The parts of the wheel that run the engine: its Java and its class path."""

    java: Path
    jars: tuple[Path, ...]
    version: str


def find_wheel() -> EngineWheel:
    """Locate the installed engine without importing it (its module would load a JVM into this process).

    Raises EmbeddedUnavailable, saying what to do, where the wheel is missing, incomplete or another release.
    """
    spec = importlib.util.find_spec(MODULE)
    if spec is None or spec.origin is None:
        raise EmbeddedUnavailable(
            f"The embedded engine is not installed. {_ADVICE} "
            "(There is no build of it for Intel Macs, Alpine Linux, Windows on ARM or glibc before 2.34.)"
        )
    folder = Path(spec.origin).parent
    java = folder / "jre" / "bin" / ("java.exe" if sys.platform == "win32" else "java")
    jars = tuple(sorted(jar for jar in (folder / "jars").glob("*.jar") if not jar.name.startswith(_LEFT_OUT)))
    missing = [name for name in _NEEDED if not any(jar.name.startswith(name) for jar in jars)]
    if not os.access(java, os.X_OK):
        missing.append(f"{java.name} (its Java runtime)")
    if missing:
        raise EmbeddedUnavailable(
            f"The installed {DISTRIBUTION} lacks {', '.join(missing)} and cannot run here. {_ADVICE}"
        )
    version = importlib.metadata.version(DISTRIBUTION)
    if version != PINNED:
        raise EmbeddedUnavailable(
            f"{DISTRIBUTION} {version} is installed but only {PINNED} is known to answer correctly. "
            f'Run `pip install "{DISTRIBUTION}=={PINNED}"`, or set ISA_NEO4J_URI.'
        )
    return EngineWheel(java=java, jars=jars, version=version)
