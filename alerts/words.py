"""Distances, lists and numbers as people write them."""

from __future__ import annotations


def distance(days: int) -> str:
    """Return so many days in words, such as 1 day or 270 days."""
    return "1 day" if days == 1 else f"{days:,} days"


def listed(words: list[str], shown: int = 5) -> str:
    """Return words as a list in a sentence, the first few by name and the rest by number."""
    named = words[:shown]
    if len(words) > shown:
        named.append(f"{len(words) - shown:,} more")
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"


def counted(number: int, one: str, many: str) -> str:
    """Return a number with its noun, such as 1 agreement or 1,200 agreements."""
    return f"{number:,} {one if number == 1 else many}"
