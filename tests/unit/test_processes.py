"""What stays together when several processes share the tests."""

from __future__ import annotations

import pytest

from tests.plugins.processes import next_share, share_of
from tests.servers.pool import ALL_ENGINES


@pytest.mark.parametrize("name", ALL_ENGINES)
def test_a_file_on_an_engine_is_a_share(name: str) -> None:
    share = f"tests/ingest/test_names.py on {name}"
    assert share_of(f"tests/ingest/test_names.py::test_a[{name}]") == share
    assert share_of(f"tests/ingest/test_names.py::test_b[{name}-0.4]") == share
    assert share_of(f"tests/ingest/test_names.py::test_c[other-{name}]") == share


def test_what_needs_no_engine_goes_by_folder() -> None:
    assert share_of("tests/web/test_bundle.py::test_a") == "web"
    assert share_of("tests/web/test_explorer.py::test_b[name]") == "web"
    assert share_of("test_it.py::test_c") == "test_it.py"


def test_a_process_keeps_to_the_server_it_started() -> None:
    old, new, embedded = "a.py on neo4j-5.26", "b.py on neo4j-current", "c.py on embedded"
    waiting = ["web", embedded, old, new]
    assert next_share(waiting, [], []) == old
    assert next_share(waiting, [], ["z.py on neo4j-5.26"]) == new
    assert next_share(waiting, ["y.py on neo4j-current"], ["z.py on neo4j-5.26"]) == new
    assert next_share(["web", embedded, old], ["y.py on neo4j-current"], ["z.py on neo4j-5.26"]) == "web"
    assert next_share([embedded, old], ["y.py on neo4j-current"], []) == old
    drops = "tests/engines/d.py on neo4j-5.26"
    assert next_share([drops, old], ["z.py on neo4j-5.26"], []) == old
    assert next_share(["web", drops], ["z.py on neo4j-5.26"], []) == drops
    assert next_share([old], ["y.py on neo4j-current"], ["z.py on neo4j-5.26"]) == old
