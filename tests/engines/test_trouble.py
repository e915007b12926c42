"""Engines that cannot be reached or will not have us: what the user is told."""

from __future__ import annotations

import dataclasses
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from graph.store.errors import (
    DatabaseMissing,
    EngineRefused,
    EngineUnavailable,
    SettingsWrong,
    StatementTooLarge,
    StoreError,
)
from graph.store.opening import open_store
from graph.store.settings import StoreSettings
from graph.store.store import Store
from tests.servers.under_test import EngineUnderTest


@pytest.fixture
def served(engine: EngineUnderTest, store: Store) -> StoreSettings:
    """Settings with an address, for the embedded engine as for others."""
    if store.lease is None:
        return engine.settings
    lease = store.lease
    return dataclasses.replace(
        engine.settings, uri=lease.bolt_uri, user=lease.user, password=lease.password, database=lease.database
    )


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that accepts and says nothing, as a hung engine does."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
def web_port() -> Iterator[int]:
    """A port that speaks HTTP: the browser's address of Neo4j given for its Bolt address."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:

        def answer() -> None:
            while True:
                try:
                    client, _ = listener.accept()
                except OSError:
                    return
                with client:
                    client.recv(100)
                    client.sendall(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")

        threading.Thread(target=answer, daemon=True).start()
        yield listener.getsockname()[1]


async def _opening(settings: StoreSettings) -> StoreError:
    with pytest.raises(StoreError) as raised:
        async with open_store(settings):
            pass
    return raised.value


async def test_wrong_password(served: StoreSettings) -> None:
    error = await _opening(dataclasses.replace(served, password="not this one"))
    assert type(error) is EngineRefused
    assert "ISA_NEO4J_USER and ISA_NEO4J_PASSWORD" in str(error)
    assert "not this one" not in str(error)


async def test_unknown_database(served: StoreSettings) -> None:
    error = await _opening(dataclasses.replace(served, database="elsewhere"))
    assert type(error) is DatabaseMissing
    assert "elsewhere" in str(error)
    assert "ISA_NEO4J_DATABASE" in str(error)


async def test_the_home_database_is_used_where_none_is_named(engine: EngineUnderTest, store: Store) -> None:
    assert engine.settings.database is None
    assert store.database == ("registry" if store.engine.kind == "embedded" else "neo4j")


async def test_a_statement_that_needs_too_much_memory_is_refused_and_the_engine_lives(store: Store) -> None:
    greedy = (
        "UNWIND range(1, 1000000) AS i UNWIND range(1, 60) AS j WITH collect([i, j, toString(i)]) AS pairs "
        "RETURN size(pairs)"
    )
    with pytest.raises(StatementTooLarge, match="more memory than the engine has"):
        await store.read(greedy, {}, timeout=60)
    assert await store.read("RETURN 1", {}) == [1]


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
async def test_nothing_listens(scheme: str, unused_tcp_port: int) -> None:
    settings = _at(f"{scheme}://127.0.0.1:{unused_tcp_port}")
    began = time.monotonic()
    error = await _opening(settings)
    assert type(error) is EngineUnavailable
    assert f"127.0.0.1:{unused_tcp_port}" in str(error)
    assert "Check that it runs" in str(error)
    assert time.monotonic() - began < 5


async def test_a_name_that_does_not_resolve() -> None:
    error = await _opening(_at("bolt://registry.invalid:7687"))
    assert type(error) is EngineUnavailable
    assert "registry.invalid" in str(error)


async def test_an_address_that_is_none() -> None:
    error = await _opening(_at("http://127.0.0.1:7474"))
    assert type(error) is SettingsWrong
    assert "ISA_NEO4J_URI" in str(error)


async def test_the_address_of_a_web_page(web_port: int) -> None:
    error = await _opening(_at(f"bolt://127.0.0.1:{web_port}"))
    assert isinstance(error, EngineUnavailable)
    assert f"127.0.0.1:{web_port}" in str(error)


async def test_an_engine_that_hangs(silent_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.store.opening._OPEN_SECONDS", 1.0)
    began = time.monotonic()
    error = await _opening(_at(f"bolt://127.0.0.1:{silent_port}"))
    assert type(error) is EngineUnavailable
    assert "Restart it" in str(error)
    assert time.monotonic() - began < 3


def test_the_password_is_not_shown_by_the_settings() -> None:
    assert "secret-word" not in repr(_at("bolt://127.0.0.1", password="secret-word"))


def _at(uri: str, password: str = "x") -> StoreSettings:  # noqa: S107
    return StoreSettings(uri=uri, user="neo4j", password=password, database=None, data_dir=Path("unused"))
