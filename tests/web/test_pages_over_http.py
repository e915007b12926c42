"""The pages without a browser: what they answer, under which policy, and how files are served."""

from __future__ import annotations

import gzip
import json
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from api.pages.assets import StaticFiles, read_manifest
from api.pages.explore import explore_router
from api.pages.security import SecurityHeaders
from api.pages.start import Count, RegistrySummary, RegistryUnreadable, SourceSummary, start_router
from queries.prepared.catalogue import load_questions

QUESTION = """\
# title: Who shares <what>
# question: Who shares what with Bury & Bolton?
# help: Give a body.
# area: Sharing
# parameters:
#   - name: body
#     type: String!
#     default: Bury & Bolton
#     help: A body.
# table: sharing
# columns:
#   - name: dataset
#     path: sharing.dataset
#     type: text
#     meaning: What is shared.
# example:
#   rows: 1

query WhoShares($body: String!) { sharing(body: $body) }
"""
SUMMARY = RegistrySummary(
    engine="Neo4j 5.26.3",
    counts=(Count("agreements", 1234),),
    sources=(
        SourceSummary("A <register>", "February 2021", 3570, "Half of it.", "Credit line.", date(2026, 11, 2)),
        SourceSummary("Another", None, 2, None, None, None),
    ),
)


@pytest_asyncio.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    (tmp_path / "who-shares.graphql").write_text(QUESTION)
    questions = load_questions(tmp_path)

    async def summary() -> RegistrySummary:
        return SUMMARY

    async def unreadable() -> RegistrySummary:
        raise RegistryUnreadable("The engine did not answer. Run 'isa doctor'.")

    async def empty() -> RegistrySummary:
        return RegistrySummary("embedded", (), ())

    app = FastAPI()
    app.include_router(explore_router(questions))
    app.include_router(start_router(summary, questions))
    for path, asked in (("/down", unreadable), ("/empty", empty)):
        part = FastAPI()
        part.include_router(start_router(asked, questions))
        app.mount(path, part)
    app.mount("/static", StaticFiles())
    app.add_middleware(SecurityHeaders)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://registry") as opened:
        yield opened


def policy(response: httpx.Response) -> dict[str, str]:
    directives = response.headers["Content-Security-Policy"].split("; ")
    return dict(directive.split(" ", 1) for directive in directives)


async def test_questions_json_is_the_contract_of_the_explorer(client: httpx.AsyncClient) -> None:
    response = await client.get("/explore/questions.json")
    assert response.json() == [
        {
            "name": "who-shares",
            "title": "Who shares <what>",
            "question": "Who shares what with Bury & Bolton?",
            "help": "Give a body.",
            "area": "Sharing",
            "query": "query WhoShares($body: String!) { sharing(body: $body) }\n",
            "variables": {"body": "Bury & Bolton"},
        }
    ]


async def test_start_page_shows_the_summary_escaped(client: httpx.AsyncClient) -> None:
    response = await client.get("/")
    assert response.status_code == 200
    assert "<dt>agreements</dt><dd>1,234</dd>" in response.text
    assert "A &lt;register&gt;" in response.text
    assert "loaded 2 November 2026" in response.text
    assert "The register does not say how complete it is." in response.text
    assert "Engine: Neo4j 5.26.3." in response.text
    assert '<a href="/questions/who-shares">Who shares &lt;what&gt;</a>' in response.text
    assert response.headers["Cache-Control"] == "no-cache"


async def test_start_page_of_an_empty_registry_says_how_to_load_one(client: httpx.AsyncClient) -> None:
    response = await client.get("/empty/")
    assert "Nothing has been loaded yet." in response.text
    assert "<code>isa demo</code>" in response.text
    assert "What is not here proves nothing." not in response.text
    assert "Engine: embedded." in response.text


async def test_links_keep_the_prefix_a_proxy_strips(client: httpx.AsyncClient) -> None:
    response = await client.get("/empty/")
    assert '<a href="/empty/questions/who-shares">' in response.text


async def test_registry_that_cannot_be_read_is_said_with_503(client: httpx.AsyncClient) -> None:
    response = await client.get("/down/")
    assert response.status_code == 503
    assert "The engine did not answer. Run &#39;isa doctor&#39;." in response.text


async def test_only_the_explorer_may_write_styles(client: httpx.AsyncClient) -> None:
    start = policy(await client.get("/"))
    explorer = policy(await client.get("/explore"))
    assert start["style-src"] == "'self'"
    assert explorer["style-src"] == "'self' 'unsafe-inline'"
    for found in (start, explorer):
        assert found["default-src"] == "'none'"
        assert found["script-src"] == "'self'"
        assert found["connect-src"] == "'self'"
        assert found["frame-ancestors"] == "'self'"
        assert "unsafe-eval" not in json.dumps(found)


@pytest.mark.parametrize("path", ["/", "/explore", "/explore/questions.json", "/static/favicon.svg", "/nowhere"])
async def test_every_response_has_the_security_headers(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "X-Frame-Options" not in headers


async def test_hashed_files_are_kept_for_a_year_and_others_for_an_hour(client: httpx.AsyncClient) -> None:
    stylesheet = read_manifest()["site"].stylesheets[0]
    hashed = await client.get(f"/static/{stylesheet}")
    assert hashed.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert hashed.headers["Content-Type"] == "text/css; charset=utf-8"
    plain = await client.get("/static/favicon.svg")
    assert plain.headers["Cache-Control"] == "public, max-age=3600"
    assert plain.headers["Content-Type"] == "image/svg+xml"


async def test_files_are_compressed_for_those_who_ask(client: httpx.AsyncClient) -> None:
    script = read_manifest()["explorer"].script
    async with client.stream("GET", f"/static/{script}", headers={"Accept-Encoding": "gzip"}) as response:
        raw = b"".join([chunk async for chunk in response.aiter_raw()])
    plain = await client.get(f"/static/{script}", headers={"Accept-Encoding": "identity"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Vary"] == "Accept-Encoding"
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert int(response.headers["Content-Length"]) == len(raw) < len(plain.content) / 2
    assert gzip.decompress(raw) == plain.content
    assert "Content-Encoding" not in plain.headers


async def test_head_has_the_length_and_no_body(client: httpx.AsyncClient) -> None:
    response = await client.head("/static/favicon.svg", headers={"Accept-Encoding": "identity"})
    favicon = await client.get("/static/favicon.svg", headers={"Accept-Encoding": "identity"})
    assert response.content == b""
    assert int(response.headers["Content-Length"]) == len(favicon.content)


@pytest.mark.parametrize(
    "path", ["../settings.py", "%2e%2e/settings.py", "..%2f..%2fpyproject.toml", "dist", "nothing"]
)
async def test_nothing_outside_the_folder_is_served(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(f"http://registry/static/{path}")
    assert response.status_code == 404


async def test_files_can_only_be_read(client: httpx.AsyncClient) -> None:
    response = await client.post("/static/favicon.svg")
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"
