"""The explorer in a real browser: it opens, completes, runs a prepared question and shows its answer."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, Response, expect

from queries.prepared.catalogue import load_questions
from queries.prepared.columns import flat_answer

pytestmark = pytest.mark.browser

QUESTIONS = load_questions()


def query_editor(page: Page) -> Locator:
    return page.get_by_role("region", name="Operation Editor").locator(".monaco-editor").first


def variables_editor(page: Page) -> Locator:
    return page.get_by_role("region", name="Variables").locator(".monaco-editor").first


def answer(page: Page) -> Locator:
    return page.locator(".result-window .view-lines")


def is_answer(response: Response) -> bool:
    """Whether it answers a query of the user's; the explorer asks for the schema by itself."""
    return response.url.endswith("/graphql") and "IntrospectionQuery" not in (response.request.post_data or "")


async def opened(page: Page, path: str) -> None:
    """Open a page of the explorer and wait until the editor holds its text: Run before that sends nothing."""
    await page.goto(path)
    await expect(query_editor(page).locator(".view-line").first).not_to_have_text("")


async def text_of(editor: Locator) -> str:
    """The lines of an editor that can be seen, without the no-break spaces that the editor shows spaces as."""
    lines = await editor.locator(".view-line").all_inner_texts()
    return "\n".join(lines).replace("\xa0", " ")


async def kept_by_the_browser(page: Page, text: str) -> None:
    """Wait until the tabs are stored. (Playwright's own way of waiting evaluates text, which our policy forbids.)"""
    for _ in range(100):
        if text in (await page.evaluate("localStorage.getItem('graphiql:tabState')") or ""):
            return
        await page.wait_for_timeout(50)
    raise AssertionError(f"the tabs were not kept with {text!r}")


async def run_and_read(page: Page, button: Locator) -> dict[str, Any]:
    async with page.expect_response(is_answer) as waiting:
        await button.click()
    response = await waiting.value
    body: dict[str, Any] = await response.json()
    return body


async def test_opens_on_the_first_question_with_its_variables(page: Page) -> None:
    await opened(page, "/explore")
    first = QUESTIONS[0]
    await expect(page).to_have_title("Explorer - Information sharing registry")
    await expect(page.get_by_role("tab", selected=True)).to_have_text(first.operation_name)
    assert f"query {first.operation_name}" in await text_of(query_editor(page))
    name, value = next(iter(first.variables().items()))
    assert f'"{name}": {json.dumps(value, ensure_ascii=False)}' in await text_of(variables_editor(page))


async def test_panel_lists_every_question_under_its_area(page: Page) -> None:
    await opened(page, "/explore")
    panel = page.get_by_role("region", name="Prepared questions")
    assert await panel.locator(".question-title").all_inner_texts() == [question.title for question in QUESTIONS]
    assert await panel.locator("h3").all_inner_texts() == list(dict.fromkeys(q.area for q in QUESTIONS))


async def test_search_narrows_the_panel(page: Page) -> None:
    await opened(page, "/explore")
    panel = page.get_by_role("region", name="Prepared questions")
    wanted = QUESTIONS[-1]
    await panel.get_by_label("Search the questions").fill(wanted.title.upper())
    await expect(panel.locator(".question-title")).to_have_text([wanted.title])
    await expect(panel.get_by_role("status")).to_have_text(f"1 of {len(QUESTIONS)} questions")
    await panel.get_by_label("Search the questions").fill("zyzzyva")
    await expect(panel.get_by_role("status")).to_have_text("No question has these words.")


async def test_completes_a_field_name_while_typing(page: Page) -> None:
    await opened(page, "/explore")
    async with page.expect_response("**/graphql"):
        await page.get_by_label("Re-fetch GraphQL schema").click()
    await page.get_by_label("New tab").click()
    await query_editor(page).click()
    await page.keyboard.type("{ shar", delay=40)
    row = page.locator(".suggest-widget .monaco-list-row", has_text="sharing").first
    await expect(row).to_be_visible()
    await page.keyboard.press("Tab")
    await expect(query_editor(page).locator(".view-lines")).to_contain_text("sharing")


async def test_runs_a_question_chosen_in_the_panel(page: Page) -> None:
    await opened(page, "/explore")
    wanted = QUESTIONS[1]
    panel = page.get_by_role("region", name="Prepared questions")
    await panel.get_by_role("button", name=wanted.title).click()
    await expect(page.get_by_role("tab")).to_have_count(2)
    await expect(page.get_by_role("tab", selected=True)).to_contain_text(wanted.operation_name)
    await expect(panel.locator("[aria-current=true] .question-title")).to_have_text(wanted.title)
    await expect(panel.get_by_text(" ".join(wanted.help.split()))).to_be_visible()
    body = await run_and_read(page, panel.get_by_role("button", name="Run", exact=True))
    assert "errors" not in body
    await expect(answer(page)).to_contain_text('"data"')
    await expect(answer(page)).to_contain_text(f'"{next(iter(body["data"]))}"')
    await expect(page.get_by_text("The answer appears here.")).to_have_count(0)


async def test_a_link_to_a_question_opens_and_answers_it(page: Page) -> None:
    question = next(each for each in reversed(QUESTIONS) if not each.example.parameters)
    await opened(page, f"/explore?question={question.name}")
    await expect(page.get_by_role("tab", selected=True)).to_have_text(question.operation_name)
    body = await run_and_read(page, page.get_by_role("button", name="Execute query"))
    assert "errors" not in body
    assert len(flat_answer(question, body["data"]).rows) == question.example.rows
    await expect(answer(page)).to_contain_text('"data"')


async def test_what_was_written_is_kept_and_a_link_opens_beside_it(page: Page) -> None:
    await opened(page, "/explore")
    await query_editor(page).click()
    await page.keyboard.press("Control+Home")
    await page.keyboard.type("# mine ")
    await kept_by_the_browser(page, "# mine")
    await opened(page, "/explore")
    assert (await text_of(query_editor(page))).startswith("# mine ")
    wanted = QUESTIONS[-1]
    await opened(page, f"/explore?question={wanted.name}")
    await expect(page.get_by_role("tab", selected=True)).to_contain_text(wanted.operation_name)
    await expect(page.get_by_role("tab")).to_have_count(2)


async def test_a_link_to_no_question_says_so(page: Page) -> None:
    await opened(page, "/explore?question=nothing-of-the-kind")
    notice = page.locator("#explorer-notice")
    await expect(notice).to_have_text('There is no prepared question called "nothing-of-the-kind".')


async def test_an_unknown_field_is_marked_while_typing(page: Page) -> None:
    await opened(page, "/explore")
    await page.get_by_label("New tab").click()
    await query_editor(page).click()
    await page.keyboard.insert_text("{ nothingOfTheKind }")
    await expect(query_editor(page).locator(".squiggly-error")).to_be_visible()


@pytest_asyncio.fixture
async def broken(browser: Browser, live_server: str) -> AsyncIterator[Page]:
    """A page whose requests a test may break: faults are expected here and not held against it."""
    context = await browser.new_context(viewport={"width": 1280, "height": 800}, base_url=live_server)
    yield await context.new_page()
    await context.close()


async def test_without_its_questions_the_explorer_opens_and_says_so(broken: Page) -> None:
    await broken.route("**/explore/questions.json", lambda route: route.fulfill(status=503, body="no"))
    await broken.goto("/explore")
    await expect(query_editor(broken)).to_be_visible()
    await expect(broken.locator("#explorer-notice")).to_have_text(
        "The prepared questions could not be read (HTTP 503)."
    )


async def test_a_registry_that_does_not_answer_is_told_in_the_answer(broken: Page) -> None:
    await opened(broken, "/explore")
    await broken.route("**/graphql", lambda route: route.abort())
    await broken.get_by_role("button", name="Execute query").click()
    await expect(answer(broken)).to_contain_text("The registry did not answer.")


async def test_an_answer_that_is_not_graphql_is_told_in_the_answer(broken: Page) -> None:
    await opened(broken, "/explore")
    await broken.route("**/graphql", lambda route: route.fulfill(status=502, content_type="text/html", body="<p>"))
    await broken.get_by_role("button", name="Execute query").click()
    await expect(answer(broken)).to_contain_text("The registry answered HTTP 502 with something that is not GraphQL.")
