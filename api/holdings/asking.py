"""Asks who holds what bodies once held, for a list of names of any length."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import orjson

from api.graphql.asked import Question
from api.graphql.errors import Refusal
from api.graphql.execute import Engine
from graph.access import Caller

DOCUMENT = Path(__file__).with_name("question.graphql").read_text(encoding="utf-8")
AT_ONCE = 100
"""How many names one question asks for. The next hundred are asked when these are answered."""

Holding = dict[str, Any]
"""What `holdersNow` answers for one name, as question.graphql selects it."""


async def holdings(engine: Engine, names: Sequence[str], as_of: dt.date, caller: Caller) -> list[Holding]:
    """Return what became of each name, in the order given.

    Raises Refusal where the registry does not answer; its errors say why.
    """
    found: list[Holding] = []
    for start in range(0, len(names), AT_ONCE):
        variables = {"names": list(names[start : start + AT_ONCE]), "asOf": as_of.isoformat()}
        answer = await engine.answer(Question(DOCUMENT, variables), caller)
        body = orjson.loads(answer.body)
        if body.get("errors"):
            first = body["errors"][0]
            raise Refusal.because(first["extensions"]["code"], first["message"], 503)
        found += body["data"]["holdersNow"]
    return found


def written_names(lines: Iterable[str]) -> list[str]:
    """Return the names of a list, one a line, blank lines left out. A name that stands twice is kept once."""
    return list(dict.fromkeys(name for line in lines if (name := " ".join(line.split()))))
