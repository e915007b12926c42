"""The values that a request gives in its address."""

from __future__ import annotations

from fastapi import Request


def given_values(request: Request) -> dict[str, list[str]]:
    """Return the parameters of the query string by name, each with every value given for it, in their order."""
    return {name: request.query_params.getlist(name) for name in request.query_params}
