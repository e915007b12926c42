"""Answers by signed link: looking changes nothing, a button acts once, and what was answered is not told again."""

from __future__ import annotations

import datetime as dt

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from alerts.answers import Choice
from alerts.links import Links, alert_of, sign
from alerts.run import run
from api.pages.alert_answers import answer_pages
from tests.alerting.alerting_world import DAY, Desk, Scripted

SECRET = SecretStr("0123456789abcdef0123456789abcdef")
OF_CARE = "agreement-end:Agreement:a:care:30:2026-07-01"
BETA, LEAD = f"{OF_CARE}:ig@beta.example:post", f"{OF_CARE}:lead@alpha.example:post"


def test_a_link_is_for_one_alert_and_signed() -> None:
    token = sign(BETA, SECRET)
    assert alert_of(token, SECRET) == BETA
    named, _, mark = token.partition(".")
    other = sign(LEAD, SECRET).partition(".")[0]
    for wrong in (f"{other}.{mark}", named, "", f"{named}.{mark[:-1]}0é", f"!{token}", token[:-1]):
        assert alert_of(wrong, SECRET) is None
    assert alert_of(token, SecretStr("f" * 32)) is None
    assert Links("https://x").answer(BETA) is None
    assert Links("https://x", SECRET).answer(BETA) == f"https://x/alerts/answer/{token}"


async def held(desk: Desk, key: str) -> list[object]:
    [[found]] = await desk.store.read(
        "MATCH (a:Alert {key: $key}) RETURN collect([a.state, a.answer, toString(a.quietUntil), a.muted])", {"key": key}
    )
    return list(found)


async def test_looking_changes_nothing_and_a_button_acts_once(begun: Desk) -> None:
    await run(begun.job(Scripted()))
    app = FastAPI()
    app.include_router(answer_pages(SECRET, lambda: begun.store, lambda: DAY))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://registry") as client:
        beta, lead = (f"/alerts/answer/{sign(key, SECRET)}" for key in (BETA, LEAD))
        # As scanners of mail do.
        for _ in range(3):
            looked = await client.get(beta)
            await client.head(beta)
        assert looked.status_code == 200
        assert "Care ends on 1 July 2026, in 30 days." in looked.text
        assert looked.headers["Cache-Control"] == "no-store"
        assert await held(begun, BETA) == ["SENT", None, None, None]
        assert (await client.post(beta, content=b"")).status_code == 200
        assert (await client.post(beta, content=b"answer=DELETE")).status_code == 200
        assert await held(begun, BETA) == ["SENT", None, None, None]
        said = await client.post(beta, content=b"answer=SNOOZE")
        assert "not to be told again for 30 days" in said.text
        again = await client.post(beta, content=b"answer=MUTE")
        assert "not to be told again for 30 days" in again.text
        assert await held(begun, BETA) == ["ACKNOWLEDGED", "SNOOZED", "2026-07-01", False]
        await client.post(lead, content=b"answer=MUTE")
        assert await held(begun, LEAD) == ["ACKNOWLEDGED", Choice.MUTE.value, None, True]
        strange = await client.post(f"{lead[:-1]}0", content=b"answer=ACKNOWLEDGE")
        assert (strange.status_code, "This link is not good" in strange.text) == (404, True)
    # Snoozed to the last day, so told again of what comes after; muted for good. Others are told as before.
    post = Scripted()
    begun.wall.on(dt.date(2026, 7, 1))
    await run(begun.job(post))
    assert [who for who in post.told() if "siro" not in who] == []
    begun.wall.on(dt.date(2026, 7, 2))
    await run(begun.job(post))
    ended = "Care ended on 1 July 2026, 1 day ago."
    told = {who: said for who, said in post.told().items() if "siro" not in who and ended in said}
    assert sorted(told) == ["ig@alpha.example", "ig@beta.example"]


@pytest.mark.parametrize("secret", [None, SecretStr("another secret of thirty-two characters")])
async def test_without_the_secret_no_link_is_good(begun: Desk, secret: SecretStr | None) -> None:
    app = FastAPI()
    app.include_router(answer_pages(secret, lambda: begun.store, lambda: DAY))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://registry") as client:
        assert (await client.get(f"/alerts/answer/{sign(BETA, SECRET)}")).status_code == 404
