"""Where the embedded engine cannot run, the user is told why and what to do."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from graph.store.embedded import wheel
from graph.store.embedded.attach import attach
from graph.store.embedded.locks import is_held
from graph.store.errors import DataFolderUnusable, EmbeddedUnavailable
from graph.store.opening import open_store
from graph.store.settings import StoreSettings
from graph.store.store import Store

_NOBODY = 65534


class _Usage(NamedTuple):
    total: int
    used: int
    free: int


def _settings(folder: Path, heap: str = "256m") -> StoreSettings:
    return StoreSettings(uri=None, user="", password="", database=None, data_dir=folder, embedded_heap=heap)


async def test_no_wheel_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wheel, "MODULE", "no_such_engine")
    with pytest.raises(EmbeddedUnavailable) as raised:
        async with open_store(_settings(tmp_path)):
            pass
    said = str(raised.value)
    assert said.startswith("The embedded engine is not installed.")
    assert 'pip install ".[embedded]"' in said
    assert "ISA_NEO4J_URI" in said
    assert os.listdir(tmp_path) == []


def test_another_release_of_the_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wheel, "PINNED", "26.11.1")
    with pytest.raises(EmbeddedUnavailable, match=r'pip install "arcadedb-embedded==26\.11\.1"'):
        attach(_settings(tmp_path))


def test_a_wheel_without_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "partial_engine"
    (package / "jars").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "jars" / "arcadedb-bolt-26.7.2.jar").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(wheel, "MODULE", "partial_engine")
    with pytest.raises(EmbeddedUnavailable, match="lacks arcadedb-engine, arcadedb-server, arcadedb-network, java"):
        attach(_settings(tmp_path))


def test_the_pinned_release_is_the_one_the_package_asks_for() -> None:
    pyproject = (Path(__file__).parents[3] / "pyproject.toml").read_text(encoding="utf-8")
    assert f'embedded = ["{wheel.DISTRIBUTION}=={wheel.PINNED}"]' in pyproject


def test_an_engine_that_does_not_start_shows_its_own_words(tmp_path: Path) -> None:
    with pytest.raises(EmbeddedUnavailable, match=r"did not start.*engine\.log ends: .*Invalid maximum heap size"):
        attach(_settings(tmp_path, heap="lots"))
    assert not is_held(tmp_path / "engine" / "run" / "users.lock")


def test_a_data_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x", encoding="utf-8")
    with pytest.raises(DataFolderUnusable, match=r"data cannot be used: .* set ISA_DATA_DIR to another folder"):
        attach(_settings(tmp_path / "data"))


@pytest.fixture
def nobody() -> Iterator[None]:
    """Root may write anywhere, so the test must not be root."""
    was = os.geteuid()
    if was == 0:
        os.seteuid(_NOBODY)
    yield
    os.seteuid(was)


@pytest.mark.usefixtures("nobody")
def test_a_data_folder_that_may_not_be_written() -> None:
    with pytest.raises(DataFolderUnusable, match=r"Permission denied.*ISA_DATA_DIR"):
        attach(_settings(Path("/isa-registry-data")))


def test_a_data_folder_on_a_read_only_file_system() -> None:
    folder = Path("/proc/isa-registry")
    if not folder.parent.is_dir():
        pytest.skip("no file system here that nobody can write to")
    with pytest.raises(DataFolderUnusable, match="/proc/isa-registry cannot be used"):
        attach(_settings(folder))


def test_too_little_room_to_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: _Usage(100, 90, 10 * 1024 * 1024))
    with pytest.raises(DataFolderUnusable, match=r"has 10 MB left and the engine needs 64 MB .* ISA_DATA_DIR"):
        attach(_settings(tmp_path))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 80 MB, where we may make one."""
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=80m", "tmpfs", str(tmp_path)], capture_output=True, check=False
    )
    if sys.platform != "linux" or made.returncode != 0:
        pytest.skip("a small file system can be mounted by root only")
    yield tmp_path
    subprocess.run(["umount", "--lazy", str(tmp_path)], check=True)


async def test_a_disk_that_fills_up_while_writing(small_disk: Path) -> None:
    """The write fails with a message, what was kept before stays, and there is no half of it."""
    rows = [{"key": f"{i:06d}", "text": "x" * 2000} for i in range(2000)]
    kept = 0

    async def fill(store: Store) -> None:
        nonlocal kept
        for _ in range(100):
            await store.write([("UNWIND $rows AS row CREATE (n:Thing) SET n = row", {"rows": rows})])
            kept += 1

    async with open_store(_settings(small_disk)) as store:
        with pytest.raises(DataFolderUnusable, match="is full and the write was not kept"):
            await fill(store)
    await _run("mount", "-o", "remount,size=300m", str(small_disk))
    async with open_store(_settings(small_disk)) as store:
        assert await store.read("MATCH (n:Thing) RETURN count(n)", {}) == [kept * 2000]
        await store.write([("CREATE (:Thing)", {})])


async def _run(*command: str) -> None:
    process = await asyncio.create_subprocess_exec(*command)
    assert await process.wait() == 0
