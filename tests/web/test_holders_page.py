"""The page of who holds what bodies held, on the running registry."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import AsyncIterator
from html import unescape
from typing import Any, cast

import httpx
import orjson
import pytest
import pytest_asyncio
from fastapi import FastAPI
from playwright.async_api import Browser, Page, expect

from api.graphql.asked import Answer
from api.graphql.execute import Engine
from api.pages.holders import holders_page
from graph.access import ADMINISTRATOR

ROW = re.compile(r'<th scope="row">(.*?)</th>')


@pytest_asyncio.fixture
async def client(live_server: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=live_server, timeout=30) as opened:
        yield opened


async def test_a_list_is_answered_in_its_order_by_either_method(client: httpx.AsyncClient) -> None:
    names = "Pennine Acute Hospitals NHS Trust\r\n\r\n  RM4 \nRM4\nAcme & <b>Sons"
    posted = await client.post("/holders", data={"names": names, "asOf": ""})
    got = await client.get("/holders", params={"names": names})
    assert posted.status_code == got.status_code == 200
    assert posted.text == got.text
    assert [unescape(row) for row in ROW.findall(posted.text)] == [
        *("Pennine Acute Hospitals NHS Trust", "RM4", "Acme & <b>Sons")
    ]
    assert "<b>Sons" not in posted.text
    assert "<li>ods:RM4 to ods:RW3 on 1 April 2012 (acquisition)</li>" in posted.text
    assert "<li>ods:RW3 to ods:R0A on 1 October 2017 (merger)</li>" in posted.text
    assert "No body of this name or code is known." in posted.text


async def test_another_day_and_what_stands_beside_a_body(client: httpx.AsyncClient) -> None:
    page = await client.get(
        "/holders", params={"names": "RM4\nGreater Manchester Shared Services", "asOf": "2015-06-01"}
    )
    assert "Who holds it on 1 June 2015" in page.text
    assert (
        "Held by Central Manchester University Hospitals NHS Foundation Trust (ods:RW3) since 1 April 2012."
        in page.text
    )
    assert "hosted by NHS Oldham CCG (ods:00Y)" in page.text


@pytest.mark.parametrize(
    ("form", "status", "said"),
    [
        ({"names": "RM4", "asOf": "yesterday"}, 400, "yesterday is no day. Write it as 2026-03-31."),
        ({"names": "\n".join(f"name {n}" for n in range(501))}, 400, "These are 501 names. The page takes 500"),
        ({"names": "x" * 200_001}, 413, "The list is longer than the page takes."),
    ],
)
async def test_what_is_wrong_is_said_on_the_page(
    client: httpx.AsyncClient, form: dict[str, str], status: int, said: str
) -> None:
    page = await client.post("/holders", data=form)
    assert page.status_code == status
    assert said in page.text


async def test_the_start_page_leads_here_and_the_policy_is_strict(client: httpx.AsyncClient) -> None:
    assert 'href="/holders"' in (await client.get("/")).text
    page = await client.get("/holders", params={"names": "RW6"})
    assert "style-src 'self';" in page.headers["Content-Security-Policy"]
    assert "<script" not in page.text
    assert "style=" not in page.text


async def test_a_body_that_a_register_dropped_is_told() -> None:
    dropped = {"title": "2022-04 (etr.csv)", "source": {"title": "NHS trusts"}}
    body: dict[str, Any] = {
        "key": "ods:RBB",
        "name": "B",
        "kind": None,
        "identifiers": ["ods:RBB"],
        "openedOn": None,
        "closedOn": None,
        "hostedBy": {"nodes": []},
        "partOf": {"nodes": []},
        "memberOf": {"edges": []},
        # The register of the other is none that this caller may see.
        "withdrawnIn": {"nodes": [dropped, {"title": "2023", "source": None}]},
    }
    holding = {
        "asked": "RBB",
        "outcome": "HELD",
        "foundBy": "IDENTIFIER",
        "body": body,
        **{name: [] for name in ("candidates", "holders", "unsucceeded", "steps")},
    }

    class Answering:
        """Answers every question with the one holding."""

        async def answer(self, *_: object) -> Answer:
            return Answer(orjson.dumps({"data": {"holdersNow": [holding]}}), passed_through=True)

        def today(self) -> dt.date:
            return dt.date(2026, 4, 1)

    app = FastAPI()
    app.include_router(holders_page(lambda: cast("Engine", Answering()), lambda _: ADMINISTRATOR))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://registry") as client:
        page = await client.get("/holders", params={"names": "RBB"})
    assert re.findall(r"no longer in .*?<", page.text) == ["no longer in NHS trusts since 2022-04 (etr.csv)<"]


async def test_a_list_is_pasted_without_scripts(browser: Browser, live_server: str) -> None:
    context = await browser.new_context(base_url=live_server, java_script_enabled=False)
    page = await context.new_page()
    await page.goto("/holders")
    await page.get_by_label("Names or codes, one on each line").fill("RW6\nSalford CCG")
    await page.get_by_role("button", name="Follow them").click()
    rows = page.locator("tbody tr")
    await expect(rows).to_have_count(2)
    await expect(rows.first).to_contain_text("Northern Care Alliance NHS Foundation Trust (ods:RM3) since 1 Oct")
    await expect(rows.last).to_contain_text("NHS Greater Manchester Integrated Care Board (ods:QOP) since 1 July 2022")
    # What was pasted stays in the box.
    await expect(page.get_by_label("Names or codes, one on each line")).to_have_value("RW6\nSalford CCG")
    await context.close()


async def test_nothing_on_the_page_is_blocked_or_cut_off(page: Page) -> None:
    await page.goto("/holders?names=RW6%0A01Y")
    await expect(page.locator("tbody tr")).to_have_count(2)
    wide = await page.locator(".table-scroll").evaluate("box => box.scrollWidth > box.clientWidth")
    assert wide is False
