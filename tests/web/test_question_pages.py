"""The pages of the prepared questions on the running registry, without a browser."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from api.pages.codes import in_words
from queries.prepared.catalogue import load_questions
from queries.prepared.question import Question

DASHBOARD = json.loads((Path(__file__).parents[2] / "docs/examples/grafana-dashboard.json").read_text(encoding="utf-8"))
NAMES = [question.name for question in load_questions()]
LINK = re.compile(r'href="/questions/([\w-]+)"')
RECIPE = re.compile(r'<details class="recipe">\s*<summary>([\w ]+)</summary>.*?<code>(.*?)</code>', re.DOTALL)


@pytest_asyncio.fixture
async def client(live_server: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=live_server, timeout=30) as opened:
        yield opened


async def test_all_questions_are_listed_and_found_by_their_words(client: httpx.AsyncClient) -> None:
    everything = await client.get("/questions")
    assert LINK.findall(everything.text) == NAMES
    # Both words must occur, in whatever case.
    found = await client.get("/questions", params={"search": "COUNCILS identifiable"})
    assert LINK.findall(found.text) == ["identifiable-data-to-councils"]
    assert "1 question speaks of" in found.text
    nothing = await client.get("/questions", params={"search": "<b>zebra"})
    assert LINK.findall(nothing.text) == []
    assert "No question speaks of" in nothing.text
    assert "<strong>&lt;b&gt;zebra</strong>" in nothing.text


@pytest.mark.parametrize("question", load_questions(), ids=lambda question: question.name)
async def test_each_page_has_its_form_its_answer_and_its_links(client: httpx.AsyncClient, question: Question) -> None:
    name, columns, parameters = question.name, question.columns, question.parameters
    page = await client.get(f"/questions/{name}")
    assert page.status_code == 200
    answer = (await client.get(f"/q/{name}.json")).json()
    # A heading row, and a row for each of the answer; no table where there is none.
    found = len(answer["rows"])
    assert page.text.count("<tr>") == (1 + found if found else 0)
    headings = re.findall(r'<th scope="col"[^>]*>([\w ]+)</th>', page.text)
    assert headings == ([in_words(column.name) for column in columns] if found else [])
    assert ("Nothing recorded answers this." in page.text) == (found == 0)
    blank = sum(value in (None, "") for row in answer["rows"] for value in row.values())
    assert page.text.count('<span class="small">–</span>') == blank
    assert ("A dash stands where nothing is recorded." in page.text) == (blank > 0)
    assert {p.name for p in parameters} <= set(re.findall(r' name="(\w+)"', page.text))
    links = [unescape(link) for link in re.findall(r'href="(/q/[^"]+)"', page.text)]
    formats = ["json", "csv", "ndjson", "xlsx", *(["svg"] if question.chart else [])]
    assert [link.partition("?")[0] for link in links] == [f"/q/{name}.{form}" for form in formats]
    assert {(await client.get(link)).status_code for link in links} == {200}
    assert ("<svg xmlns" in page.text) == (question.chart is not None and found > 0)
    assert (await client.get(links[0])).json()["rows"] == answer["rows"]


async def test_the_form_keeps_what_was_asked(client: httpx.AsyncClient) -> None:
    given = {"between": "gss:E08000004", "and": "gm:nhs-digital", "direction": "GIVES"}
    page = await client.get("/questions/who-shares-what", params=given)
    assert '<option value="GIVES" selected>' in page.text
    assert 'name="and" type="text" value="gm:nhs-digital"' in page.text
    # Oldham council gives NHS Digital nothing that is recorded.
    assert "Nothing recorded answers this." in page.text


async def test_bodies_are_offered_by_name_and_codes_are_explained(client: httpx.AsyncClient) -> None:
    page = await client.get("/questions/who-shares-what", params={"between": "gss:E08000004", "and": ""})
    offered = re.findall(r'<datalist id="named-(\w+)">(.*?)</datalist>', page.text, re.DOTALL)
    assert [name for name, _ in offered] == ["between", "and"]
    bodies = re.findall(r'<option value="([^"]+)">([^<]+)</option>', offered[0][1])
    assert len(bodies) == 107
    assert ("gss:E08000004", "Oldham Metropolitan Borough Council") in bodies
    assert [name for _, name in bodies] == sorted((name for _, name in bodies), key=str.casefold)
    explained = dict(re.findall(r"<div><dt>([A-Z_]+)</dt><dd>([^<]+)</dd></div>", page.text))
    assert explained["DE_PERSONALISED"]
    assert "IDENTIFIABLE" not in explained


async def test_no_box_ticked_asks_for_everything_and_not_for_the_default(client: httpx.AsyncClient) -> None:
    page = await client.get("/questions/ended-or-overdue", params={"conditions": ""})
    assert page.status_code == 200
    assert " checked" not in page.text
    # All 45 agreements of the demonstration rather than the three that ended.
    assert "45 rows, as of" in page.text


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/questions/who-shares-wat", 404, "Did you mean who-shares-what?"),
        ("/questions/who-shares-what?direction=UP", 400, "does not exist in &#39;SharingDirection&#39; enum."),
        ("/questions/who-shares-what?betwen=x", 400, "The question has no parameter betwen."),
        ("/questions/who-shares-what?between=nobody", 404, "sharing: nothing of this id or key is in the registry"),
    ],
)
async def test_what_is_wrong_is_said_on_the_page(client: httpx.AsyncClient, path: str, status: int, said: str) -> None:
    page = await client.get(path)
    assert page.status_code == status
    assert said in page.text
    assert "<h1>" in page.text


async def test_how_a_question_is_answered_is_shown(client: httpx.AsyncClient) -> None:
    question = await client.get("/questions/who-shares-what", params={"between": "gss:E08000004", "and": ""})
    link = re.search(r'<a href="([^"]+)">How it is answered</a>', question.text)
    assert link is not None
    page = await client.get(unescape(link[1]))
    assert page.status_code == 200
    cypher, parameters, plan = (
        unescape(code) for code in re.findall(r"<code>(.*?)</code></pre>", page.text, re.DOTALL)
    )
    assert cypher.startswith("MATCH (a:Organisation {key: $p0})")
    assert json.loads(parameters)["p0"] == "gss:E08000004"
    assert "Organisation" in plan
    wrong = await client.get("/questions/who-shares-what/explain", params={"direction": "UP"})
    assert wrong.status_code == 400
    assert "It cannot be told." in wrong.text
    assert (await client.get("/questions/who-shares-wat/explain")).status_code == 404


async def test_a_long_answer_is_shown_in_pages(client: httpx.AsyncClient) -> None:
    first = await client.get("/questions/no-end-nor-review-date", params={"first": "15"})
    assert "Cut short: these are 15 of 20 rows." in first.text
    following = re.search(r'<a href="([^"]+)#answer">Next page</a>', first.text)
    assert following is not None
    second = await client.get(unescape(following[1]))
    assert "5 rows, as of" in second.text
    assert "Cut short" not in second.text


async def test_the_recipe_for_python_runs(client: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]) -> None:
    page = await client.get("/questions/identifiable-data-to-councils")
    recipes = {name: unescape(text) for name, text in RECIPE.findall(page.text)}
    assert list(recipes) == ["curl", "Python", "Excel", "Power BI", "Grafana"]
    exec(compile(recipes["Python"], "recipe", "exec"), {})  # noqa: S102 - what the page tells people to run
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 5
    assert "'recipient': 'Salford City Council'" in lines[0]
    excel = await client.get(recipes["Excel"])
    assert excel.content.startswith(b"\xef\xbb\xbfrecipient,datasets,")
    grafana = json.loads(recipes["Grafana"])
    rows = (await client.get(grafana["url"])).json()[grafana["root_selector"]]
    assert list(rows[0]) == [column["selector"] for column in grafana["columns"]]


async def test_the_pages_keep_to_the_strict_policy(client: httpx.AsyncClient) -> None:
    for path in ("/questions", "/questions/who-shares-what"):
        page = await client.get(path)
        assert "style-src 'self';" in page.headers["Content-Security-Policy"]
        # Nothing in the page needs more than that.
        assert "<script" not in page.text
        assert "style=" not in page.text


@pytest.mark.parametrize("panel", DASHBOARD["panels"], ids=lambda panel: panel["title"])
async def test_the_example_dashboard_finds_its_rows(client: httpx.AsyncClient, panel: dict[str, Any]) -> None:
    [target] = panel["targets"]
    variables = {each["name"]: each["query"] for each in DASHBOARD["templating"]["list"]}
    assert target["url"].startswith("${registry}/q/")
    url = target["url"].removeprefix("${registry}").replace("${body:percentencode}", variables["body"])
    answer = await client.get(url)
    assert answer.status_code == 200
    rows = answer.json()[target["root_selector"]]
    assert rows
    assert all(list(row) == [column["selector"] for column in target["columns"]] for row in rows)
