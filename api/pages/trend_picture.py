"""How many findings stood day by day, as a picture of columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

MOST_DAYS: Final = 90
_HEIGHT: Final = 120
_FLOOR: Final = 96
_TOP: Final = 16
_LEFT: Final = 8
_WIDTH: Final = 680


def trend_picture(points: Sequence[Mapping[str, Any]]) -> str:
    """Return the latest points of a trend as SVG, a column a day on which rules were run. There is at least one."""
    shown = points[-MOST_DAYS:]
    most = max(point["found"] for point in shown) or 1
    step = min(40.0, (_WIDTH - 2 * _LEFT) / len(shown))
    first, last = shown[0], shown[-1]
    said = (
        f"Findings that stood: {first['found']:,} on {_day(first['on'])}, {last['found']:,} on {_day(last['on'])}; "
        f"at most {most:,}."
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="trend" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" '
        f'height="{_HEIGHT}" role="img" aria-label="{said}" font-size="12">',
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
        f'<path class="path-line" d="M{_LEFT} {_FLOOR}H{_WIDTH - _LEFT}" stroke="#4a5866" fill="none"/>',
        f'<text class="path-soft" x="{_LEFT}" y="{_FLOOR + 17}" fill="#4a5866">{_day(first["on"])}</text>',
    ]
    if end - _LEFT > 190:
        parts.append(
            f'<text class="path-soft" x="{end + step - 3:g}" y="{_FLOOR + 17}" text-anchor="end" fill="#4a5866">'
            f"{_day(last['on'])}</text>"
        )
    return "\n".join([*parts, "</svg>"])


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"
