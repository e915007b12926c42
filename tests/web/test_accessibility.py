"""The pages held against WCAG 2.2 A and AA by axe, in light and in dark.

axe finds only a part of what the guidelines ask; the rest is looked at by people.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.web.signed_links import dates_path

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
#: GraphiQL puts a button inside each of its tabs; it offers no way round that.
KNOWN_IN_EXPLORER = ["nested-interactive"]


@pytest_asyncio.fixture(params=["light", "dark"])
async def plain_page(request: pytest.FixtureRequest, browser: Browser, live_server: str) -> AsyncIterator[Page]:
    context = await browser.new_context(
        viewport={"width": 1280, "height": 800}, base_url=live_server, color_scheme=request.param, bypass_csp=True
    )
    yield await context.new_page()
    await context.close()


@pytest.fixture(scope="session")
def axe(web_sources: Path) -> str:
    return (web_sources / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


async def violations(page: Page, axe: str) -> list[str]:
    """The rules that the page breaks, each with the first element that breaks it."""
    await page.evaluate(axe)
    found = await page.evaluate(
        """async (rules) => {
            const { violations } = await axe.run(document, { runOnly: rules });
            return violations.map((each) => each.id + ": " + each.nodes[0].html);
        }""",
        RULES,
    )
    return cast("list[str]", found)


def rules_of(found: list[str]) -> list[str]:
    return [each.partition(":")[0] for each in found]


async def test_start_page_breaks_no_rule(plain_page: Page, axe: str) -> None:
    for width in (1280, 360):
        await plain_page.set_viewport_size({"width": width, "height": 800})
        await plain_page.goto("/")
        assert await violations(plain_page, axe) == []


@pytest.mark.parametrize(
    "path",
    [
        *("/questions", "/questions/ended-or-overdue", "/questions/who-shares-what?direction=UP"),
        *("/holders", "/holders?names=RW6%0AAcme", "/names?all=yes"),
    ],
)
async def test_question_pages_break_no_rule(plain_page: Page, axe: str, path: str) -> None:
    for width in (1280, 360):
        await plain_page.set_viewport_size({"width": width, "height": 800})
        await plain_page.goto(path)
        for recipe in await plain_page.locator("summary").all():
            await recipe.click()
        assert await violations(plain_page, axe) == []


@pytest.mark.parametrize("path", ["/findings", "/findings/body/ods%3AR0A", "/findings/body/nobody"])
async def test_findings_pages_break_no_rule(plain_page: Page, axe: str, path: str) -> None:
    for width in (1280, 360):
        await plain_page.set_viewport_size({"width": width, "height": 800})
        await plain_page.goto(path)
        assert await violations(plain_page, axe) == []


async def test_pages_behind_links_of_alerts_break_no_rule(plain_page: Page, axe: str, answer_path: str) -> None:
    dates = dates_path("gss:E08000002")
    for width in (1280, 360):
        await plain_page.set_viewport_size({"width": width, "height": 800})
        for path in (answer_path, f"{answer_path}0", dates, f"{dates}0"):
            await plain_page.goto(path)
            assert await violations(plain_page, axe) == []
    await plain_page.goto(answer_path)
    await plain_page.get_by_role("button", name="I have seen it").click()
    await expect(plain_page.get_by_role("heading", level=1)).to_have_text("Your answer is kept")
    assert await violations(plain_page, axe) == []


async def test_explorer_breaks_no_rule_but_the_known_one(plain_page: Page, axe: str) -> None:
    await plain_page.goto("/explore")
    await expect(plain_page.locator(".view-line").first).not_to_have_text("")
    await plain_page.locator(".question-open").nth(1).click()
    await expect(plain_page.get_by_role("tab")).to_have_count(2)
    await plain_page.locator(".question-run").click()
    await expect(plain_page.locator(".result-window .view-lines")).to_contain_text('"data"')
    answered = await violations(plain_page, axe)
    assert rules_of(answered) == KNOWN_IN_EXPLORER, answered

    await plain_page.get_by_label("Show Documentation Explorer").click()
    await plain_page.locator(".graphiql-doc-explorer-type-name").first.click()
    await expect(plain_page.get_by_role("link", name="agreements", exact=True)).to_be_visible()
    documented = await violations(plain_page, axe)
    assert rules_of(documented) == KNOWN_IN_EXPLORER, documented
