"""What the log of requests holds, and what it may not."""

from __future__ import annotations

import logging

import pytest
from pydantic import SecretStr

from alerts.links import sign
from api.cli.serving import WithoutSecrets

TOKEN = sign("agreement-ends|Agreement/gm:1|0", SecretStr("a secret of this registry"))


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/q/who-shares-what.json?between=gss:E08000004", "/q/who-shares-what.json"),
        (f"/alerts/answer/{TOKEN}", "/alerts/answer/…"),
        (f"/alerts/feed/{TOKEN}.ics", "/alerts/feed/….ics"),
        ("/static/dist/assets/site-KogA2BB-.css", "/static/dist/assets/site-KogA2BB-.css"),
    ],
)
def test_neither_what_people_ask_nor_a_signed_link_is_logged(path: str, logged: str) -> None:
    args = ("127.0.0.1:1234", "GET", path, "1.1", 200)
    record = logging.LogRecord("uvicorn.access", logging.INFO, "", 0, '%s - "%s %s HTTP/%s" %d', args, None)
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == f'127.0.0.1:1234 - "GET {logged} HTTP/1.1" 200'
