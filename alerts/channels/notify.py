"""GOV.UK Notify, by its own client. Notify knows each digest by its key, so a repeat is looked up first."""

from __future__ import annotations

import asyncio
import re
import threading
from typing import Any, Literal

from pydantic import Field, SecretStr, field_validator

from alerts.channels.channel import (
    SECONDS,
    Accepted,
    ChannelSettings,
    Outcome,
    Refused,
    SecretName,
    Unanswered,
)
from alerts.channels.retry_after import seconds_asked
from alerts.digest import Digest
from alerts.errors import ChannelWrong
from alerts.links import Links

_UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_KEY = re.compile(f"{_UUID}-{_UUID}$")
"""The service and the secret, which every key ends with."""


class NotifySettings(ChannelSettings):
    """A service of GOV.UK Notify. `key` names the variable that holds its API key.

    `template` is the id of an e-mail template whose subject is `((subject))` and whose message is `((message))`.
    """

    kind: Literal["notify"]
    key: SecretName
    template: str = Field(pattern=r"^[0-9a-f-]{36}$")
    url: str = "https://api.notifications.service.gov.uk"

    @field_validator("url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        if not url.startswith(("https://", "http://127.0.0.1:")):
            raise ValueError("must begin with https://")
        return url.rstrip("/")


class NotifyChannel:
    """Sends each digest as one e-mail, with its key as the reference, and none that Notify has already."""

    repeats_safely = True

    def __init__(self, name: str, settings: NotifySettings, key: SecretStr, links: Links) -> None:
        from notifications_python_client.notifications import NotificationsAPIClient

        if not _KEY.search(key.get_secret_value()):
            raise ChannelWrong(f"Channel {name}: the variable {settings.key} holds no API key of GOV.UK Notify.")
        # Its maker gives no types.
        made: Any = NotificationsAPIClient
        self._client: Any = made(key.get_secret_value(), base_url=settings.url, timeout=SECONDS)
        # Its maker says that the client is for one thread at a time.
        self._one_at_a_time = threading.Lock()
        self._template = settings.template
        self._links = links

    async def hand_over(self, digest: Digest) -> Outcome:
        """Send one digest unless Notify has it, and return what it said."""
        return await asyncio.to_thread(self._hand_over, digest)

    def _hand_over(self, digest: Digest) -> Outcome:
        from notifications_python_client.errors import APIError

        with self._one_at_a_time:
            try:
                if self._has(digest.key):
                    return Accepted()
            except APIError as fault:
                return Refused(f"GOV.UK Notify cannot be asked: {_said(fault)}", _asked(fault))
            try:
                self._client.send_email_notification(
                    email_address=digest.recipient,
                    template_id=self._template,
                    personalisation={"subject": digest.subject, "message": digest.text(self._links)},
                    reference=digest.key,
                )
            except APIError as fault:
                if fault.response is None or fault.response.ok:
                    return Unanswered(f"GOV.UK Notify did not say whether it took the message: {_said(fault)}")
                return Refused(f"GOV.UK Notify said {_said(fault)}", _asked(fault))
            return Accepted()

    def _has(self, key: str) -> bool:
        found: Any = self._client.get_all_notifications(template_type="email", reference=key)
        return any(each.get("reference") == key for each in found.get("notifications", ()))


def _said(fault: Any) -> str:
    if fault.response is None:
        return type(fault.__cause__ or fault).__name__
    told = fault.message
    words = "; ".join(str(each.get("message", each)) for each in told) if isinstance(told, list) else str(told)
    return f"{fault.status_code} {words}"[:200]


def _asked(fault: Any) -> float | None:
    return None if fault.response is None else seconds_asked(fault.response.headers.get("Retry-After"))
