"""How large a file may be."""

from __future__ import annotations

from dataclasses import dataclass

MAX_FILE_VARIABLE = "ISA_MAX_FILE_MB"
"""The setting by which people raise the limit, in megabytes of a million bytes."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes above which a file is refused before it is read."""

    max_file_bytes: int = 100_000_000

    @property
    def max_unpacked_bytes(self) -> int:
        """What a spreadsheet may unpack to: ten times a file. A small file can be made to unpack to a vast one."""
        return 10 * self.max_file_bytes


def megabytes(size: int) -> str:
    """Return a size in bytes as people write it, such as '100 MB'."""
    return f"{size / 1_000_000:,.1f}".removesuffix(".0") + " MB"
