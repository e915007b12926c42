"""A copy of the pages' sources with their packages installed, made once a session."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.web.lacking import skip_or_fail

WEB = Path(__file__).resolve().parents[2] / "api" / "web"
#: What Vite 8 asks for (its `engines` field).
OLDEST_NODE = (20, 19)


def installed_copy(folder: Path) -> Path:
    """Copy ``api/web`` under `folder` as it lies in the repository, install its packages, and return the copy."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        skip_or_fail("no Node here: what the pages are built from cannot be installed")
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if tuple(int(part) for part in version.removeprefix("v").split(".")[:2]) < OLDEST_NODE:
        skip_or_fail(f"Node {version} is older than {'.'.join(map(str, OLDEST_NODE))}: it cannot build the pages")
    copy = folder / "api" / "web"
    shutil.copytree(WEB, copy, ignore=shutil.ignore_patterns("node_modules"))
    run_npm(copy, "ci", "--no-audit", "--no-fund")
    return copy


def run_npm(folder: Path, *arguments: str) -> None:
    """Run npm and fail with what it printed where it fails."""
    run = subprocess.run(["npm", *arguments], cwd=folder, capture_output=True, text=True, timeout=600, check=False)
    assert run.returncode == 0, f"npm {' '.join(arguments)} failed:\n{run.stdout}\n{run.stderr}"
