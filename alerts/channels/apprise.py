"""Teams, Slack and the other services that Apprise knows, by the address it has for each."""

from __future__ import annotations

import asyncio
from typing import Literal

from pydantic import SecretStr

from alerts.channels.channel import Accepted, ChannelSettings, Outcome, SecretName, Unanswered
from alerts.digest import Digest
from alerts.errors import ChannelWrong
from alerts.links import Links


class AppriseSettings(ChannelSettings):
    """A service. `address` names the variable that holds its Apprise address, which is a secret of its own."""

    kind: Literal["apprise"]
    address: SecretName


class AppriseChannel:
    """Posts each digest as plain text. Apprise does not tell a refusal from a silence, so either may be a repeat."""

    repeats_safely = False

    def __init__(self, name: str, address: SecretStr, links: Links) -> None:
        import apprise

        self._links = links
        self._service = apprise.Apprise()
        if not self._service.add(address.get_secret_value()):
            raise ChannelWrong(
                f"Channel {name}: the variable that holds its address holds none that Apprise knows. See the Apprise "
                "documentation for that of your service."
            )

    async def hand_over(self, digest: Digest) -> Outcome:
        """Post one digest, and return whether the service took it."""
        import apprise

        def notify() -> bool:
            return bool(
                self._service.notify(
                    title=digest.subject, body=digest.text(self._links), body_format=apprise.NotifyFormat.TEXT
                )
            )

        if await asyncio.to_thread(notify):
            return Accepted()
        return Unanswered("the service did not say that it took the message")
