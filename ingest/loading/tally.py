"""Counts of what a load does to nodes and edges."""

from __future__ import annotations

from dataclasses import dataclass, field


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


@dataclass(slots=True)
class Counts:
    """Tallies being counted, by type."""

    _by_type: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, name: str, what: str) -> None:
        """Count one of a type; `what` is a field of Tally."""
        per = self._by_type.setdefault(name, {})
        per[what] = per.get(what, 0) + 1

    def of(self, what: str) -> dict[str, int]:
        """Return how many there are of one kind, by type."""
        return {name: per[what] for name, per in self._by_type.items() if what in per}

    def tallies(self) -> dict[str, Tally]:
        """Return what was counted, by type in order."""
        return {name: Tally(**per) for name, per in sorted(self._by_type.items())}
