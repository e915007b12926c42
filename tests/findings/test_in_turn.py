"""Rules that run at the same time: some at once, in their order, and none left running."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest

from queries.findings.in_turn import in_turn


class Runs:
    """Calls that end in an order of their own, and how many were under way."""

    def __init__(self) -> None:
        self.under_way = self.most = 0
        self.ended: list[int] = []
        self.given_up: list[int] = []

    async def run(self, number: int) -> int:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            await asyncio.sleep(0.01 if number % 2 else 0)
            if number == 7:
                raise ValueError("the seventh fails")
        except asyncio.CancelledError:
            self.given_up.append(number)
            raise
        finally:
            self.under_way -= 1
        self.ended.append(number)
        return number


async def test_what_calls_give_comes_in_their_order_whichever_ends_first() -> None:
    runs = Runs()
    async with in_turn([partial(runs.run, number) for number in range(6)], 2) as found:
        assert [number async for number in found] == [0, 1, 2, 3, 4, 5]
    assert runs.most == 2
    assert runs.ended[:2] == [0, 2]


async def test_what_fails_is_raised_in_its_turn_and_nothing_runs_on() -> None:
    runs = Runs()
    came: list[int] = []

    async def all_of_them() -> None:
        async with in_turn([partial(runs.run, number) for number in range(60)], 3) as found:
            async for number in found:
                came.append(number)

    with pytest.raises(ValueError, match="the seventh fails"):
        await all_of_them()
    assert came == [0, 1, 2, 3, 4, 5, 6]
    assert runs.under_way == 0
    assert max(runs.ended) < 20


async def test_what_is_under_way_is_given_up_where_the_reader_leaves() -> None:
    runs = Runs()
    async with in_turn([partial(runs.run, number) for number in (0, 1, 3, 5)], 2) as found:
        async for _ in found:
            break
    assert runs.ended == [0]
    assert runs.given_up == [1, 3]
