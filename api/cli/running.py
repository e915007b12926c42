"""Runs the asynchronous part of a command, and unwinds it where the process is told to end."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")

# Ctrl-C is seen to by asyncio itself.
POLITE = (signal.SIGTERM, signal.SIGHUP)


def run_to_end(work: Coroutine[Any, Any, Result]) -> Result:
    """Run `work` to its end. A polite kill and a closed terminal unwind it as Ctrl-C does: nothing is left behind.

    Raises KeyboardInterrupt where it was ended so.
    """
    try:
        return asyncio.run(_cancelled_politely(work))
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None


async def _cancelled_politely(work: Coroutine[Any, Any, Result]) -> Result:
    loop = asyncio.get_running_loop()
    this = asyncio.current_task()
    assert this is not None  # noqa: S101 - a coroutine runs in a task
    for polite in POLITE:
        loop.add_signal_handler(polite, this.cancel)
    return await work
