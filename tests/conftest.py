"""Engines for the tests. A test that asks for `engine`, `store` or `empty_store` runs once on every engine there is.

`pytest --engine embedded` keeps to one; the option can be repeated. What an engine lacks on this machine skips its
tests by name, and fails them where CI is `true`.
"""

from __future__ import annotations

import os
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from types import FrameType

import hypothesis
import pytest
import pytest_asyncio

from graph.store.opening import open_store
from graph.store.store import Store
from tests.servers.pool import ALL_ENGINES, EnginePool, engines_here
from tests.servers.under_test import EngineUnderTest, NotHere
from tests.servers.wipe import wipe

# How long an example takes tells of the machine and of what else it does, not of the code.
hypothesis.settings.register_profile("any machine", deadline=None)
hypothesis.settings.load_profile("any machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--engine",
        action="append",
        choices=ALL_ENGINES,
        help="run engine tests on this engine only (can be repeated)",
    )


def pytest_report_header(config: pytest.Config) -> str:
    return f"engines: {', '.join(_chosen(config))}"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine" in metafunc.fixturenames:
        # Scope session makes pytest order the tests by engine.
        metafunc.parametrize("engine", _chosen(metafunc.config), indirect=True, scope="session")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Let a polite kill unwind like Ctrl-C, so that fixtures stop what they started."""

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)


def _chosen(config: pytest.Config) -> list[str]:
    return config.getoption("--engine") or engines_here()


@pytest.fixture(scope="session")
def engine_pool() -> Iterator[EnginePool]:
    """The engines started in this session."""
    pool = EnginePool()
    try:
        yield pool
    finally:
        pool.stop()


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest, engine_pool: EnginePool) -> EngineUnderTest:
    """One of the engines, running."""
    try:
        return engine_pool.get(request.param)
    except NotHere as missing:
        reason = f"{request.param} cannot run here: {missing}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def store(engine: EngineUnderTest) -> AsyncIterator[Store]:
    """A store on the engine. What earlier tests wrote is still there: use keys of your own, or `empty_store`."""
    async with open_store(engine.settings) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def empty_store(store: Store) -> Store:
    """The same store without any data, constraint or index."""
    await wipe(store)
    return store


@pytest.fixture(scope="session")
def registers() -> Path:
    """The folder of real registers, which is not part of the repository."""
    folder = Path(os.environ.get("ISA_REGISTERS_DIR") or Path(__file__).resolve().parents[2] / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"no real registers at {folder}: set ISA_REGISTERS_DIR")
    return folder
