"""References: the stem is the agreement and stays, `vX.Y` is its version.

As the register's README sheet has it; a few older agreements have a local reference without a version.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_FORM = re.compile(r"(DARS-NIC-\d{4,7}-[A-Z0-9]{5,6})-v(\d+)\.(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference taken apart. `version` and `order` are None where it follows no form."""

    whole: str
    stem: str
    version: str | None
    order: tuple[int, int] | None

    @property
    def agreement_key(self) -> str:
        """The key of the agreement: shared by every source that names it by this reference."""
        return f"dars:{self.stem}" if self.version is not None else f"nhs-digital-register:{self.stem}"


def parse(text: str) -> Reference:
    """Take a reference apart, as written in any case."""
    whole = text.strip()
    match = _FORM.fullmatch(whole)
    if match is None:
        return Reference(whole, whole, None, None)
    return Reference(whole, match[1].upper(), f"v{match[2]}.{match[3]}", (int(match[2]), int(match[3])))
