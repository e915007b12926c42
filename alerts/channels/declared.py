"""The channels there are, and how each is made from its settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from alerts.channels.channel import Channel
from alerts.channels.file import FileChannel, FileSettings

AnySettings = Annotated[FileSettings, Field()]


def open_channels(declared: Mapping[str, AnySettings], base: str) -> dict[str, Channel]:
    """Return the channels of a deployment by name, ready to be used. `base` is the address of the registry.

    Raises ChannelWrong where one cannot be used as it is set up.
    """
    return {name: _opened(name, settings, base) for name, settings in declared.items()}


def _opened(name: str, settings: AnySettings, base: str) -> Channel:
    del name
    return FileChannel(settings, base)
