"""Finding a Java on this machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

_VERSION = re.compile(r'version "(\d+)')


@cache
def installed_javas() -> dict[int, Path]:
    """Major versions of Java and where they are: $JAVA_HOME first, then PATH, then /usr/lib/jvm."""
    places = [
        *([Path(home) / "bin" / "java"] if (home := os.environ.get("JAVA_HOME")) else []),
        *([Path(found)] if (found := shutil.which("java")) else []),
        *sorted(Path("/usr/lib/jvm").glob("*/bin/java")),
    ]
    found_versions: dict[int, Path] = {}
    for java in places:
        version = _major_version(java)
        if version is not None:
            found_versions.setdefault(version, java)
    return found_versions


def find_java(oldest: int, newest: int | None = None) -> Path | None:
    """The oldest installed Java within these major versions; None where there is none."""
    for version, java in sorted(installed_javas().items()):
        if version >= oldest and (newest is None or version <= newest):
            return java
    return None


def _major_version(java: Path) -> int | None:
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=20, check=True).stderr
    except (OSError, subprocess.SubprocessError):
        return None
    match = _VERSION.search(said)
    return int(match[1]) if match else None
