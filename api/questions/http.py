"""`GET /q/<name>.<format>`: a prepared question as JSON, CSV, newline-delimited JSON or a workbook."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import orjson
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.graphql.errors import Refusal
from api.questions.asking import Answered, Asking, PreparedQuestions
from api.questions.formats import FORMATS, Format, formats_of
from api.requests.values import given_values
from graph.access import Caller
from queries.prepared.values import YES

ABOUT_ANSWERS = ("X-As-Of", "X-Total-Count", "X-Truncated")
"""The headers that say what the body of a table cannot: the day, how many rows there are, whether it was cut."""

_BOM = b"\xef\xbb\xbf"


def questions_router(prepared: PreparedQuestions, caller: Callable[[Request], Caller]) -> APIRouter:
    """Return the router of /q. `caller` is asked at each request."""
    router = APIRouter()

    @router.api_route("/q/{file}", methods=["GET", "HEAD"], include_in_schema=False)
    async def question(request: Request, file: str) -> Response:
        try:
            return await _answer(prepared, request, file, caller(request))
        except Refusal as refusal:
            return refused(refusal)

    return router


def refused(refusal: Refusal) -> Response:
    """Return a refusal as GraphQL errors are given, under its own status."""
    headers = {"Cache-Control": "no-store"} | ({"Retry-After": "5"} if refusal.status == 503 else {})
    body = orjson.dumps({"errors": refusal.formatted()})
    return Response(body, refusal.status, headers, "application/json")


async def _answer(prepared: PreparedQuestions, request: Request, file: str, caller: Caller) -> Response:
    name, _, form = file.rpartition(".")
    if not name:
        raise Refusal.because("NOT_FOUND", f"Say in which format: /q/{file}.json, or {', '.join(FORMATS)}.", 404)
    question = prepared.find(name, caller)
    formats = formats_of(question)
    if form not in formats:
        raise Refusal.because("NOT_FOUND", f"{name} has no format {form}. It has {', '.join(formats)}.", 404)
    given = given_values(request)
    marked = form == "csv" and not any(each.name == "bom" for each in question.parameters) and _bom(given)
    asking = prepared.read(question, given)
    headers = {"Cache-Control": _cache_control(question.cache_seconds)}
    made = await prepared.tag(asking, caller, f"{form} marked" if marked else form)
    if made is not None:
        headers["ETag"] = f'W/"{made}"'
        if _already_held(request.headers.get("if-none-match"), headers["ETag"]):
            return Response(status_code=304, headers=headers)
    answered = await prepared.answer(asking, caller)
    body = await run_in_threadpool(formats[form].write, answered)
    headers |= _about(request, asking, answered, formats[form], f"{name}.{form}")
    return Response(_BOM + body if marked else body, 200, headers, formats[form].media_type)


def _about(request: Request, asking: Asking, answered: Answered, form: Format, file: str) -> dict[str, str]:
    """The headers that speak of an answer, and where the next page is."""
    headers = {"X-As-Of": answered.as_of}
    if form.saved:
        headers["Content-Disposition"] = f'attachment; filename="{file}"'
    if answered.flat.total is not None:
        headers["X-Total-Count"] = str(answered.flat.total)
    if answered.cut_short is not None:
        headers["X-Truncated"] = answered.cut_short
    if answered.next_cursor is not None:
        kept = [(name, value) for name, value in request.query_params.multi_items() if name != "after"]
        headers["Link"] = f'<{request.url.path}?{urlencode([*kept, ("after", answered.next_cursor)])}>; rel="next"'
    return headers


def _bom(given: dict[str, list[str]]) -> bool:
    return any(text.lower() in (*YES, "1") for text in given.pop("bom", []))


def _cache_control(seconds: int) -> str:
    return f"private, max-age={seconds}" if seconds else "private, no-cache"


def _already_held(header: str | None, tag: str) -> bool:
    """Whether a caller's If-None-Match names the tag; tags are compared weakly (RFC 9110, section 13.1.2)."""
    if header is None:
        return False
    held = [each.strip().removeprefix("W/") for each in header.split(",")]
    return "*" in held or tag.removeprefix("W/") in held
