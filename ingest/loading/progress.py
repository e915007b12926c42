"""How a load tells how far it is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called with the phase (a few words for people), the steps done and the steps in all."""

    def __call__(self, phase: str, done: int, total: int, /) -> None:
        """Show it."""


def silent(phase: str, done: int, total: int, /) -> None:
    """Tell nobody."""
