"""A body's dates as a page, a calendar and feeds: what they hold, to the letter, and who may read them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import feedparser
import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from alerts.feeds import BodyDates, atom, calendar, rss
from alerts.item import Item
from alerts.kind import load_kinds
from alerts.links import Links
from api.alerts.feeds import feed_address, feeds_router
from api.alerts.questions import OWN_BOUNDS, asking_as
from api.app import make_engine
from api.settings import Settings
from graph.access import Caller, Role
from queries.prepared.catalogue import load_questions
from tests.alerting.alerting_world import DAY, Desk

LINKS = Links("https://sharing.example", SecretStr("0123456789abcdef0123456789abcdef"))
KINDS = {kind.id: kind for kind in load_kinds()}
LEAP = Item("agreement-review", "Agreement", "a:1", dt.date(2028, 2, 29), "Café, care; and\nmore", agreement="a:1")
ENDED = Item("agreement-end", "Agreement", "a:2", dt.date(2026, 5, 1), "Old & <b>tired</b> é", agreement="a:2")
SOON = Item("agreement-review", "Agreement", "a:3", dt.date(2027, 2, 26), "Soon", agreement="a:3")
URGENCIES = ["Run out or overdue", "Within thirty days"]
FAR = Item("agreement-end", "Agreement", "a:3", dt.date(2027, 2, 27), "Far", agreement="a:3")


def test_a_calendar_is_one_that_calendars_read() -> None:
    text = calendar(BodyDates("Alpha, Beta", [LEAP], DAY), KINDS, LINKS).decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.replace("\r\n ", "") == CALENDAR.replace("\n", "\r\n")


CALENDAR = """\
BEGIN:VCALENDAR
PRODID:-//ISA registry//Alerts//EN
VERSION:2.0
METHOD:PUBLISH
X-WR-CALNAME:Information sharing: Alpha\\, Beta
REFRESH-INTERVAL;VALUE=DURATION:P1D
BEGIN:VEVENT
UID:agreement-review:a:1@isa-registry
DTSTAMP:20260601T000000Z
DTSTART;VALUE=DATE:20280229
DTEND;VALUE=DATE:20280301
SUMMARY:Agreement is due for review: Café\\, care\\; and\\nmore
DESCRIPTION:Review it with its parties\\, and record the review and the next date.
URL:https://sharing.example/questions/one-agreement?agreement=a%3A1
TRANSP:TRANSPARENT
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Agreement is due for review: Café\\, care\\; and\\nmore
TRIGGER:-P90D
END:VALARM
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Agreement is due for review: Café\\, care\\; and\\nmore
TRIGGER:-P30D
END:VALARM
END:VEVENT
END:VCALENDAR
"""


@pytest.mark.parametrize(("made", "version"), [(atom, "atom10"), (rss, "rss20")])
def test_a_feed_is_one_that_feed_readers_read(made: Any, version: str) -> None:
    address, page = "https://sharing.example/alerts/feed/t.form", "https://sharing.example/alerts/feed/t"
    written = made(BodyDates("Alpha", [LEAP, FAR, SOON, ENDED], DAY), KINDS, LINKS, address, page)
    read = feedparser.parse(written)
    assert (read.bozo, read.version, read.encoding) == (False, version, "utf-8")
    assert (read.feed.title, read.feed.link, read.feed.language) == ("Information sharing: Alpha", page, "en-GB")
    assert {link.rel: link.href for link in read.feed.links} == {"alternate": page, "self": address}
    assert tuple(read.feed.updated_parsed)[:6] == (2026, 6, 1, 0, 0, 0)
    one = "https://sharing.example/questions/one-agreement?agreement="
    # 270 days ahead is the last day that feeds tell of.
    told = [(each.title, each.link, each.id, each.summary, tuple(each.published_parsed)[:3]) for each in read.entries]
    assert told == [
        (
            "Old & <b>tired</b> é ended on 1 May 2026, 31 days ago.",
            f"{one}a%3A2",
            f"{one}a%3A2#agreement-end-2026-05-01",
            KINDS["agreement-end"].text.do,
            (2026, 5, 1),
        ),
        (
            "Soon is due for review on 26 February 2027, in 270 days.",
            f"{one}a%3A3",
            f"{one}a%3A3#agreement-review-2027-02-26",
            KINDS["agreement-review"].text.do,
            (2026, 6, 1),
        ),
    ]


async def test_dates_are_those_that_a_body_may_see(begun: Desk) -> None:
    # However small the pages are that callers may ask for.
    engine = make_engine(Settings(today_fixed=DAY, max_page_size=5), begun.store, OWN_BOUNDS)
    app = FastAPI()
    app.include_router(
        feeds_router(LINKS, lambda b: asking_as(Caller(Role.MEMBER, (b,)), engine, load_questions()), lambda: DAY)
    )
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://registry") as client:

        async def got(body: str, form: str | None) -> httpx.Response:
            return await client.get(str(feed_address(LINKS, body, form)).removeprefix(LINKS.base))

        care, hidden = (f"{name} ends on 1 July 2026, in 30 days." for name in ("Care", "Hidden"))
        old = "Old ended on 20 April 2026, 42 days ago, and data is recorded as still flowing under it."
        # Gamma leads on Hidden and may not see it.
        for name, seen in (("Alpha", [old, care]), ("Beta", [old, care, hidden]), ("Gamma", [])):
            body = f"o:{name.lower()}"
            for form, media_type in (("atom", "application/atom+xml"), ("rss", "application/rss+xml")):
                answer = await got(body, form)
                assert answer.headers["content-type"] == media_type
                read = feedparser.parse(answer.content)
                assert (read.bozo, read.feed.title) == (False, f"Information sharing: {name}")
                assert [each.title for each in read.entries] == seen
            assert (await got(body, "ics")).text.count("BEGIN:VEVENT") == len(seen)
            page = await got(body, None)
            assert (page.status_code, page.headers["cache-control"]) == (200, "no-store")
            assert re.findall(r'<li><p><a href="/[^"]+">([^<]+)</a><br>', page.text) == seen
            assert f"<h1>Dates of {name}</h1>" in page.text
            assert re.findall(r"<h2>([^<]+)</h2>", page.text) == ["Subscribe", *URGENCIES[: len(seen)]]
            addresses = [feed_address(LINKS, body, form) for form in ("ics", "atom", "rss")]
            assert re.findall(r'<li><a href="(https:[^"]+)">', page.text) == addresses
        good = str(feed_address(LINKS, "o:beta")).removeprefix(LINKS.base)
        for form in ("", ".ics", ".atom", ".rss"):
            assert (await client.get(f"{good}0{form}")).status_code == 404
        assert "This address is not good" in (await client.get(f"{good}0")).text
    assert feed_address(Links("https://sharing.example"), "o:beta", "ics") is None
