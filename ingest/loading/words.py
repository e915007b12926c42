"""Words that give way to others in one property, by which a relabelling is known."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The name of a property and the words in it, before and after."""

    name: str
    before: str
    after: str
