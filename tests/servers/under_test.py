"""What a test is told of its engine, and the ways an engine can be missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from graph.store.settings import StoreSettings


@dataclass(frozen=True)
class EngineUnderTest:
    """One engine of the test session: the name in the test's id, and how to open a store on it."""

    name: str
    settings: StoreSettings


@dataclass(frozen=True)
class RunningServer:
    """A server that we started or were given, and how to end it; where we can, to kill it and start it again."""

    settings: StoreSettings
    stop: Callable[[], None]
    kill: Callable[[], None] | None = None
    restart: Callable[[], None] | None = None


class NotHere(Exception):
    """This machine cannot run the engine; the text says why."""
