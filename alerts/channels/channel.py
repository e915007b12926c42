"""What a channel is: it takes a digest with the key by which a repeat can be known, and says what became of it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Protocol

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from alerts.digest import Digest
from alerts.errors import ChannelWrong

SECONDS = 30.0
"""How long a channel may take over one digest."""

HERE = ("127.0.0.1", "::1", "localhost")
"""How this machine is called, to which digests may go without TLS."""

_SECRET = re.compile(r"[A-Z][A-Z0-9_]*")


@dataclass(frozen=True, slots=True)
class Accepted:
    """The channel took the digest."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The channel did not take it, and it will reach nobody. `after` is in how many seconds it asks to be tried."""

    reason: str
    after: float | None = None


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The channel was given the whole digest and did not say whether it took it."""

    reason: str


Outcome = Accepted | Refused | Unanswered


class Channel(Protocol):
    """Hands digests over. `repeats_safely` says that whoever receives them drops a repeat by its key."""

    repeats_safely: bool

    async def hand_over(self, digest: Digest) -> Outcome:
        """Hand one digest over. Raises nothing that concerns the digest: what went wrong is in the outcome."""
        ...


class ChannelSettings(BaseModel):
    """What the settings of every channel have in common."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


SecretName = Annotated[str, Field(pattern=_SECRET.pattern)]
"""The name of a variable of the environment that holds a secret: the file itself holds none."""


def fault_in_words(fault: Exception) -> str:
    """Return what a fault says, in one line."""
    return " ".join(str(fault).split()) or type(fault).__name__


def secret(channel: str, name: str, environment: Mapping[str, str] = os.environ) -> SecretStr:
    """Return a secret of a channel from the environment. Raises ChannelWrong where it is not there."""
    value = environment.get(name, "")
    if not value:
        raise ChannelWrong(
            f"Channel {channel} reads its secret from the variable {name}, which is not set. Set it where alerts run."
        )
    return SecretStr(value)
