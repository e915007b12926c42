"""By which names a row is known to others: one index for writing references and for reading them."""

from __future__ import annotations

from collections.abc import Iterable

from graph.model.spelling import normal_name


class NameIndex:
    """The keys of one node type, and every name that leads to each. A key leads to itself whatever it is called."""

    def __init__(self) -> None:
        self.keys: set[str] = set()
        self._named: dict[str, set[str]] = {}

    def add(self, key: str, names: Iterable[str | None]) -> None:
        """Remember a key and what it is called."""
        self.keys.add(key)
        for name in names:
            if name and (normal := normal_name(name)):
                self._named.setdefault(normal, set()).add(key)

    def find(self, text: str) -> frozenset[str]:
        """Return the keys that a text may mean: one settles it, several settle nothing, none is not known."""
        if text in self.keys:
            return frozenset({text})
        return frozenset(self._named.get(normal_name(text), ()))

    def reference(self, key: str, names: Iterable[str | None]) -> str:
        """Return the first of the names by which the key alone is found again, else the key itself."""
        for name in names:
            if name and name == name.strip() and self.find(name) == {key}:
                return name
        return key
