"""A client of one page of the registry, as it is served."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import APIRouter, FastAPI

from api.pages.security import SecurityHeaders


@asynccontextmanager
async def client_of(page: APIRouter) -> AsyncIterator[httpx.AsyncClient]:
    """Open a client of the routes of a page, with the headers that every page has."""
    app = FastAPI()
    app.include_router(page)
    app.add_middleware(SecurityHeaders)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://registry") as client:
        yield client
