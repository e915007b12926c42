"""Where the registry's engine is and how long it may take."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class StoreSettings:
    """Connection and limits of one store.

    `uri` is a Bolt or Neo4j address (`bolt://`, `neo4j://`, and their `+s` and `+ssc` forms); None asks for
    the embedded engine, which then lives under `data_dir`. `database` None means the user's home database.
    Time limits are in seconds and hold for one statement (reads) or one transaction (writes).
    `embedded_heap` is the embedded engine's largest heap as the JVM writes it, such as `256m` or `1g`.
    """

    uri: str | None
    user: str
    password: str = field(repr=False)
    database: str | None
    data_dir: Path
    read_timeout: float = 10.0
    write_timeout: float = 60.0
    embedded_heap: str = "256m"
