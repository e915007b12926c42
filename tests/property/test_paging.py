"""Following cursors through a list, forwards and backwards, meets every entry once and in the list's order.

Held against the same list asked for in one go; that its order is right is the oracle's business.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.seeded.cursors import OrderBy, order_argument, orders_of, ways_to_links
from tests.seeded.registry import Registry

WHOLE = 500
PAGE = 7
SAMPLE = 40


@dataclass(frozen=True)
class List:
    """A list that can be paged: how to ask for it, where it stands in the answer, how to sort it."""

    question: str
    path: tuple[str, ...]
    order: OrderBy

    async def page(self, registry: Registry, arguments: str) -> tuple[list[str], dict[str, Any]]:
        """Return the cursors of a page, and what is said of the page."""
        sorting = f", orderBy: {order_argument(self.order)}" if self.order else ""
        asked = f"({arguments}{sorting}) {{ edges {{ cursor }} pageInfo {{ ...info }} }}"
        fragment = "fragment info on PageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
        found = await registry.ask(f"{self.question.replace('?', asked)} {fragment}")
        for step in self.path:
            found = found[step]
        return [edge["cursor"] for edge in found["edges"]], found["pageInfo"]


def lists(registry: Registry) -> Iterator[List]:
    """Every list of a root field in every order it is tested in, and every link of a root field's hub."""
    model = registry.graph.model
    for label, node in model.nodes.items():
        if node.roots:
            for order in orders_of(model, label):
                yield List(f"{{ {node.plural} ? }}", (node.plural,), order)
    for way in ways_to_links(model):
        if way.through:
            continue
        [owner] = [node for node in model.nodes.values() if node.plural == way.root]
        hub = registry.graph.by_label[owner.label][0].key.replace('"', '\\"')
        question = f'{{ {owner.singular}(id: "{hub}") {{ {way.link.name} ? }} }}'
        for order in [()] if way.link.polymorphic else orders_of(model, way.link.targets[0]):
            yield List(question, (owner.singular, way.link.name), order)


async def _check(registry: Registry, each: List) -> int:
    """Page through a list both ways and return how many entries it has."""
    whole, info = await each.page(registry, f"first: {WHOLE}")
    ends = (whole[0], whole[-1]) if whole else (None, None)
    assert info == {"hasNextPage": False, "hasPreviousPage": False, "startCursor": ends[0], "endCursor": ends[1]}
    assert len(set(whole)) == len(whole) < WHOLE

    forwards: list[str] = []
    arguments = f"first: {PAGE}"
    while True:
        page, info = await each.page(registry, arguments)
        assert info["hasPreviousPage"] is bool(forwards)
        forwards += page
        assert info["hasNextPage"] is (len(forwards) < len(whole))
        if not info["hasNextPage"]:
            break
        arguments = f'first: {PAGE}, after: "{info["endCursor"]}"'
    assert forwards == whole

    backwards: list[str] = []
    arguments = f"last: {PAGE}"
    while True:
        page, info = await each.page(registry, arguments)
        assert info["hasNextPage"] is bool(backwards)
        backwards = page + backwards
        assert info["hasPreviousPage"] is (len(backwards) < len(whole))
        if not info["hasPreviousPage"]:
            break
        arguments = f'last: {PAGE}, before: "{info["startCursor"]}"'
    assert backwards == whole
    return len(whole)


async def _check_all(registry: Registry, wanted: list[List]) -> int:
    """Check lists and return how many have a page between their first and their last."""
    lengths = [await _check(registry, each) for each in wanted]
    return sum(length > 2 * PAGE for length in lengths)


async def test_a_sample_of_all_lists(seeded: Registry) -> None:
    assert await _check_all(seeded, random.Random(7).sample(list(lists(seeded)), SAMPLE)) >= 10


@pytest.mark.proof
async def test_all_lists(seeded: Registry) -> None:
    assert await _check_all(seeded, list(lists(seeded))) >= 300
