"""Where the embedded engine cannot run, the user is told why and what to do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.store.embedded import wheel
from graph.store.embedded.attach import attach
from graph.store.errors import DataFolderUnusable, EmbeddedUnavailable
from graph.store.settings import StoreSettings
from graph.store.store import open_store

_Usage = namedtuple("_Usage", "total used free")


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
    assert list(tmp_path.iterdir()) == []


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
    attach(_settings(tmp_path)).release()


def test_a_data_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x", encoding="utf-8")
    with pytest.raises(DataFolderUnusable, match=r"data cannot be used: .* set ISA_DATA_DIR to another folder"):
        attach(_settings(tmp_path / "data"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_data_folder_that_may_not_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(DataFolderUnusable, match="Permission denied"):
            attach(_settings(tmp_path / "data"))
    finally:
        tmp_path.chmod(0o700)


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
    text = "UNWIND $rows AS row CREATE (n:Thing) SET n = row"
    async with open_store(_settings(small_disk)) as store:
        kept = 0
        with pytest.raises(DataFolderUnusable, match="full"):
            for _ in range(100):
                await store.write([(text, {"rows": rows})])
                kept += 1
        (small_disk / "engine" / "run" / "engine.log").write_text("", encoding="utf-8")
    subprocess.run(["mount", "-o", "remount,size=300m", str(small_disk)], check=True)
    async with open_store(_settings(small_disk)) as store:
        assert await store.read("MATCH (n:Thing) RETURN count(n)", {}) == [kept * 2000]
