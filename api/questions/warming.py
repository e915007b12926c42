"""Asks every prepared question once after the start, so that nobody waits for its plan to be made."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

from api.graphql.errors import Refusal
from api.questions.asking import PreparedQuestions
from graph.access import ADMINISTRATOR
from queries.prepared.question import Question

log = logging.getLogger(__name__)


async def warm(prepared: PreparedQuestions, questions: Sequence[Question]) -> int:
    """Ask questions with their own values, one after the other, and return how many were answered.

    One that cannot be answered is told in the log: its defaults may name what this registry does not hold.
    """
    answered = 0
    for question in questions:
        try:
            await prepared.answer(prepared.read(question, {}), ADMINISTRATOR)
            answered += 1
        except Refusal as refusal:
            log.info("the question %s was not answered with its own values: %s", question.name, refusal)
    return answered


@asynccontextmanager
async def warming(prepared: PreparedQuestions, questions: Sequence[Question]) -> AsyncIterator[None]:
    """Warm in the background for as long as the context lasts, and no longer."""
    task = asyncio.create_task(warm(prepared, questions), name="warming questions")
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
