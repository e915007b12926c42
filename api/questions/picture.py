"""What every picture of an answer is drawn with: paper, text and notes.

A picture is SVG that needs nothing but itself. Its classes let a page give it other colours.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from api.picture_words import xml
from api.questions.asking import Answered

TOP: Final = 44
"""Where the picture begins below its first line, in pixels as everything here."""
LINE: Final = 28
_LEFT: Final = 12
_BELOW: Final = 12
_FONT: Final = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


def picture(answered: Answered, measure: str, width: int, drawn: int, parts: Iterable[str], more: Iterable[str]) -> str:
    """Return parts as a picture `drawn` high below the line that says what it measures, and notes below them.

    An answer that was cut short or is empty has a note that says so before `more`.
    """
    notes = [answered.cut_short] if answered.cut_short else []
    notes += more
    if not answered.flat.rows:
        notes.append("Nothing recorded answers this.")
    height = TOP + drawn + LINE * len(notes) + _BELOW
    said = f"{answered.asking.question.title}. {measure}, as of {answered.as_of}"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-label="{xml(said)}" font-family="{_FONT}" font-size="14">',
        f'<rect class="chart-paper" width="{width}" height="{height}" fill="#ffffff"/>',
        text(_LEFT, 26, measure, "start", bold=True),
        *parts,
        *(text(_LEFT, TOP + drawn + LINE * n + 19, note, "start") for n, note in enumerate(notes)),
    ]
    return "\n".join([*lines, "</svg>"])


def text(x: float, y: float, words: str, anchor: str, *, bold: bool = False, over: bool = False) -> str:
    """Return a line of text; `over` keeps it readable on top of what is drawn there."""
    weight = ' font-weight="600"' if bold else ""
    # The outline is drawn first, so that it stands around the letters and not on them.
    outline = ' stroke="#ffffff" stroke-width="4" stroke-linejoin="round" paint-order="stroke"' if over else ""
    kind = "chart-ink chart-over" if over else "chart-ink"
    return (
        f'<text class="{kind}" x="{x:g}" y="{y:g}" text-anchor="{anchor}" fill="#16202a"{weight}{outline}>'
        f"{xml(words)}</text>"
    )
