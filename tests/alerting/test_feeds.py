"""A body's dates as a calendar and as a feed: what they hold, to the letter, and who may read them."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree as ET

import httpx
from alerting.alerting_world import DAY, Desk
from fastapi import FastAPI
from pydantic import SecretStr

from alerts.feeds import calendar
from alerts.item import Item
from alerts.kind import load_kinds
from alerts.links import Links
from api.alert_feeds import feed_address, feeds_router
from api.alert_questions import asking_as
from api.app import make_engine
from api.settings import Settings
from graph.access import Caller, Role
from queries.catalogue import load_questions

LINKS = Links("https://sharing.example", SecretStr("0123456789abcdef0123456789abcdef"))
KINDS = {kind.id: kind for kind in load_kinds()}
ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_calendar_is_one_that_calendars_read() -> None:
    item = Item("agreement-review", "Agreement", "a:1", dt.date(2028, 2, 29), "Café, care; and\nmore", agreement="a:1")
    text = calendar("o:alpha", [item], KINDS, LINKS, dt.datetime(2026, 6, 1, tzinfo=dt.UTC))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.endswith("END:VCALENDAR\r\n")
    assert text.replace("\r\n ", "").split("\r\n")[6:17] == [
        "BEGIN:VEVENT",
        "UID:agreement-review:a:1@isa-registry",
        "DTSTAMP:20260601T000000Z",
        "DTSTART;VALUE=DATE:20280229",
        "DTEND;VALUE=DATE:20280301",
        "SUMMARY:Agreement is due for review: Café\\, care\\; and\\nmore",
        "DESCRIPTION:Review it with its parties\\, and record the review and the next date.",
        "URL:https://sharing.example/questions/one-agreement?agreement=a%3A1",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
    ]


async def test_a_feed_holds_what_its_body_may_see(begun: Desk) -> None:
    engine = make_engine(Settings(today_fixed=DAY), begun.store)
    app = FastAPI()
    app.include_router(
        feeds_router(LINKS, lambda b: asking_as(Caller(Role.MEMBER, (b,)), engine, load_questions()), lambda: DAY)
    )
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://registry") as client:

        async def titles(body: str) -> list[str | None]:
            address = str(feed_address(LINKS, body, "atom")).removeprefix(LINKS.base)
            answer = await client.get(address)
            assert answer.headers["content-type"] == "application/atom+xml"
            feed = ET.fromstring(answer.content)  # noqa: S314 - it is our own
            return [each.text for each in feed.findall(f"{ATOM}entry/{ATOM}title")]

        care, hidden = (f"{name} ends on 1 July 2026, in 30 days." for name in ("Care", "Hidden"))
        old = "Old ended on 20 April 2026, 42 days ago, and data is recorded as still flowing under it."
        assert await titles("o:alpha") == [old, care]
        assert await titles("o:beta") == [old, care, hidden]
        # Gamma leads on Hidden and may not see it.
        assert await titles("o:gamma") == []
        address = str(feed_address(LINKS, "o:beta", "ics")).removeprefix(LINKS.base)
        answer = await client.get(address)
        assert answer.text.count("BEGIN:VEVENT") == 3
        assert (await client.get(address.replace(".ics", "0.ics"))).status_code == 404
    assert feed_address(Links("https://sharing.example"), "o:beta", "ics") is None
