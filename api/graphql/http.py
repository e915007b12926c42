"""GraphQL over HTTP, as the specification of that name says: GET and POST, two media types, their status codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response

from api.graphql.admission import Admission
from api.graphql.admission import Request as Asked
from api.graphql.errors import Refusal
from api.graphql.execute import Engine
from api.requests.body import body_up_to
from graph.access import Caller

RESPONSE_JSON = "application/graphql-response+json"
LEGACY_JSON = "application/json"
MAX_BODY = 1_000_000
_MEMBERS = ("query", "documentId", "operationName", "variables", "extensions")


@dataclass(frozen=True, slots=True)
class _Accepted:
    """The media type of the answer. `media` None: the caller accepts nothing we can send."""

    media: str | None

    def status(self, status: int) -> int:
        """The status of an answer whose request was well formed but could not be executed."""
        return 200 if self.media == LEGACY_JSON and status == 400 else status


def graphql_router(
    engine: Callable[[], Engine], admission: Admission, caller: Callable[[Request], Caller]
) -> APIRouter:
    """Return the router of /graphql. `engine` and `caller` are asked at each request."""
    router = APIRouter()

    @router.api_route("/graphql", methods=["GET", "POST"], include_in_schema=False)
    async def graphql(request: Request) -> Response:
        accepted = _accepted(request.headers.get("accept"))
        if accepted.media is None:
            return _refused(
                Refusal.because(
                    "BAD_REQUEST",
                    f"The answer can be {RESPONSE_JSON} or {LEGACY_JSON}, and the Accept header allows neither.",
                    406,
                ),
                406,
                RESPONSE_JSON,
            )
        try:
            who = caller(request)
            question = admission.question(await _asked(request), who)
        except Refusal as refusal:
            return _refused(refusal, refusal.status, accepted.media)
        try:
            answer = await engine().answer(question, who, may_change=request.method == "POST")
        except Refusal as refusal:
            return _refused(refusal, accepted.status(refusal.status), accepted.media)
        return Response(answer.body, media_type=f"{accepted.media}; charset=utf-8")

    @router.api_route("/graphql", methods=["PUT", "PATCH", "DELETE"], include_in_schema=False)
    async def other_methods(_: Request) -> Response:
        refusal = Refusal.because("BAD_REQUEST", "Ask with GET or POST.", 405)
        answer = _refused(refusal, 405, RESPONSE_JSON)
        answer.headers["Allow"] = "GET, POST"
        return answer

    return router


async def _asked(request: Request) -> Asked:
    if request.method == "GET":
        return _from_query(request)
    media, _, parameters = request.headers.get("content-type", "").partition(";")
    if media.strip().lower() != LEGACY_JSON:
        raise Refusal.because(
            "BAD_REQUEST",
            f"The body must be {LEGACY_JSON} with the members query, variables and operationName; "
            f"Content-Type is {media.strip() or 'missing'!r}.",
            415,
        )
    charset = parameters.partition("charset=")[2].strip().strip('"').lower()
    if charset not in ("", "utf-8", "utf8"):
        raise Refusal.because("BAD_REQUEST", f"The body must be in UTF-8, not {charset}.", 415)
    return _from_body(await _body(request))


async def _body(request: Request) -> bytes:
    body, whole = await body_up_to(request, MAX_BODY)
    if not whole:
        raise Refusal.because("BAD_REQUEST", f"The body is larger than {MAX_BODY:,} bytes.", 413)
    return body


def _from_query(request: Request) -> Asked:
    given = request.query_params
    for member in _MEMBERS:
        if len(given.getlist(member)) > 1:
            raise Refusal.because("BAD_REQUEST", f"The parameter {member} is given more than once.")
    members: dict[str, Any] = {}
    for member in ("query", "documentId", "operationName"):
        if member in given:
            members[member] = given[member]
    for member in ("variables", "extensions"):
        if given.get(member):
            members[member] = _json(given[member].encode(), f"The parameter {member}")
    return _checked(members)


def _from_body(body: bytes) -> Asked:
    members = _json(body, "The body")
    if isinstance(members, list):
        raise Refusal.because("BAD_REQUEST", "Send one question a request; batches are not accepted.")
    if not isinstance(members, dict):
        raise Refusal.because("BAD_REQUEST", "The body must be a JSON object with the member query or documentId.")
    return _checked(members)


def _json(text: bytes, what: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Refusal.because("BAD_REQUEST", f"{what} is not JSON in UTF-8: {error}.") from None


def _checked(members: Mapping[str, Any]) -> Asked:
    """Check the members' types: an absent member and one that is null are the same. Unknown ones are ignored."""
    for member in ("query", "documentId", "operationName"):
        if members.get(member) is not None and not isinstance(members[member], str):
            raise Refusal.because("BAD_REQUEST", f"`{member}` must be a text or null.")
    for member in ("variables", "extensions"):
        if members.get(member) is not None and not isinstance(members[member], dict):
            raise Refusal.because("BAD_REQUEST", f"`{member}` must be a JSON object or null.")
    document, document_id = members.get("query"), members.get("documentId")
    if document is not None and document_id is not None:
        raise Refusal.because("BAD_REQUEST", "Give `query` or `documentId`, not both.")
    if document_id is None and not (document or "").strip():
        raise Refusal.because(
            "BAD_REQUEST",
            "There is no question: `query` must be a text in GraphQL, or `documentId` the name of a prepared question. "
            "Build one in the explorer at /explore.",
        )
    return Asked(document, document_id, members.get("variables"), members.get("operationName"))


def _refused(refusal: Refusal, status: int, media: str) -> Response:
    headers = {503: {"Retry-After": "5"}, 405: {"Allow": "POST"}}.get(status, {})
    return Response(
        orjson.dumps({"errors": refusal.formatted()}),
        status_code=status,
        media_type=f"{media}; charset=utf-8",
        headers=headers,
    )


def _accepted(header: str | None) -> _Accepted:
    """Choose the media type: as the caller weighs them; of equals, the one that was named first."""
    if header is None or not header.strip():
        return _Accepted(LEGACY_JSON)
    best: tuple[float, int, str] | None = None
    for position, part in enumerate(header.split(",")):
        name, _, rest = part.partition(";")
        weight = 1.0
        for parameter in rest.split(";"):
            key, _, value = parameter.partition("=")
            if key.strip().lower() == "q":
                try:
                    weight = float(value)
                except ValueError:
                    weight = 0.0
        media = {
            RESPONSE_JSON: RESPONSE_JSON,
            LEGACY_JSON: LEGACY_JSON,
            "application/*": RESPONSE_JSON,
            "*/*": RESPONSE_JSON,
        }.get(name.strip().lower())
        if media is not None and weight > 0 and (best is None or (weight, -position) > best[:2]):
            best = (weight, -position, media)
    return _Accepted(best[2] if best else None)
