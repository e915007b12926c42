"""The protocol of /graphql: methods, media types, status codes, members that are absent or null."""

from __future__ import annotations

import json
from urllib.parse import quote

import httpx
import pytest

RESPONSE_JSON = "application/graphql-response+json"
JSON = "application/json"
NAMES = "{ organisations { nodes { name } } }"
BOTH = {"data": {"organisations": {"nodes": [{"name": "Alpha Council"}, {"name": "Beta Trust"}]}}}
BY_ID = "query One($id: ID!) { organisation(id: $id) { name } }"


async def post(client: httpx.AsyncClient, body: object, accept: str = RESPONSE_JSON) -> httpx.Response:
    return await client.post("/graphql", content=json.dumps(body), headers={"content-type": JSON, "accept": accept})


def codes(answer: httpx.Response) -> list[str]:
    return [error["extensions"]["code"] for error in answer.json()["errors"]]


async def test_post(client: httpx.AsyncClient) -> None:
    answer = await post(client, {"query": NAMES})
    assert (answer.status_code, answer.json()) == (200, BOTH)
    assert answer.headers["content-type"] == f"{RESPONSE_JSON}; charset=utf-8"


async def test_get_with_url_encoded_variables(client: httpx.AsyncClient) -> None:
    variables = quote(json.dumps({"id": "o:alpha"}))
    answer = await client.get(f"/graphql?query={quote(BY_ID)}&variables={variables}&operationName=One")
    assert (answer.status_code, answer.json()) == (200, {"data": {"organisation": {"name": "Alpha Council"}}})


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, JSON),
        ("*/*", RESPONSE_JSON),
        ("application/*", RESPONSE_JSON),
        (JSON, JSON),
        (RESPONSE_JSON, RESPONSE_JSON),
        (f"{RESPONSE_JSON}, {JSON};q=0.9", RESPONSE_JSON),
        (f"{JSON}, {RESPONSE_JSON}", JSON),
        (f"{JSON};q=0.5, {RESPONSE_JSON};q=0.8", RESPONSE_JSON),
        (f"text/html, {JSON};charset=utf-8", JSON),
    ],
)
async def test_media_type_of_the_answer(client: httpx.AsyncClient, accept: str | None, media: str) -> None:
    headers = {"content-type": JSON} | ({} if accept is None else {"accept": accept})
    request = client.build_request("POST", "/graphql", content=json.dumps({"query": NAMES}), headers=headers)
    if accept is None:
        del request.headers["accept"]
    answer = await client.send(request)
    assert answer.headers["content-type"] == f"{media}; charset=utf-8"
    assert answer.json() == BOTH


@pytest.mark.parametrize("accept", ["text/html", f"{JSON};q=0", "image/png, text/plain"])
async def test_nothing_acceptable(client: httpx.AsyncClient, accept: str) -> None:
    answer = await post(client, {"query": NAMES}, accept)
    assert (answer.status_code, codes(answer)) == (406, ["BAD_REQUEST"])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"query": "{ organisations { nodes { name }"}, "GRAPHQL_SYNTAX"),
        ({"query": "{ organisations { nodes { colour } } }"}, "GRAPHQL_INVALID"),
        ({"query": "mutation { x }"}, "GRAPHQL_INVALID"),
        ({"query": BY_ID}, "BAD_VARIABLES"),
        ({"query": BY_ID, "variables": {"id": ["a"]}}, "BAD_VARIABLES"),
        ({"query": "query A { __typename } query B { __typename }"}, "OPERATION_NOT_FOUND"),
        ({"query": "query A { __typename }", "operationName": "B"}, "OPERATION_NOT_FOUND"),
    ],
)
async def test_a_question_that_cannot_be_run(client: httpx.AsyncClient, body: object, code: str) -> None:
    """400 and no data for the media type of GraphQL; 200 for plain JSON, as its older clients expect."""
    answer = await post(client, body)
    assert (answer.status_code, codes(answer), "data" in answer.json()) == (400, [code], False)
    legacy = await post(client, body, JSON)
    assert (legacy.status_code, legacy.json()) == (200, answer.json())


@pytest.mark.parametrize("accept", [RESPONSE_JSON, JSON])
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The body is not JSON"),
        (b"{", "The body is not JSON"),
        (b'"query"', "The body must be a JSON object"),
        (b'[{"query": "{ __typename }"}]', "Send one question a request"),
        (b"{}", "There is no question"),
        (b'{"query": null}', "There is no question"),
        (b'{"query": 5}', "`query` must be a text or null"),
        (b'{"documentId": 5}', "`documentId` must be a text or null"),
        (b'{"query": "{ __typename }", "documentId": "a"}', "Give `query` or `documentId`, not both"),
        (b'{"query": "{ __typename }", "variables": []}', "`variables` must be a JSON object or null"),
        (b'{"query": "{ __typename }", "variables": "{}"}', "`variables` must be a JSON object or null"),
        (b'{"query": "{ __typename }", "operationName": 1}', "`operationName` must be a text or null"),
        (b'{"query": "{ __typename }", "extensions": 1}', "`extensions` must be a JSON object or null"),
        ('{"query": "{ __typename } # caf\u00e9"}'.encode("latin-1"), "The body is not JSON in UTF-8"),
    ],
)
async def test_a_body_that_is_no_question(client: httpx.AsyncClient, content: bytes, says: str, accept: str) -> None:
    answer = await client.post("/graphql", content=content, headers={"content-type": JSON, "accept": accept})
    assert (answer.status_code, codes(answer)) == (400, ["BAD_REQUEST"])
    assert answer.json()["errors"][0]["message"].startswith(says)


async def test_absent_and_null_members_are_the_same(client: httpx.AsyncClient) -> None:
    answer = await post(client, {"query": NAMES, "variables": None, "operationName": None, "extensions": None})
    assert answer.json() == BOTH
    assert (await post(client, {"query": NAMES, "operationName": "", "more": [1]})).json() == BOTH


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/graphql", ""])
async def test_other_content_types(client: httpx.AsyncClient, kind: str) -> None:
    answer = await client.post("/graphql", content=json.dumps({"query": NAMES}), headers={"content-type": kind})
    assert (answer.status_code, codes(answer)) == (415, ["BAD_REQUEST"])


async def test_charset(client: httpx.AsyncClient) -> None:
    body = json.dumps({"query": NAMES})
    utf8 = await client.post("/graphql", content=body, headers={"content-type": 'application/json; charset="UTF-8"'})
    assert utf8.json() == BOTH
    other = await client.post("/graphql", content=body, headers={"content-type": "application/json; charset=latin-1"})
    assert other.status_code == 415


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
async def test_other_methods(client: httpx.AsyncClient, method: str) -> None:
    answer = await client.request(method, "/graphql")
    assert (answer.status_code, answer.headers["allow"], codes(answer)) == (405, "GET, POST", ["BAD_REQUEST"])


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "There is no question"),
        ("query=", "There is no question"),
        ("query=%7B__typename%7D&variables=5", "`variables` must be a JSON object"),
        ("query=%7B__typename%7D&variables=%7B", "The parameter variables is not JSON"),
        ("query=%7B__typename%7D&query=%7B__typename%7D", "The parameter query is given more than once"),
    ],
)
async def test_bad_get(client: httpx.AsyncClient, query: str, says: str) -> None:
    answer = await client.get(f"/graphql?{query}")
    assert (answer.status_code, codes(answer)) == (400, ["BAD_REQUEST"])
    assert answer.json()["errors"][0]["message"].startswith(says)


async def test_a_body_that_is_too_large(client: httpx.AsyncClient) -> None:
    answer = await post(client, {"query": NAMES, "variables": {"x": "y" * 1_100_000}})
    assert (answer.status_code, codes(answer)) == (413, ["BAD_REQUEST"])


async def test_a_field_error_is_part_of_a_good_answer(client: httpx.AsyncClient) -> None:
    answer = await post(client, {"query": '{ agreement(id: "nope") { title } organisations { totalCount } }'})
    assert answer.status_code == 200
    assert answer.json()["data"] == {"agreement": None, "organisations": {"totalCount": 2}}
    assert codes(answer) == ["NOT_FOUND"]
    assert answer.json()["errors"][0]["path"] == ["agreement"]


async def test_health(client: httpx.AsyncClient) -> None:
    assert (await client.get("/health/live")).json() == {"status": "live"}
    ready = await client.get("/health/ready")
    assert (ready.status_code, ready.json()["status"]) == (200, "ready")
    assert ready.json()["engine"] in ("embedded", "neo4j")


async def test_the_schema_is_published(client: httpx.AsyncClient) -> None:
    answer = await client.get("/schema.graphql")
    assert answer.status_code == 200
    assert answer.text.startswith("directive @oneOf")


async def test_introspection(client: httpx.AsyncClient) -> None:
    from graphql import build_client_schema, build_schema, get_introspection_query, print_schema

    answer = await post(client, {"query": get_introspection_query(descriptions=True)})
    assert answer.status_code == 200
    published = (await client.get("/schema.graphql")).text
    seen = build_client_schema(answer.json()["data"])
    assert set(seen.type_map) == set(build_schema(published).type_map)
    assert "type Agreement implements Node" in print_schema(seen)
