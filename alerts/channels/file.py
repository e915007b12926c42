"""A folder that digests are written to, a JSON file each, for pipelines to take them from."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Literal

import orjson
from pydantic import Field

from alerts.channels.channel import Accepted, ChannelSettings, Outcome, Refused
from alerts.digest import Digest
from alerts.links import Links


class FileSettings(ChannelSettings):
    """A file a digest in a folder, named by the digest's key: a repeat takes the place of the first."""

    kind: Literal["file"]
    folder: Path = Field(strict=False)


class FileChannel:
    """Writes each digest whole or not at all."""

    repeats_safely = True

    def __init__(self, settings: FileSettings, links: Links) -> None:
        self._folder = settings.folder.expanduser()
        self._links = links

    async def hand_over(self, digest: Digest) -> Outcome:
        """Write one digest, and return when it is on the disk."""
        try:
            await asyncio.to_thread(self._write, digest)
        except OSError as fault:
            return Refused(f"{self._folder} cannot be written to: {fault.strerror or fault}")
        return Accepted()

    def _write(self, digest: Digest) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        whole = self._folder / f"{digest.key}.json"
        part = self._folder / f".{digest.key}.{os.getpid()}.part"
        with part.open("wb") as file:
            file.write(orjson.dumps(digest.data(self._links), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
            file.flush()
            os.fsync(file.fileno())
        part.replace(whole)
