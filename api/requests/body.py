"""The body of a request, of which no more is read than is taken."""

from __future__ import annotations

from starlette.requests import Request


async def body_up_to(request: Request, most: int) -> tuple[bytes, bool]:
    """Return the first bytes of a request's body, at most so many, and whether that was all of it."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        parts.append(part)
        size += len(part)
        if size > most:
            return b"".join(parts)[:most], False
    return b"".join(parts), True
