"""Forms by which pages change something: what one holds, and the mutation that everybody gives, given for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

import orjson
from starlette.requests import Request
from starlette.responses import RedirectResponse

from api.graphql.asked import Question
from api.graphql.errors import Refusal
from api.graphql.execute import Engine
from api.requests.body import body_up_to
from graph.access import Caller

HEADERS: Final[Mapping[str, str]] = {"Referrer-Policy": "same-origin"}
"""A page whose forms change something lets the browser say where they come from."""

_MOST_BYTES: Final = 20_000


@dataclass(frozen=True)
class NotTaken:
    """Why what a form says was not taken, in words for whoever sent it, and the status of the page that says so."""

    message: str
    status: int = 422


async def filled_in(request: Request, names: Iterable[str]) -> dict[str, str]:
    """Return the fields of a form, empty where it has none, of which more than any form of ours sends is not read."""
    read, _ = await body_up_to(request, _MOST_BYTES)
    fields = dict(parse_qsl(read.decode("utf-8", "replace"), max_num_fields=None))
    return {name: fields.get(name, "").strip() for name in names}


async def give(
    engine: Engine, caller: Caller, mutation: str, variables: Mapping[str, Any], statuses: Mapping[str, int]
) -> NotTaken | None:
    """Give a mutation whose field is called `answer`. Returns None where it was taken.

    It was not where the answer has a message. `statuses` are those of pages that tell of an error, by its code; of
    any other error it is 503.
    """
    try:
        answer = await engine.answer(Question(mutation, dict(variables)), caller, may_change=True)
    except Refusal as refusal:
        return NotTaken(str(refusal), refusal.status)
    told = orjson.loads(answer.body)
    if "errors" in told:
        error = told["errors"][0]
        return NotTaken(error["message"], statuses.get(error["extensions"]["code"], 503))
    message = told["data"]["answer"].get("message")
    return None if message is None else NotTaken(message)


def back_to(request: Request, path: str, place: str) -> RedirectResponse:
    """Return the way back to a page once a form of it was taken, to a place on it, with what its address asked for."""
    prefix = request.scope.get("root_path", "").rstrip("/")
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{prefix}{path}{query}#{place}", 303)
