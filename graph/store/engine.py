"""Which engine answers, and through which codec of the driver."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from neo4j import AsyncDriver

Codec = Literal["rust", "python"]
Kind = Literal["embedded", "neo4j"]

_EMBEDDED_AGENT = re.compile(r"\((?P<name>ArcadeDB) (?P<version>[^)]+)\)")


@dataclass(frozen=True)
class EngineInfo:
    """The engine behind a store.

    `edition` is `community`, `enterprise` or `embedded`; `codec` says whether the driver packs and unpacks
    with neo4j-rust-ext or in Python, which is several times slower for long answers.
    """

    kind: Kind
    name: str
    version: str
    edition: str
    codec: Codec


def codec_in_use() -> Codec:
    """Whether the compiled codec of neo4j-rust-ext is the one that the driver calls.

    The driver chooses when it is imported, so an extension that is installed but was built for another driver
    release is seen here as not in use.
    """
    from neo4j._codec.packstream import v1

    return "rust" if getattr(v1, "_rust_unpack", None) is not None else "python"


async def identify(driver: AsyncDriver, kind: Kind, database: str) -> EngineInfo:
    """Ask the engine for its name, version and edition."""
    async with driver.session(database=database, default_access_mode="READ") as session:
        result = await session.run(
            "CALL dbms.components() YIELD name, versions, edition RETURN name, versions[0], edition"
        )
        record = (await result.fetch(1))[0]
        summary = await result.consume()
    name, version, edition = record.values()
    embedded = _EMBEDDED_AGENT.search(summary.server.agent)
    if embedded is not None:
        name, version = embedded["name"], embedded["version"]
        edition = "embedded" if kind == "embedded" else edition
    return EngineInfo(kind=kind, name=name, version=version, edition=edition, codec=codec_in_use())


async def home_database(driver: AsyncDriver) -> str:
    """The database of the user where none was configured. Naming it saves the driver a question a session."""
    async with driver.session(default_access_mode="READ") as session:
        result = await session.run("CALL db.info() YIELD name RETURN name")
        return str((await result.fetch(1))[0][0])
