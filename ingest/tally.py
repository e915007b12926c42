"""Counts of what a load does to nodes and edges."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """How many nodes of a type, or edges of a type, a load makes, changes, leaves, withdraws, restores or removes."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    restored: int = 0
    removed: int = 0

    def __str__(self) -> str:
        parts = [f"{getattr(self, name):,} {name}" for name in Tally.__slots__ if getattr(self, name)]
        return ", ".join(parts) or "none"
