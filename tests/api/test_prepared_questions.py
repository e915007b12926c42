"""Prepared questions over GET, on every engine: formats, parameters, pages, tags and errors."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from api.graphql.execute import Engine
from api.questions.asking import PreparedQuestions
from api.questions.http import questions_router
from api.requests.id import RequestIds
from graph.access import ADMINISTRATOR, PUBLIC, Caller
from graph.store.revision import next_revision
from graph.store.store import Store
from queries.prepared.catalogue import load_questions
from tests.api.api_little import TODAY

ALPHA = {"body": "o:alpha"}


@dataclass
class Desk:
    """The questions as they are served here: by whom they are asked, on which day, and what was read of the graph."""

    client: httpx.AsyncClient
    store: Store
    caller: Caller = ADMINISTRATOR
    today: dt.date = TODAY
    read: list[str] = field(default_factory=list)

    async def get(self, file: str, **given: Any) -> httpx.Response:
        headers = {"If-None-Match": given.pop("tag")} if "tag" in given else {}
        return await self.client.get(f"/q/{file}", params=given, headers=headers)


@pytest_asyncio.fixture(loop_scope="session")
async def desk(little: Store, asking: Engine, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    app = FastAPI()
    hidden = load_questions()[0].model_copy(update={"name": "for-members", "roles": ("MEMBER",)})
    prepared = PreparedQuestions([*load_questions(), hidden], lambda: asking, lambda: little)
    app.include_router(questions_router(prepared, lambda _: made.caller))
    app.add_middleware(RequestIds)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://registry") as client:
        made = Desk(client, little)
        really = little.read

        async def noting(text: str, parameters: Any, **more: Any) -> list[Any]:
            made.read.append(text)
            return await really(text, parameters, **more)

        monkeypatch.setattr(little, "read", noting)
        monkeypatch.setattr(asking, "today", lambda: made.today)
        yield made


async def test_an_answer_has_flat_rows_of_stable_columns(desk: Desk) -> None:
    answer = await desk.get("who-shares-what.json", between="o:alpha", **{"and": "o:beta"}, direction="GIVES")
    assert answer.status_code == 200
    body = answer.json()
    assert body["asOf"] == "2026-04-01"
    assert body["parameters"] == {"between": "o:alpha", "and": "o:beta", "direction": "GIVES"}
    # The same law on both sides is two entries, one a side; it has no citation, so there is a gap for each.
    assert body["rows"] == [
        {
            "discloser": "Alpha Council",
            "recipient": "Beta Trust",
            "datasets": "Social care records",
            "identifiability": "IDENTIFIABLE",
            "frequency": None,
            "purpose": None,
            "agreements": "",
            "agreementTitles": "First agreement",
            "agreementStatus": body["rows"][0]["agreementStatus"],
            "legalBasis": "; ",
            "legalBasisTitle": "A gateway; A gateway",
            "legalBasisSide": "DISCLOSER; RECIPIENT",
            "answeredBy": "FLOWS",
        }
    ]
    # Both bodies are party to the first agreement; it is found beside the flows.
    assert body["alsoAnswered"] == [{"table": "sharing.agreements", "rows": 1}]
    assert body["truncated"] is None
    assert answer.headers["Content-Type"] == "application/json"


async def test_csv_may_carry_a_mark_for_excel(desk: Desk) -> None:
    plain = await desk.get("agreements-of-a-body.csv", **ALPHA)
    marked = await desk.get("agreements-of-a-body.csv", **ALPHA, bom="1")
    assert marked.content == b"\xef\xbb\xbf" + plain.content
    assert marked.headers["ETag"] != plain.headers["ETag"]
    assert plain.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert plain.headers["Content-Disposition"] == 'attachment; filename="agreements-of-a-body.csv"'
    rows = list(csv.DictReader(io.StringIO(plain.text)))
    assert [(row["title"], row["startsOnPrecision"], row["role"]) for row in rows] == [
        # Known to the day, which is not stated.
        ("First agreement", "", "CONTROLLER"),
        ("Second agreement", "YEAR", "CONTROLLER"),
    ]


async def test_an_answer_cut_short_says_so_and_leads_on(desk: Desk) -> None:
    first = await desk.get("agreements-of-a-body.json", **ALPHA, first=1)
    cut = first.json()["truncated"]
    assert (cut["shown"], cut["total"]) == (1, 2)
    assert first.headers["X-Total-Count"] == "2"
    assert first.headers["X-Truncated"] == cut["note"]
    following = first.links["next"]["url"]
    assert following.startswith("/q/agreements-of-a-body.json?body=o%3Aalpha&first=1&after=")
    second = await desk.client.get(following)
    assert [row["title"] for row in second.json()["rows"]] == ["Second agreement"]
    # The last page is not cut short, though it does not hold all there is.
    assert second.json()["truncated"] is None
    assert "next" not in second.links


async def test_an_answer_already_held_is_not_asked_for_again(desk: Desk) -> None:
    tag = (await desk.get("agreements-of-a-body.json", **ALPHA)).headers["ETag"]
    desk.read.clear()
    held = await desk.get("agreements-of-a-body.json", **ALPHA, tag=f'"other", {tag}')
    assert (held.status_code, held.content, held.headers["ETag"]) == (304, b"", tag)
    # Of the graph only the revision was read.
    assert [text for text in desk.read if "Revision" not in text] == []
    assert len(desk.read) == 1


async def test_a_tag_is_another_where_the_answer_may_be(desk: Desk) -> None:
    async def tag(file: str = "agreements-of-a-body.json", **given: str) -> str:
        return (await desk.get(file, **{**ALPHA, **given})).headers["ETag"]

    tags = [await tag()]
    assert await tag() == tags[0]
    tags.append(await tag(body="o:beta"))
    tags.append(await tag(first="1"))
    tags.append(await tag("agreements-of-a-body.ndjson"))
    desk.caller = PUBLIC
    tags.append(await tag())
    desk.caller = ADMINISTRATOR
    desk.today = TODAY + dt.timedelta(days=1)
    tags.append(await tag())
    desk.today = TODAY
    await desk.store.write([next_revision()])
    tags.append(await tag())
    assert len(set(tags)) == 7
    changed = await desk.get("agreements-of-a-body.json", **ALPHA, tag=tags[0])
    assert changed.status_code == 200


async def test_what_is_asked_of_findings_has_no_tag(desk: Desk) -> None:
    """Findings change, and are answered, while the revision of the facts stays."""
    answer = await desk.get("kept-longer-than-agreed.json", tag="*")
    assert (answer.status_code, answer.headers.get("ETag")) == (200, None)
    assert answer.headers["Cache-Control"] == "private, no-cache"


async def test_rows_are_those_the_caller_may_see(desk: Desk) -> None:
    desk.caller = PUBLIC
    rows = (await desk.get("agreements-of-a-body.json", **ALPHA)).json()["rows"]
    # The second agreement is for its parties alone.
    assert [row["title"] for row in rows] == ["First agreement"]


async def test_every_request_has_an_id(desk: Desk) -> None:
    ours = (await desk.get("nothing.json")).headers["X-Request-Id"]
    assert len(ours) == 16
    given = await desk.client.get("/q/nothing.json", headers={"X-Request-Id": "trace-1.a_b"})
    assert given.headers["X-Request-Id"] == "trace-1.a_b"
    # What does not fit could break a log into lines, so it is not taken over.
    strange = await desk.client.get("/q/nothing.json", headers={"X-Request-Id": "a b"})
    assert strange.headers["X-Request-Id"] not in ("a b", ours)


@pytest.mark.parametrize(
    ("file", "given", "status", "code", "message"),
    [
        (
            "who-shares-wat.json",
            {},
            404,
            "NOT_FOUND",
            "There is no prepared question who-shares-wat. Did you mean who-shares-what?",
        ),
        ("zzz.json", {}, 404, "NOT_FOUND", "There is no prepared question zzz. /questions lists them."),
        # It is there, for others.
        ("for-members.json", {}, 404, "NOT_FOUND", "There is no prepared question for-members. /questions lists them."),
        (
            "who-shares-what.pdf",
            {},
            404,
            "NOT_FOUND",
            "who-shares-what has no format pdf. It has json, csv, ndjson, xlsx, svg.",
        ),
        (
            "who-shares-what",
            {},
            404,
            "NOT_FOUND",
            "Say in which format: /q/who-shares-what.json, or json, csv, ndjson, xlsx.",
        ),
        (
            "who-shares-what.json",
            {"betwen": "o:alpha"},
            400,
            "BAD_VARIABLES",
            "The question has no parameter betwen. It has between, and, direction.",
        ),
        (
            "agreements-of-a-body.json",
            {"body": ""},
            400,
            "BAD_VARIABLES",
            "body is empty and the question needs it: give it a value.",
        ),
        ("agreements-of-a-body.json", {"first": "x"}, 400, "BAD_VARIABLES", "first=x is no whole number."),
        ("who-shares-what.json", {"between": "o:nobody"}, 404, "NOT_FOUND", None),
        ("who-shares-what.json", {"direction": "UP"}, 400, "BAD_VARIABLES", None),
        ("agreements-of-a-body.json", {"after": "abc"}, 400, "BAD_CURSOR", None),
        ("agreements-of-a-body.json", {"first": "100000"}, 400, "PAGE_TOO_LARGE", None),
    ],
)
async def test_what_cannot_be_answered_is_said_with_its_code(
    desk: Desk, file: str, given: dict[str, str], status: int, code: str, message: str | None
) -> None:
    answer = await desk.get(file, **given)
    [error] = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["code"]) == (status, code)
    assert answer.headers["Cache-Control"] == "no-store"
    if message is not None:
        assert error["message"] == message
