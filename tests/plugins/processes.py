"""Shares the tests out among processes (`pytest -n 2`): those of one file on one engine stay together, in order.

Where no engine is asked for, those of one folder do, since they may share a server or a browser. Each process starts
engines of its own, so that no test meets what another process wrote.
"""

from __future__ import annotations

import re

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

_FOLDER = re.compile(r"tests/(\w+)/")
_ENGINE = re.compile(r"\[(?:.*-)?(embedded|neo4j-(?:current|given|\d+\.\d+))(?:-.*)?\]$")


def share_of(test: str) -> str:
    """Return the name of the share that a test belongs to, from its id."""
    file = test.split("::", 1)[0]
    if engine := _ENGINE.search(test):
        return f"{file} on {engine[1]}"
    folder = _FOLDER.search(file)
    return folder[1] if folder else file


class ByFileAndEngine(LoadScopeScheduling):
    """Hands each process one share of the tests at a time, the largest first."""

    def _split_scope(self, nodeid: str) -> str:
        return share_of(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Return what shares out the tests of this run."""
    return ByFileAndEngine(config, log)
