"""Channels against real servers on this machine: what each takes for accepted, refused and unanswered. No engine."""

from __future__ import annotations

import asyncio
import datetime as dt
import email
import email.policy
import hashlib
import hmac
import logging
import ssl
from pathlib import Path

import orjson
import pytest
import trustme
from pydantic import SecretStr, TypeAdapter, ValidationError

from alerts.channels.channel import Accepted, Channel, Refused, Unanswered
from alerts.channels.declared import AnySettings, open_channels
from alerts.channels.retry_after import seconds_asked
from alerts.channels.smtp import SmtpChannel, SmtpSettings
from alerts.digest import Digest, Line, Urgency
from alerts.errors import ChannelWrong
from alerts.links import Links
from tests.alerting.misbehaving import Mails, mail_server, web_server

BASE = Links("https://sharing.example")
SETTINGS: TypeAdapter[AnySettings] = TypeAdapter(AnySettings)
D = dt.date
LINES = (
    Line("k:1", Urgency.PAST, D(2026, 5, 30), "Care <& co> ended.", "Renew it.", "/questions/one"),
    Line("k:2", Urgency.SOON, D(2026, 6, 30), "Café ends.\n.\nIt does.", "Renew it.", "/questions/two"),
)
DIGEST = Digest("d" * 32, "ig@body.example", D(2026, 6, 1), LINES)
SECRET = "correct horse battery staple"


def opened(**settings: object) -> Channel:
    made = SETTINGS.validate_python(settings)
    return open_channels({"it": made}, BASE, {"SECRET": SECRET})["it"]


async def test_a_file_is_whole_and_a_repeat_takes_its_place(tmp_path: Path) -> None:
    channel = opened(kind="file", folder=tmp_path / "out")
    assert [await channel.hand_over(DIGEST) for _ in range(2)] == [Accepted(), Accepted()]
    [file] = (tmp_path / "out").iterdir()
    said = orjson.loads(file.read_bytes())
    assert (file.name, said["key"], said["recipient"]) == (f"{DIGEST.key}.json", DIGEST.key, "ig@body.example")
    assert said["alerts"][0] == {
        "key": "k:1",
        "urgency": "PAST",
        "dueOn": "2026-05-30",
        "says": "Care <& co> ended.",
        "action": "Renew it.",
        "url": BASE.to("/questions/one"),
        "answer": None,
    }
    (tmp_path / "taken").write_text("")
    outcome = await opened(kind="file", folder=tmp_path / "taken").hand_over(DIGEST)
    assert isinstance(outcome, Refused)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, Path]:
    """What a mail server shows for localhost, and the file of who vouches for it."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    file = tmp_path_factory.mktemp("authority") / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    return context, file


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
async def test_mail_goes_over_tls_to_a_server_that_is_vouched_for(
    certificates: tuple[ssl.SSLContext, Path], tls: str
) -> None:
    context, authority = certificates
    mails = Mails()
    password = SECRET if tls == "starttls" else None
    async with mail_server(mails, context, implicit=tls == "implicit", password=password) as port:
        signed_in = {"user": "registry", "password": "SECRET"} if password else {}
        asked = {"kind": "smtp", "host": "localhost", "port": port, "tls": tls, "sender": "registry@body.example"}
        assert await opened(**asked, **signed_in, authority=authority).hand_over(DIGEST) == Accepted()
        stranger = await opened(**asked, **signed_in).hand_over(DIGEST)
        assert isinstance(stranger, Refused)
        assert "certificate verify failed" in stranger.reason
        if password:
            wrong = SmtpChannel(
                SmtpSettings.model_validate({**asked, **signed_in, "authority": authority}), SecretStr("guess"), BASE
            )
            assert await wrong.hand_over(DIGEST) == Refused(
                "no connection to localhost: it does not accept the user and password (535)"
            )
    [envelope] = mails.taken
    assert mails.encrypted == [True]
    assert isinstance(envelope.content, bytes)
    mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
    assert (envelope.mail_from, envelope.rcpt_tos) == ("registry@body.example", ["ig@body.example"])
    assert (mail["Message-ID"], mail["Subject"], mail["Auto-Submitted"]) == (
        f"<{DIGEST.key}@body.example>",
        "Information sharing: 2 things to see to, 1 run out or overdue",
        "auto-generated",
    )
    parts = [mail.get_body((kind,)) for kind in ("plain", "html")]
    plain, html = (part.get_content() for part in parts if part is not None)
    assert plain.replace("\r\n", "\n") == DIGEST.text(BASE)
    assert "Care &lt;&amp; co&gt; ended." in html
    assert f'href="{BASE.to("/questions/one")}">' in html


async def test_what_a_mail_server_says_before_and_after_the_content(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    mails = Mails()
    async with mail_server(mails) as port:
        asked = {"kind": "smtp", "host": "127.0.0.1", "port": port, "tls": "none", "sender": "registry@body.example"}
        channel = opened(**asked)
        told = {}
        for behaves in ("unknown", "greylisted", "drops", "takes"):
            mails.behaves = behaves
            told[behaves] = await channel.hand_over(DIGEST)
    assert told["unknown"] == Refused("the mail server said 550 5.1.1 no such mailbox")
    assert told["greylisted"] == Refused("the mail server said 451 4.7.1 try again later")
    assert isinstance(told["drops"], Unanswered)
    assert told["takes"] == Accepted()
    # Nobody listens there any more.
    assert isinstance(await channel.hand_over(DIGEST), Refused)
    # A repeat is the same to the byte.
    first, again = (envelope.content for envelope in mails.taken)
    assert first == again


async def test_a_webhook_signs_what_it_posts_and_tells_refused_from_unanswered(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    async with web_server() as web:
        channel = opened(kind="webhook", url=f"{web.url}/hook", secret="SECRET", seconds=0.5)
        told = {}
        for behaves, headers in (
            ("200 OK", ""),
            ("429 Too Many Requests", "Retry-After: 120\r\n"),
            ("500 Internal Server Error", ""),
            ("302 Found", f"Location: {web.url}/elsewhere\r\n"),
            ("slow", ""),
            ("drops", ""),
        ):
            web.behaves, web.headers = behaves, headers
            told[behaves.split()[0]] = await channel.hand_over(DIGEST)
        asked = list(web.requests)
    assert told["200"] == Accepted()
    assert told["429"] == Refused("it answered 429", after=120)
    assert told["500"] == Refused("it answered 500")
    assert told["302"] == Refused("it answered 302")
    assert [type(told[each]) for each in ("slow", "drops")] == [Unanswered, Unanswered]
    assert isinstance(await channel.hand_over(DIGEST), Refused)
    assert {line for line, _, _ in asked} == {"POST /hook HTTP/1.1"}
    for _, named, body in asked:
        said = hmac.new(SECRET.encode(), f"{named['x-timestamp']}.".encode() + body, hashlib.sha256).hexdigest()
        assert named["x-signature-256"] == f"sha256={said}"
        assert named["idempotency-key"] == DIGEST.key
        assert orjson.loads(body) == DIGEST.data(BASE)
    assert SECRET not in caplog.text


async def test_apprise_posts_to_a_service() -> None:
    async with web_server() as web:
        made = SETTINGS.validate_python({"kind": "apprise", "address": "ADDRESS"})
        address = f"json://127.0.0.1:{web.port}/in"
        channel = open_channels({"teams": made}, BASE, {"ADDRESS": address})["teams"]
        assert await channel.hand_over(DIGEST) == Accepted()
        web.behaves = "500 Internal Server Error"
        assert isinstance(await channel.hand_over(DIGEST), Unanswered)
    said = orjson.loads(web.requests[0][2])
    assert (said["title"], said["message"].strip()) == (DIGEST.subject, DIGEST.text(BASE).strip())
    with pytest.raises(ChannelWrong, match="none that Apprise knows"):
        open_channels({"teams": made}, BASE, {"ADDRESS": "nonsense"})


async def test_notify_is_asked_first_whether_it_has_the_message() -> None:
    key = "name-" + "-".join(["1b1b1b1b-0000-4000-8000-000000000000"] * 2)
    async with web_server() as web:
        template = "2c2c2c2c-0000-4000-8000-000000000000"
        made = SETTINGS.validate_python({"kind": "notify", "key": "KEY", "template": template, "url": web.url})
        channel = open_channels({"notify": made}, BASE, {"KEY": key})["notify"]
        web.body = b'{"notifications": []}'
        assert await channel.hand_over(DIGEST) == Accepted()
        lines = [line for line, _, _ in web.requests]
        assert lines == [
            f"GET /v2/notifications?template_type=email&reference={DIGEST.key} HTTP/1.1",
            "POST /v2/notifications/email HTTP/1.1",
        ]
        said = orjson.loads(web.requests[1][2])
        assert (said["email_address"], said["reference"], said["template_id"]) == (
            "ig@body.example", DIGEST.key, template,
        )  # fmt: skip
        assert said["personalisation"] == {"subject": DIGEST.subject, "message": DIGEST.text(BASE)}
        web.requests.clear()
        web.body = orjson.dumps({"notifications": [{"reference": DIGEST.key}]})
        assert await channel.hand_over(DIGEST) == Accepted()
        assert len(web.requests) == 1
        web.behaves, web.headers = "429 Too Many Requests", "Retry-After: 60\r\n"
        web.body = b'{"errors": [{"error": "RateLimitError", "message": "Exceeded rate limit"}]}'
        assert await channel.hand_over(DIGEST) == Refused(
            "GOV.UK Notify cannot be asked: 429 Exceeded rate limit", after=60
        )
    with pytest.raises(ChannelWrong, match="holds no API key"):
        open_channels({"notify": made}, BASE, {"KEY": "secret"})


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"kind": "smtp", "host": "mail.example", "tls": "none", "sender": "a@b.example"}, "this machine alone"),
        ({"kind": "smtp", "host": "mail.example", "sender": "a@b.example", "user": "x"}, "come together"),
        ({"kind": "smtp", "host": "m", "sender": "a@b", "user": "x", "password": "correct horse"}, "match pattern"),
        ({"kind": "webhook", "url": "http://hook.example", "secret": "SECRET"}, "must begin with https://"),
        ({"kind": "webhook", "url": "https://u:p@hook.example", "secret": "SECRET"}, "must not hold a user"),
        ({"kind": "pigeon"}, "does not match any of the expected tags"),
    ],
)
def test_settings_that_are_unsafe_are_refused(settings: dict[str, str], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        SETTINGS.validate_python(settings)


def test_a_secret_that_is_not_set_is_named_and_none_is_shown() -> None:
    made = SETTINGS.validate_python({"kind": "webhook", "url": "https://hook.example", "secret": "HOOK_SECRET"})
    with pytest.raises(ChannelWrong) as wrong:
        open_channels({"hook": made}, BASE, {})
    assert str(wrong.value) == (
        "Channel hook reads its secret from the variable HOOK_SECRET, which is not set. Set it where alerts run."
    )


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0), ("Mon, 01 Jun 2026 06:01:00 GMT", 60.0), ("Mon, 01 Jun 2026 05:00:00 GMT", 0.0),
        ("soon", None), (None, None),
    ],
)  # fmt: skip
def test_how_long_a_server_asks_to_be_left_alone(header: str | None, seconds: float | None) -> None:
    assert seconds_asked(header, dt.datetime(2026, 6, 1, 6, tzinfo=dt.UTC)) == seconds


async def test_a_channel_that_never_comes_back_is_unanswered(monkeypatch: pytest.MonkeyPatch) -> None:
    from alerts import handover

    class Stuck:
        repeats_safely = False

        async def hand_over(self, digest: Digest) -> Accepted:
            await asyncio.sleep(60)
            return Accepted()

    monkeypatch.setattr(handover, "SECONDS", 0.05)
    assert await handover._handed_over(Stuck(), DIGEST, "stuck") == Unanswered("it did not come to an end in time")
