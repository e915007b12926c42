"""Calls that are made some at a time, with what they give in the order of the calls."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TypeVar

_T = TypeVar("_T")


@asynccontextmanager
async def in_turn(calls: Sequence[Callable[[], Awaitable[_T]]], at_once: int) -> AsyncIterator[AsyncIterator[_T]]:
    """Make calls, at most `at_once` at the same time, and give what each returns, first to last.

    What a call raises is raised in its turn. Calls that are still to end when the block is left are given up.
    """
    free = asyncio.Semaphore(at_once)

    async def made(call: Callable[[], Awaitable[_T]]) -> _T:
        async with free:
            return await call()

    tasks = [asyncio.ensure_future(made(call)) for call in calls]

    async def each() -> AsyncIterator[_T]:
        for task in tasks:
            yield await task

    try:
        yield each()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
