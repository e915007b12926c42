"""Neo4j Community from its published Maven artifacts, kept in a cache folder."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from platformdirs import user_cache_path

from graph.store.embedded.locks import wait_for_lock

POMS = Path(__file__).parent.parent / "neo4j"
_PINNED = re.compile(r"<artifactId>neo4j</artifactId>\s*<version>([^<]+)</version>")
_DOWNLOAD_SECONDS = 600
_COMPLETE = "complete"


class CannotFetch(Exception):
    """The artifacts are not in the cache and could not be fetched."""


def pinned_version(release: str) -> str:
    """The exact Neo4j version of a release line, as its pom pins it."""
    match = _PINNED.search((POMS / release / "pom.xml").read_text(encoding="utf-8"))
    assert match is not None, f"no Neo4j version in the pom of {release}"
    return match[1]


def neo4j_jars(release: str) -> Path:
    """The folder of a release's jars, fetched with Maven the first time. Raises CannotFetch."""
    pom = POMS / release / "pom.xml"
    wanted = hashlib.sha256(pom.read_bytes()).hexdigest()
    cache = Path(os.environ.get("ISA_TEST_CACHE") or user_cache_path("isa-registry-tests"))
    cache.mkdir(parents=True, exist_ok=True)
    home = cache / f"neo4j-{pinned_version(release)}"
    lock = wait_for_lock(cache / f"{home.name}.lock", _DOWNLOAD_SECONDS)
    if lock is None:
        raise CannotFetch(f"somebody else has been fetching {home.name} for too long")
    try:
        marker = home / _COMPLETE
        if not (marker.exists() and marker.read_text(encoding="utf-8") == wanted):
            _fetch(pom, cache, home, wanted)
    finally:
        lock.release()
    return home / "lib"


def _fetch(pom: Path, cache: Path, home: Path, wanted: str) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise CannotFetch("Maven (mvn) is not installed")
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        command = [
            *(maven, "-B", "-q", "-f", str(pom), "dependency:copy-dependencies"),
            *("-DincludeScope=runtime", f"-DoutputDirectory={folder}/new/lib"),
        ]
        try:
            subprocess.run(command, check=True, capture_output=True, text=True, timeout=_DOWNLOAD_SECONDS)
        except subprocess.CalledProcessError as error:
            raise CannotFetch(f"Maven failed: {error.stdout[-500:]}{error.stderr[-500:]}") from error
        except subprocess.TimeoutExpired as error:
            raise CannotFetch(f"Maven did not finish within {_DOWNLOAD_SECONDS} seconds") from error
        new = Path(folder) / "new"
        (new / _COMPLETE).write_text(wanted, encoding="utf-8")
        shutil.rmtree(home, ignore_errors=True)
        new.rename(home)
