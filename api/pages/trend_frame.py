"""What pictures of findings over time share: how they open, the line at their foot, and words beside it."""

from __future__ import annotations

from typing import Final

from api.picture_words import xml

WIDTH: Final = 680


def opened(said: str, height: int) -> str:
    """Return the beginning of a picture. `said` is what it says in words."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="trend" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" role="img" aria-label="{xml(said)}" font-size="12">'
    )


def floor_line(left: int, right: int, y: int) -> str:
    """Return the line that columns or steps stand on."""
    return f'<path class="path-line" d="M{left} {y}H{right}" stroke="#4a5866" fill="none"/>'


def words_at(x: float, y: float, words: str, anchor: str) -> str:
    """Return words that begin or end at a place, by the `anchor` of SVG."""
    return f'<text class="path-soft" x="{x:g}" y="{y:g}" text-anchor="{anchor}" fill="#4a5866">{words}</text>'
