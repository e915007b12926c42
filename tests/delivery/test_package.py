"""The built package holds all that the software reads, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.delivery.commands import ROOT

PARTS = ("alerts", "api", "graph", "ingest", "queries")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in a wheel built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    done = subprocess.run(
        [*command, "--wheel-dir", str(folder), str(ROOT)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    [built] = folder.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        return set(archive.namelist())


def test_it_holds_every_file_of_the_parts(wheel: set[str]) -> None:
    there = {
        str(path.relative_to(ROOT))
        for part in PARTS
        for path in (ROOT / part).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and Path("api/web") not in path.relative_to(ROOT).parents
    }
    held = {name for name in wheel if ".dist-info/" not in name}
    assert held == there


def test_it_holds_what_is_read_at_run_time(wheel: set[str]) -> None:
    for name in ("api/schema.graphql", "api/static/dist/manifest.json", "queries/questions/who-shares-what.graphql"):
        assert name in wheel
    assert any(name.endswith("licenses/LICENSE") for name in wheel)
