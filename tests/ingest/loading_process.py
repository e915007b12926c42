"""A process that loads a register and says how far it is, so that it can be killed on the way.

`python -m` cannot find it beside the tests, so it is started by its path, with one argument: JSON that holds `uri`,
`user`, `password`, `database` and `folder` of the store, `register`, the file, and `writes`, the size of a transaction.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import sys
from pathlib import Path

from graph.store.opening import open_store
from graph.store.settings import StoreSettings
from ingest.loading import apply
from ingest.loading.pipeline import load

SOURCE = "nhs-digital-register"


def tell(phase: str, done: int, total: int, /) -> None:
    """Print how much is written."""
    if phase.startswith("writing"):
        print(done, total, flush=True)


async def main() -> None:
    """Load the register."""
    given = json.loads(sys.argv[1])
    apply.WRITES = given["writes"]
    settings = StoreSettings(
        given["uri"], given["user"], given["password"], given["database"], Path(given["folder"]), read_timeout=120
    )
    async with open_store(settings) as store:
        await load(store, SOURCE, [Path(given["register"])], today=dt.date(2026, 11, 22), progress=tell)


if __name__ == "__main__":
    asyncio.run(main())
