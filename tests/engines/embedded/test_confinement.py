"""What the embedded engine must not do: be reached from elsewhere, read files, fetch addresses, log data."""

from __future__ import annotations

from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import psutil
import pytest

from graph.store.embedded.files import read_state
from graph.store.errors import ConstraintViolated, EngineRefused
from graph.store.store import Store


def _engine(store: Store) -> psutil.Process:
    assert store.lease is not None
    state = read_state(store.lease.files)
    assert state is not None
    return psutil.Process(state.engine)


async def test_it_listens_on_loopback_for_bolt_and_http_and_nothing_else(embedded: Store) -> None:
    listening = [
        entry.laddr for entry in _engine(embedded).net_connections(kind="inet") if entry.status != "ESTABLISHED"
    ]
    listening = [address for address in listening if address]
    assert embedded.lease is not None
    assert {address.ip.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}
    bolt = int(embedded.lease.bolt_uri.rpartition(":")[2])
    assert sorted(address.port for address in listening) == sorted([bolt, embedded.lease.http_port])


async def test_it_speaks_to_nobody_but_its_clients(embedded: Store) -> None:
    far = [entry.raddr.ip for entry in _engine(embedded).net_connections(kind="inet") if entry.raddr]
    assert {address.removeprefix("::ffff:") for address in far} <= {"127.0.0.1"}


async def test_the_http_port_refuses_those_without_the_password(embedded: Store) -> None:
    assert embedded.lease is not None
    opener = build_opener(ProxyHandler({}))
    for path in ("/api/v1/databases", "/api/v1/query/registry/sql/SELECT%201", "/api/v1/mcp"):
        with pytest.raises(OSError, match=r"HTTP Error (401|403|404)"):
            opener.open(f"http://127.0.0.1:{embedded.lease.http_port}{path}", timeout=5)


async def test_files_cannot_be_read(embedded: Store, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("secret\n", encoding="utf-8")
    with pytest.raises(EngineRefused, match="does not allow this"):
        await embedded.rows("LOAD CSV FROM $url AS line RETURN line", {"url": secret.as_uri()})


async def test_addresses_cannot_be_fetched(embedded: Store) -> None:
    with pytest.raises(EngineRefused, match="does not allow this"):
        await embedded.rows("LOAD CSV FROM 'http://127.0.0.1:9/x' AS line RETURN line", {})


async def test_data_at_fault_does_not_reach_the_log(empty_embedded: Store) -> None:
    await empty_embedded.run_alone("CREATE CONSTRAINT isa_unique_T_key IF NOT EXISTS FOR (n:T) REQUIRE n.key IS UNIQUE")
    twice = "CREATE (:T {key: 'Mrs Somebody'}), (:T {key: 'Mrs Somebody'})"
    with pytest.raises(ConstraintViolated, match="Mrs Somebody"):
        await empty_embedded.write([(twice, {})])
    assert empty_embedded.lease is not None
    assert "Somebody" not in empty_embedded.lease.files.log.read_text(encoding="utf-8")


async def test_every_write_is_on_the_disk_before_it_is_acknowledged(embedded: Store) -> None:
    assert "-Darcadedb.txWalFlush=2" in _engine(embedded).cmdline()
