"""Shares the tests out among processes (`pytest -n 2`): those of one file on one engine stay together, in order.

Where no engine is asked for, those of one folder do, since they may share a server or a browser. Each process starts
engines of its own, so that no test meets what another process wrote; it keeps to the engines it has started, since a
server that is warm and has planned a question already answers it far sooner than a second one would.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

_FOLDER = re.compile(r"tests/(\w+)/")
_ENGINE = re.compile(r"\[(?:.*-)?(embedded|neo4j-(?:current|given|\d+\.\d+))(?:-.*)?\]$")
_ON = " on "
_EMBEDDED = "embedded"
_DROPS_SCHEMA = "tests/engines/"


def share_of(test: str) -> str:
    """Return the name of the share that a test belongs to, from its id."""
    file = test.split("::", 1)[0]
    if engine := _ENGINE.search(test):
        return f"{file}{_ON}{engine[1]}"
    folder = _FOLDER.search(file)
    return folder[1] if folder else file


def next_share(waiting: Iterable[str], mine: Iterable[str], others: Iterable[str]) -> str:
    """Return which of the waiting shares a process takes next, given those it had and those that others had.

    Shares on a Neo4j server of its own come first, then those on one that nobody has started, then those that need no
    server: what is quick to start fills up the end. Only when nothing else is left is a second server started. Tests
    that drop the schema, and every plan with it, come last on a server.
    """
    own, taken = _servers(mine), _servers(others)

    def far(share: str) -> tuple[int, bool]:
        server, drops = _servers([share]), share.startswith(_DROPS_SCHEMA)
        if server <= own:
            return (0 if server else 2), drops
        return (3 if server <= taken else 1), drops

    return min(waiting, key=far)


def _servers(shares: Iterable[str]) -> set[str]:
    engines = {engine for share in shares if (engine := share.partition(_ON)[2])}
    return engines - {_EMBEDDED}


class ByFileAndEngine(LoadScopeScheduling):  # type: ignore[misc]
    """Hands each process one share of the tests at a time, the largest first of those on engines it has."""

    def _split_scope(self, nodeid: str) -> str:
        return share_of(nodeid)

    def _assign_work_unit(self, node: WorkerController) -> None:
        others = [share for other, had in self.assigned_work.items() if other is not node for share in had]
        share = next_share(self.workqueue, self.assigned_work[node], others)
        self.workqueue.move_to_end(share, last=False)
        super()._assign_work_unit(node)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Return what shares out the tests of this run."""
    return ByFileAndEngine(config, log)
