"""What can be wrong with alerts, each told in a line that says what to do next."""

from __future__ import annotations

from pathlib import Path


class AlertFileError(ValueError):
    """A file about alerts is wrong. The message names the file, the line and what to change."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path.name}, line {line}: {message}")


class AlertUnknown(LookupError):
    """There is no alert of an id. The message says where to look."""


class ChannelWrong(RuntimeError):
    """A channel cannot be used as it is set up. The message names the channel and what to change."""
