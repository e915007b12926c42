"""Texts in CSV files that a spreadsheet program would run as formulas: guarded when written, as they were when read."""

from __future__ import annotations

_WOULD_BE_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def guarded(text: str) -> str:
    """Return a text that no spreadsheet program runs."""
    return "'" + text if text.lstrip("'").startswith(_WOULD_BE_FORMULAS) else text


def unguarded(text: str) -> str:
    """Return the text that `guarded` was given."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_WOULD_BE_FORMULAS) else text
