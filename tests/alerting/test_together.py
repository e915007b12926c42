"""What is asked at the same time is done together, in lots; a lot that fails tells everybody in it. No engine."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from alerts.together import Together


async def test_what_comes_while_a_lot_is_being_done_is_the_next_lot() -> None:
    lots: list[list[int]] = []

    async def double(lot: Sequence[int]) -> Sequence[int]:
        lots.append(list(lot))
        await asyncio.sleep(0.01)
        if 13 in lot:
            raise ValueError("13")
        return [number * 2 for number in lot]

    together = Together(double)
    first = asyncio.create_task(together.ask(1))
    await asyncio.sleep(0.005)
    later = await asyncio.gather(*(together.ask(number) for number in (2, 3, 4)))
    assert (await first, later) == (2, [4, 6, 8])
    assert lots == [[1], [2, 3, 4]]
    told = await asyncio.gather(together.ask(13), together.ask(5), return_exceptions=True)
    assert [str(each) for each in told] == ["13", "13"]
    # What comes after a lot that failed is done as if it had not been.
    assert await together.ask(6) == 12
