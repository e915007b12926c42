"""The signed addresses of a registry that runs for the tests."""

from __future__ import annotations

from typing import Final

from pydantic import SecretStr

from alerts.links import Links, sign
from api.alerts.feeds import feed_address

LINK_SECRET: Final = SecretStr("a secret of at least thirty-two characters")


def answer_path_of(alert: str) -> str:
    """Return the path at which an alert is answered."""
    return f"/alerts/answer/{sign(alert, LINK_SECRET)}"


def dates_path(body: str) -> str:
    """Return the path of the page of a body's dates."""
    return str(feed_address(Links("", LINK_SECRET), body))
