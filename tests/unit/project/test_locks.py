"""The lock files hold what pyproject.toml asks for: exact versions, hashes, no address to download from."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "requirements"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ASKED = {
    "runtime": PROJECT["project"]["dependencies"],
    "embedded": PROJECT["project"]["optional-dependencies"]["embedded"],
    "build": PROJECT["build-system"]["requires"],
    "dev": PROJECT["dependency-groups"]["dev"],
}
PIN = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>[^\s;\\]+)", re.MULTILINE)
HASHED = re.compile(r"^[a-z0-9][^\n]*(?:\\\n    --hash=sha256:[0-9a-f]{64} ?)+$", re.MULTILINE)


def pins(name: str) -> dict[str, str]:
    text = (FOLDER / f"{name}.lock").read_text(encoding="utf-8")
    return {canonicalize_name(found["name"]): found["version"] for found in PIN.finditer(text)}


def unmet(wanted: list[str], held: dict[str, str]) -> list[str]:
    """Return the requirements that apply here and that the pins do not satisfy."""
    found = []
    for text in wanted:
        requirement = Requirement(text)
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        version = held.get(canonicalize_name(requirement.name))
        if version is None or not requirement.specifier.contains(version, prereleases=True):
            found.append(text)
    return found


@pytest.mark.parametrize("name", ASKED)
def test_a_lock_satisfies_the_project(name: str) -> None:
    assert unmet(ASKED[name], pins(name)) == []


@pytest.mark.parametrize("name", ASKED)
def test_a_lock_holds_all_that_its_packages_need(name: str) -> None:
    held = {**pins("runtime"), **pins(name)}
    lacking = {}
    for package in pins(name):
        try:
            needs = requires(package) or []
        except PackageNotFoundError:
            continue  # such as the embedded engine on a platform without a build of it
        if found := unmet(needs, held):
            lacking[package] = found
    assert lacking == {}


@pytest.mark.parametrize("name", ASKED)
def test_every_pin_has_hashes_and_no_address(name: str) -> None:
    text = (FOLDER / f"{name}.lock").read_text(encoding="utf-8")
    assert len(HASHED.findall(text)) == len(pins(name)) > 0
    assert "://" not in text
    assert [line for line in text.splitlines() if line.startswith("-")] == []


def test_the_locks_agree() -> None:
    versions: dict[str, set[str]] = {}
    for name in ASKED:
        for package, version in pins(name).items():
            versions.setdefault(package, set()).add(version)
    assert {package for package, found in versions.items() if len(found) > 1} == set()


def test_a_version_that_is_too_old_is_seen() -> None:
    assert unmet(["rich>=15,<16", "typer"], {"rich": "14.9"}) == ["rich>=15,<16", "typer"]
    assert unmet(["rich>=15,<16", "typer; python_version < '3'"], {"rich": "15.0.0"}) == []


def test_the_explorers_lock_names_no_address() -> None:
    assert '"resolved"' not in (ROOT / "api/web/package-lock.json").read_text(encoding="utf-8")
