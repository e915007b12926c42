"""A webhook: each digest as JSON by POST, signed, with a key by which a repeat can be known."""

from __future__ import annotations

import hashlib
import hmac
import time
from typing import Literal

import httpx
import orjson
from pydantic import Field, SecretStr, field_validator

from alerts.channels.channel import (
    HERE,
    SECONDS,
    Accepted,
    ChannelSettings,
    Outcome,
    Refused,
    SecretName,
    Unanswered,
    fault_in_words,
)
from alerts.channels.retry_after import seconds_asked
from alerts.digest import Digest
from alerts.links import Links

SIGNATURE = "X-Signature-256"
TIMESTAMP = "X-Timestamp"
KEY = "Idempotency-Key"


class WebhookSettings(ChannelSettings):
    """An address that digests are posted to. `secret` names the variable that holds what they are signed with.

    `drops_repeats` says that whoever receives them acts once on each `Idempotency-Key`.
    """

    kind: Literal["webhook"]
    url: str
    secret: SecretName
    drops_repeats: bool = False
    seconds: float = Field(default=SECONDS, gt=0, le=SECONDS, strict=False)

    @field_validator("url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        parts = httpx.URL(url)
        if parts.userinfo:
            raise ValueError("must not hold a user or password: the signature says who it is from")
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.host in HERE):
            raise ValueError("must begin with https://, or http:// where it is on this machine")
        return url


class WebhookChannel:
    """Posts each digest. No redirect is followed: what is signed goes to the address that was written down."""

    def __init__(self, settings: WebhookSettings, secret: SecretStr, links: Links) -> None:
        self._settings = settings
        self._secret = secret
        self._links = links
        self.repeats_safely = settings.drops_repeats

    async def hand_over(self, digest: Digest) -> Outcome:
        """Post one digest, and return what came of it."""
        body = orjson.dumps(digest.data(self._links))
        at = str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            KEY: digest.key,
            TIMESTAMP: at,
            SIGNATURE: signature(self._secret, at, body),
        }
        try:
            async with httpx.AsyncClient(timeout=self._settings.seconds, trust_env=False) as client:
                answer = await client.post(self._settings.url, content=body, headers=headers)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as fault:
            return Refused(f"no connection to {httpx.URL(self._settings.url).host}: {fault_in_words(fault)}")
        except httpx.HTTPError as fault:
            return Unanswered(f"it did not answer: {fault_in_words(fault)}")
        if answer.is_success:
            return Accepted()
        return Refused(f"it answered {answer.status_code}", seconds_asked(answer.headers.get("Retry-After")))


def signature(secret: SecretStr, at: str, body: bytes) -> str:
    """Return the signature of a body sent at a moment: HMAC-SHA-256 over `at.body`, in hexadecimal."""
    key = secret.get_secret_value().encode()
    return f"sha256={hmac.new(key, at.encode() + b'.' + body, hashlib.sha256).hexdigest()}"
