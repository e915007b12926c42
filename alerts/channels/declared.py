"""The channels there are, and how each is made from its settings."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from alerts.channels.apprise import AppriseChannel, AppriseSettings
from alerts.channels.channel import Channel, secret
from alerts.channels.file import FileChannel, FileSettings
from alerts.channels.notify import NotifyChannel, NotifySettings
from alerts.channels.smtp import SmtpChannel, SmtpSettings
from alerts.channels.webhook import WebhookChannel, WebhookSettings
from alerts.links import Links

AnySettings = Annotated[
    FileSettings | SmtpSettings | WebhookSettings | AppriseSettings | NotifySettings, Field(discriminator="kind")
]


def open_channels(
    declared: Mapping[str, AnySettings], links: Links, environment: Mapping[str, str] = os.environ
) -> dict[str, Channel]:
    """Return the channels of a deployment by name, ready to be used. `links` makes the addresses in digests.

    Secrets are read from the environment. Raises ChannelWrong where a channel cannot be used as it is set up.
    """
    return {name: _opened(name, settings, links, environment) for name, settings in declared.items()}


def _opened(name: str, settings: AnySettings, links: Links, environment: Mapping[str, str]) -> Channel:
    match settings:
        case FileSettings():
            return FileChannel(settings, links)
        case SmtpSettings():
            password = None if settings.password is None else secret(name, settings.password, environment)
            return SmtpChannel(settings, password, links)
        case WebhookSettings():
            return WebhookChannel(settings, secret(name, settings.secret, environment), links)
        case AppriseSettings():
            return AppriseChannel(name, secret(name, settings.address, environment), links)
        case NotifySettings():
            return NotifyChannel(name, settings, secret(name, settings.key, environment), links)
