"""How many findings that concern a body stood over time, as a picture: what stands upon what, the gravest lowest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from api.pages.trend_frame import WIDTH, floor_line, opened, words_at
from api.picture_words import xml
from graph.model.day_words import day_in_words

_HEIGHT: Final = 140
_FLOOR: Final = 116
_TOP: Final = 16
_LEFT: Final = 44
_PARTS: Final = {
    "blockers": ("blocker", "blocker", "blockers"),
    "errors": ("error", "error", "errors"),
    "warnings": ("warning", "warning", "warnings"),
    "infos": ("info", "worth knowing", "worth knowing"),
}
"""By the property that counts them: the class that has the colour of a severity, what one is called and several are."""


def steps_picture(points: Sequence[Mapping[str, Any]], until: date) -> str:
    """Return points of a body's trend as SVG, early to late: each holds until the next, and the last one `until` a day.

    There is at least one. Its classes are those of severities, whose colours a page has.
    """
    days = [date.fromisoformat(point["on"]) for point in points]
    ends = [*days[1:], max(until, days[-1]) + timedelta(days=1)]
    across = (WIDTH - _LEFT - 8) / (ends[-1] - days[0]).days
    most = max(point["found"] for point in points)
    up = (_FLOOR - _TOP) / (most or 1)
    first, last = points[0], points[-1]
    said = (
        f"Findings that stood: {_number(first['found'])} on {day_in_words(days[0])}, "
        f"{_number(last['found'])} on {day_in_words(max(until, days[-1]))}; at most {_number(most)}."
    )
    parts = [opened(said, _HEIGHT)]
    for point, start, end in zip(points, days, ends, strict=True):
        left, width = _LEFT + (start - days[0]).days * across, (end - start).days * across
        parts += ["<g>", f"<title>{xml(_step(point, start, end))}</title>"]
        floor = float(_FLOOR)
        for name, (severity, _, _) in _PARTS.items():
            if point[name]:
                height = point[name] * up
                floor -= height
                parts.append(
                    f'<rect class="severity {severity}" x="{left:.2f}" y="{floor:.2f}" width="{width:.2f}" '
                    f'height="{height:.2f}" fill="currentColor" shape-rendering="crispEdges"/>'
                )
        parts.append("</g>")
    parts += [
        floor_line(_LEFT, WIDTH - 8, _FLOOR),
        *([words_at(_LEFT - 6, _TOP + 9, f"{most:,}", "end")] if most else []),
        words_at(_LEFT - 6, _FLOOR, "0", "end"),
        words_at(_LEFT, _FLOOR + 17, day_in_words(days[0]), "start"),
        words_at(WIDTH - 8, _FLOOR + 17, day_in_words(max(until, days[-1])), "end"),
    ]
    return "\n".join([*parts, "</svg>"])


def _step(point: Mapping[str, Any], start: date, end: date) -> str:
    last = end - timedelta(days=1)
    when = day_in_words(start) if last == start else f"{day_in_words(start)} to {day_in_words(last)}"
    counted = [
        f"{point[name]:,} {one if point[name] == 1 else many}" for name, (_, one, many) in _PARTS.items() if point[name]
    ]
    return f"{when}: {', '.join(counted) or 'none'}"


def _number(number: int) -> str:
    return f"{number:,}" if number else "none"
