"""The id of a request stands in the lines that the log writes while it is answered."""

from __future__ import annotations

import logging

import httpx
import pytest
from fastapi import FastAPI

from api.requests.id import RequestIds, WithRequestId


async def test_a_line_of_the_log_carries_the_id_of_its_request(caplog: pytest.LogCaptureFixture) -> None:
    app = FastAPI()
    app.add_middleware(RequestIds)
    log = logging.getLogger("a.test")

    @app.get("/")
    async def page() -> str:
        log.warning("while answering")
        return "done"

    caplog.handler.addFilter(kept := WithRequestId())
    try:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://registry") as client:
            await client.get("/", headers={"X-Request-Id": "ours-1"})
            given = (await client.get("/")).headers["X-Request-Id"]
        log.warning("outside of any")
    finally:
        caplog.handler.removeFilter(kept)
    told = {(record.getMessage(), getattr(record, "request_id", None)) for record in caplog.records}
    assert told >= {("while answering", "ours-1"), ("while answering", given), ("outside of any", "-")}
