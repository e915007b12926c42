"""Pages of other addresses may read answers where they are on the list, and only there."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from api.app import create_app
from api.settings import Settings

ALLOWED, OTHER = "https://dashboards.example.gov.uk", "https://elsewhere.example"


async def _asked(tmp_path: Path, listed: str, origin: str, method: str = "GET") -> httpx.Response:
    app = create_app(Settings(data_dir=tmp_path, cors_origins=listed))
    wanted = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type,if-none-match"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://registry") as client:
        return await client.request(
            method, "/schema.graphql", headers={"Origin": origin, **(wanted if method == "OPTIONS" else {})}
        )


async def test_a_listed_page_may_read(tmp_path: Path) -> None:
    answer = await _asked(tmp_path, f"{ALLOWED}, https://two.example", ALLOWED)
    assert answer.headers["Access-Control-Allow-Origin"] == ALLOWED
    assert answer.headers["Vary"] == "Origin"
    shown = set(answer.headers["Access-Control-Expose-Headers"].split(", "))
    assert shown == {"ETag", "Link", "Retry-After", "X-Request-Id", "X-As-Of", "X-Total-Count", "X-Truncated"}
    assert "Access-Control-Allow-Credentials" not in answer.headers


async def test_a_listed_page_may_ask_first(tmp_path: Path) -> None:
    answer = await _asked(tmp_path, ALLOWED, ALLOWED, "OPTIONS")
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == ALLOWED
    assert {"GET", "HEAD", "POST"} == set(answer.headers["Access-Control-Allow-Methods"].split(", "))


@pytest.mark.parametrize("listed", ["", ALLOWED])
async def test_no_other_page_may(tmp_path: Path, listed: str) -> None:
    assert "Access-Control-Allow-Origin" not in (await _asked(tmp_path, listed, OTHER)).headers
    refused = await _asked(tmp_path, listed, OTHER, "OPTIONS")
    assert refused.status_code in (400, 405)
    assert "Access-Control-Allow-Origin" not in refused.headers
