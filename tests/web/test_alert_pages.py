"""Answering an alert and subscribing to dates in a real browser: without scripts, narrow, and by keyboard."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page, expect

from tests.web.signed_links import dates_path

pytestmark = pytest.mark.browser

BURY = "gss:E08000002"


async def test_an_alert_is_answered_once_by_its_link(page: Page, answer_path: str) -> None:
    for _ in range(2):
        # Looking is not answering.
        await page.goto(answer_path)
        await expect(page).to_have_title("Answer an alert - Information sharing registry")
    await expect(page.locator("main .lead")).to_have_text(
        "Greater Manchester care record (GM-07) ends on 1 July 2026, in 30 days."
    )
    await page.get_by_role("button", name="Do not tell me for 30 days").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Your answer is kept")
    await page.goto(answer_path)
    await expect(page.get_by_text("not to be told again for 30 days")).to_be_visible()
    await expect(page.get_by_role("button")).to_have_count(0)


async def test_an_alert_is_answered_by_keyboard_without_scripts(
    browser: Browser, live_server: str, answer_path: str
) -> None:
    context = await browser.new_context(java_script_enabled=False, base_url=live_server)
    try:
        page = await context.new_page()
        await page.goto(answer_path)
        await page.get_by_role("button", name="I have seen it").focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("ig-lead@body.example said of it: seen.")).to_be_visible()
    finally:
        await context.close()


async def test_the_page_of_dates_leads_to_what_can_be_subscribed_to(page: Page, live_server: str) -> None:
    await page.goto(dates_path(BURY))
    addresses = [f"{live_server}{dates_path(BURY)}.{form}" for form in ("ics", "atom", "rss")]
    links = page.locator("main .formats a")
    assert [await link.get_attribute("href") for link in await links.all()] == addresses
    alternate = page.locator("link[rel=alternate]")
    assert [await link.get_attribute("href") for link in await alternate.all()] == addresses[1:]
    for address, begins in zip(addresses, ("BEGIN:VCALENDAR", "<?xml", "<?xml"), strict=True):
        assert (await (await page.request.get(address)).text()).startswith(begins)


async def test_narrow_pages_do_not_scroll_sideways(page: Page, answer_path: str) -> None:
    for path in (answer_path, dates_path(BURY)):
        for width in (320, 768):
            await page.set_viewport_size({"width": width, "height": 800})
            await page.goto(path)
            assert await page.evaluate("document.documentElement.scrollWidth") == width
