"""How much one question may ask for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much one question may ask for: nodes in a page, pages multiplied, and the page size by default.

    `expand` is how many bodies that one hop has reached are followed on to the next, and how many routes are. `compare`
    is how many nodes are looked at where a question is about the whole registry.
    """

    page: int = 500
    nodes: int = 100_000
    default_page: int = 25
    expand: int = 1000
    compare: int = 10_000
