"""Leaving out people whom free texts name, such as the professor who looks after a cohort."""

from __future__ import annotations

import re

LEFT_OUT = "[name left out]"

_TITLED = re.compile(
    r"\b(?:Professor|Prof|Doctor|Dr|Mr|Mrs|Ms|Miss|Sir|Dame)\b\.?(?:\s+[A-Z][\w'\u2019-]*\.?)+(?!\s*(?:Ltd|Limited))"
)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def without_people(text: str) -> str:
    """Return a text with its e-mail addresses and the names that follow a title marked as left out."""
    return _ADDRESS.sub(LEFT_OUT, _TITLED.sub(LEFT_OUT, text))
