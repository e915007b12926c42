"""The caller of a request."""

from __future__ import annotations

from fastapi import Request

from graph.access import ADMINISTRATOR, Caller


def caller_of(_request: Request) -> Caller:
    """Return who is calling: the administrator, since the server listens on this machine alone.

    The settings refuse any other address until there is a sign-in (`Settings.refuse_exposure`).
    """
    return ADMINISTRATOR
