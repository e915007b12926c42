"""A channel that leads nowhere, for dry runs where none is arranged."""

from __future__ import annotations

from alerts.channels.channel import Outcome, Refused
from alerts.digest import Digest

NOWHERE = "no-channel-yet"


class NowhereChannel:
    """Refuses every digest."""

    repeats_safely = False

    async def hand_over(self, digest: Digest) -> Outcome:
        """Refuse a digest."""
        return Refused(f"no channel leads to {digest.recipient}")
