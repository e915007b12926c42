"""A list asked for page by page, from either end."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

PAGE_INFO = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"


async def make_up(whole: list[Any], page_of: Callable[[str], Awaitable[Any]], size: int) -> None:
    """Hold that the pages of a size together are the list, from either end.

    `page_of` returns the page for arguments such as `first: 2`, with its nodes and `PAGE_INFO`.
    """
    for side, cursor, argument, more in (
        ("first", "endCursor", "after", "hasNextPage"),
        ("last", "startCursor", "before", "hasPreviousPage"),
    ):
        found: list[Any] = []
        arguments = f"{side}: {size}"
        while True:
            page = await page_of(arguments)
            found = found + page["nodes"] if side == "first" else page["nodes"] + found
            if not page["pageInfo"][more]:
                break
            arguments = f"{side}: {size}, {argument}: {json.dumps(page['pageInfo'][cursor])}"
        assert found == whole
