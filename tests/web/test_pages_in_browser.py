"""The server-rendered pages in a real browser, with and without scripts, wide and narrow."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page, expect

from queries.prepared.catalogue import load_questions

pytestmark = pytest.mark.browser


async def test_start_page_says_what_is_held_and_that_it_is_incomplete(page: Page) -> None:
    await page.goto("/")
    await expect(page).to_have_title("Information sharing registry")
    await expect(page.get_by_role("heading", level=1)).to_have_text(
        "Who shares what with whom, and under which agreement?"
    )
    await expect(page.get_by_text("What is not here proves nothing.")).to_be_visible()
    await expect(page.locator("#registers + table tbody tr")).to_have_count(3)
    await expect(page.get_by_text("Engine: embedded.")).to_be_visible()


async def test_start_page_links_to_each_question(page: Page) -> None:
    await page.goto("/")
    links = page.locator(".question-list a")
    hrefs = [await link.get_attribute("href") for link in await links.all()]
    assert hrefs == [f"/questions/{question.name}" for question in load_questions()]


async def test_narrow_page_does_not_scroll_sideways(page: Page) -> None:
    for path in ("/", "/questions", "/questions/ended-or-overdue", "/holders?names=RW6", "/findings"):
        for width in (320, 360, 768):
            await page.set_viewport_size({"width": width, "height": 800})
            await page.goto(path)
            assert await page.evaluate("document.documentElement.scrollWidth") == width


async def test_pages_work_without_scripts(browser: Browser, live_server: str) -> None:
    context = await browser.new_context(java_script_enabled=False, base_url=live_server)
    try:
        page = await context.new_page()
        await page.goto("/")
        await page.get_by_role("link", name="Open the explorer").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Explorer")
        # Found by element: Playwright looks for no text inside <noscript>.
        await expect(page.locator("noscript > p")).to_be_visible()
        await expect(page.locator(".explorer-loading")).to_be_hidden()
        await expect(page.locator("noscript > details")).to_have_count(len(load_questions()))
    finally:
        await context.close()


async def test_a_question_is_found_and_asked_without_scripts(browser: Browser, live_server: str) -> None:
    context = await browser.new_context(java_script_enabled=False, base_url=live_server)
    try:
        page = await context.new_page()
        await page.goto("/")
        await page.get_by_role("link", name="Ask a question").click()
        await page.get_by_label("Find a question").fill("dataset goes")
        await page.get_by_role("button", name="Find").click()
        await page.get_by_role("link", name="Where one dataset goes").click()
        await page.get_by_label("title").fill("Primary Care Mortality")
        await page.get_by_role("button", name="Ask").click()
        # Primary Care Mortality Data goes to five councils.
        await expect(page.locator(".answer tbody tr")).to_have_count(5)
        await expect(page.get_by_label("title")).to_have_value("Primary Care Mortality")
    finally:
        await context.close()


async def test_keyboard_reaches_the_main_content_first(page: Page) -> None:
    await page.goto("/")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("main")).to_be_focused()
