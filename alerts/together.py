"""What is asked at the same time done together: one transaction for all who wait, in place of one each."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class Together(Generic[Asked, Answer]):
    """Gathers what is asked while one lot is being done, and does it as the next.

    `do` is given a lot and returns an answer to each, in their order. What it raises everybody of the lot is told.
    """

    def __init__(self, do: Callable[[Sequence[Asked]], Awaitable[Sequence[Answer]]]) -> None:
        self._do = do
        self._waiting: list[tuple[Asked, asyncio.Future[Answer]]] = []
        self._at_work: asyncio.Task[None] | None = None

    async def ask(self, asked: Asked) -> Answer:
        """Return the answer to one of many. Raises what doing its lot raised."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((asked, answer))
        if self._at_work is None:
            self._at_work = asyncio.create_task(self._work())
        return await answer

    async def _work(self) -> None:
        try:
            while self._waiting:
                lot, self._waiting = self._waiting, []
                await self._do_lot(lot)
        finally:
            self._at_work = None

    async def _do_lot(self, lot: Sequence[tuple[Asked, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self._do([asked for asked, _ in lot])
        except BaseException as fault:
            for _, waiting in lot:
                if not waiting.done():
                    waiting.set_exception(fault)
            if not isinstance(fault, Exception):
                raise
            return
        for (_, waiting), answer in zip(lot, answers, strict=True):
            if not waiting.done():
                waiting.set_result(answer)
