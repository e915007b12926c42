"""Cells that hold several values."""

from __future__ import annotations

import re

_SEPARATOR = re.compile(r"[,;\n]")


def parts(text: str) -> tuple[str, ...]:
    """Return the values of a cell, parted by commas, semicolons or line breaks, but not inside brackets."""
    found: list[str] = [""]
    depth = 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if depth <= 0 and _SEPARATOR.match(letter):
            found.append("")
        else:
            found[-1] += letter
    return tuple(dict.fromkeys(part.strip() for part in found if part.strip()))
