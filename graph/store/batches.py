"""How many things become a few at a time, as statements take them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batches(entries: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield entries in their order, `size` at a time and in the end what is left; read as they are asked for."""
    rest = iter(entries)
    while some := list(islice(rest, size)):
        yield some
