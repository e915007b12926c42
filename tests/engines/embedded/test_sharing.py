"""One engine for all processes of a machine: who starts it, who joins it, who ends it, and what a kill leaves."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from graph.store.embedded.attach import attach
from graph.store.embedded.files import EngineFiles, EngineState, prepare_folder, read_state, write_state
from graph.store.opening import open_store
from graph.store.settings import StoreSettings

_ROOT = Path(__file__).parents[3]
_GONE_SECONDS = 15.0


class User:
    """Another process with the engine in use."""

    def __init__(self, folder: Path) -> None:
        environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.servers.embedded_user", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        self._said: dict[str, Any] | None = None

    @property
    def said(self) -> dict[str, Any]:
        """Where the engine is; waits until it has joined."""
        if self._said is None:
            assert self.process.stdout is not None
            self._said = json.loads(self.process.stdout.readline())
        return self._said

    def leave(self) -> None:
        self.process.communicate(b"\n", timeout=30)
        assert self.process.returncode == 0

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def user(tmp_path: Path) -> Iterator[Callable[[], User]]:
    """Starts users of one engine; what is left of them at the end is killed."""
    started: list[User] = []

    def start() -> User:
        started.append(User(tmp_path))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            each.kill()
    _wait_until_nothing_runs(tmp_path)


def _settings(folder: Path) -> StoreSettings:
    return StoreSettings(uri=None, user="", password="", database=None, data_dir=folder)


def _files(folder: Path) -> EngineFiles:
    return EngineFiles(folder / "engine")


def _state(folder: Path) -> EngineState:
    state = read_state(_files(folder))
    assert state is not None
    return state


def _processes(folder: Path) -> list[psutil.Process]:
    """Every supervisor and engine of the folder."""
    found = []
    for process in psutil.process_iter():
        try:
            command = " ".join(process.cmdline())
            if str(folder / "engine") in command and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except psutil.Error:
            continue
    return found


def _wait_until_nothing_runs(folder: Path) -> None:
    deadline = time.monotonic() + _GONE_SECONDS
    while running := _processes(folder):
        assert time.monotonic() < deadline, f"still running: {running}"
        time.sleep(0.05)


async def _keys(folder: Path) -> list[str]:
    async with open_store(_settings(folder)) as store:
        [keys] = await store.read("MATCH (n:Thing) WITH n ORDER BY n.key RETURN collect(n.key)", {})
        return list(keys)


async def _write(folder: Path, key: str) -> None:
    async with open_store(_settings(folder)) as store:
        await store.write([("CREATE (:Thing {key: $key})", {"key": key})])


async def test_the_second_joins_and_the_last_one_out_ends_it(tmp_path: Path, user: Callable[[], User]) -> None:
    first = user()
    where = first.said
    second = user()
    assert second.said == where
    first.leave()
    assert len(_processes(tmp_path)) == 2
    await _write(tmp_path, "after the first has left")
    second.leave()
    assert not psutil.pid_exists(where["engine"])  # at once: the last one waits for it
    assert not _files(tmp_path).state.exists()
    assert not _files(tmp_path).password.exists()
    assert await _keys(tmp_path) == ["after the first has left"]


def test_two_starting_at_once_get_the_same_engine(tmp_path: Path, user: Callable[[], User]) -> None:
    users = [user() for _ in range(3)]
    assert len({json.dumps(each.said) for each in users}) == 1
    assert len(_processes(tmp_path)) == 2
    for each in users:
        each.leave()
    assert not psutil.pid_exists(users[0].said["engine"])


async def test_a_killed_user_leaves_nothing_behind_and_nothing_broken(tmp_path: Path, user: Callable[[], User]) -> None:
    killed = user()
    assert killed.said["engine"]
    await _write(tmp_path, "beside")
    killed.kill()
    _wait_until_nothing_runs(tmp_path)
    assert await _keys(tmp_path) == ["beside"]


async def test_a_killed_supervisor_takes_its_engine_with_it(tmp_path: Path, user: Callable[[], User]) -> None:
    using = user()
    assert using.said["engine"]
    await _write(tmp_path, "before")
    os.kill(using.said["supervisor"], signal.SIGKILL)
    _wait_until_nothing_runs(tmp_path)
    assert _files(tmp_path).state.exists()  # stale: nobody was left to remove it
    again = user()
    assert again.said["engine"] != using.said["engine"]
    assert await _keys(tmp_path) == ["before"]
    again.leave()
    using.leave()


async def test_a_killed_engine_is_started_again_where_drivers_find_it(tmp_path: Path) -> None:
    async with open_store(_settings(tmp_path)) as store:
        await store.write([("CREATE (:Thing {key: 'kept'})", {})])
        before = _state(tmp_path)
        os.kill(before.engine, signal.SIGKILL)
        deadline = time.monotonic() + 30
        while (state := read_state(_files(tmp_path))) is None or not state.ready or state.engine == before.engine:
            assert time.monotonic() < deadline
            await asyncio.sleep(0.05)
        assert (state.bolt_port, state.http_port) == (before.bolt_port, before.http_port)
        assert await store.read("MATCH (n:Thing) RETURN collect(n.key)", {}) == [["kept"]]
    assert not psutil.pid_exists(state.engine)


def test_a_supervisor_told_to_end_ends_its_engine_properly(tmp_path: Path, user: Callable[[], User]) -> None:
    using = user()
    os.kill(using.said["supervisor"], signal.SIGTERM)
    _wait_until_nothing_runs(tmp_path)
    assert not _files(tmp_path).state.exists()
    using.leave()


def test_stale_files_of_a_machine_that_lost_power_do_not_mislead(tmp_path: Path) -> None:
    """State names a process id that now belongs to somebody else (to us): it must be left alone."""
    prepare_folder(tmp_path)
    write_state(
        _files(tmp_path),
        EngineState(supervisor=os.getpid(), engine=os.getpid(), engine_began=1.0, bolt_port=1, http_port=2, ready=True),
    )
    _files(tmp_path).password.write_text("old", encoding="utf-8")
    lease = attach(_settings(tmp_path))
    try:
        assert _state(tmp_path).engine != os.getpid()
        assert lease.password != "old"
    finally:
        lease.release()


def test_an_orphan_of_a_system_without_parent_death_signals_is_cleared(tmp_path: Path) -> None:
    """On macOS and Windows an engine outlives a killed supervisor until the next start, which ends it."""
    orphan = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        prepare_folder(tmp_path)
        began = psutil.Process(orphan.pid).create_time()
        write_state(_files(tmp_path), EngineState(supervisor=1, engine=orphan.pid, engine_began=began))
        attach(_settings(tmp_path)).release()
        assert not psutil.pid_exists(orphan.pid)
    finally:
        orphan.kill()


def test_secrets_are_the_owners_alone_and_leases_of_one_process_are_counted(tmp_path: Path) -> None:
    lease, beside = attach(_settings(tmp_path)), attach(_settings(tmp_path))
    try:
        assert beside.password == lease.password
        beside.release()
        assert len(_processes(tmp_path)) == 2
        files = lease.files
        for private in (files.password, files.state, files.log, files.users_lock, files.logging_settings):
            assert stat.S_IMODE(private.stat().st_mode) == 0o600, private
        for folder in (files.root, files.run):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700, folder
        assert len(lease.password) >= 40
        assert lease.password not in repr(lease)
        for process in _processes(tmp_path):
            assert lease.password not in " ".join(process.cmdline())
            assert lease.password not in " ".join(process.environ().values())
    finally:
        lease.release()
    _wait_until_nothing_runs(tmp_path)
