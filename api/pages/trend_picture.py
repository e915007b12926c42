"""How many findings stood day by day, as a picture of columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from api.pages.trend_frame import WIDTH, floor_line, opened, words_at
from graph.model.day_words import day_in_words

MOST_DAYS: Final = 90
_HEIGHT: Final = 120
_FLOOR: Final = 96
_TOP: Final = 16
_LEFT: Final = 8


def trend_picture(points: Sequence[Mapping[str, Any]]) -> str:
    """Return the latest points of a trend as SVG, a column a day on which rules were run. There is at least one."""
    shown = points[-MOST_DAYS:]
    most = max(point["found"] for point in shown) or 1
    step = min(40.0, (WIDTH - 2 * _LEFT) / len(shown))
    first, last = shown[0], shown[-1]
    said = (
        f"Findings that stood: {first['found']:,} on {_day(first['on'])}, {last['found']:,} on {_day(last['on'])}; "
        f"at most {most:,}."
    )
    parts = [
        opened(said, _HEIGHT),
    ]
    for number, point in enumerate(shown):
        height = round((_FLOOR - _TOP) * point["found"] / most, 1)
        parts.append(
            f"<g><title>{_day(point['on'])}: {point['found']:,} by {point['rules']:,} rules</title>"
            f'<rect class="chart-bar" x="{_LEFT + number * step:g}" y="{_FLOOR - height:g}" '
            f'width="{max(step - 3, 1):g}" height="{height:g}" fill="#0b5c8a"/></g>'
        )
    end = _LEFT + (len(shown) - 1) * step
    parts += [
        floor_line(_LEFT, WIDTH - _LEFT, _FLOOR),
        words_at(_LEFT, _FLOOR + 17, _day(first["on"]), "start"),
    ]
    if end - _LEFT > 190:
        parts.append(words_at(end + step - 3, _FLOOR + 17, _day(last["on"]), "end"))
    return "\n".join([*parts, "</svg>"])


def _day(iso: str) -> str:
    return day_in_words(date.fromisoformat(iso))
