"""An answer as ribbons: from whom through what to whom, each as wide as its rows are many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from api.picture_words import shortened, xml
from api.questions.asking import Answered
from api.questions.picture import TOP, picture, text
from queries.prepared.answers import words
from queries.prepared.question import Ribbons

MOST_STOPS: Final = 20
"""So many values of a column stand by themselves; those with the fewest rows are drawn as one."""
_WIDTH: Final = 1120
_OUTSIDE: Final = 256
"""What the labels of the first and of the last column may take."""
_LONGEST_LABEL: Final = 26
_LONGEST_BETWEEN: Final = 32
"""In characters; between two columns a label stands on ribbons and may go as far as the next."""
_END: Final = 10
"""Names of datasets differ in their last words, so so many characters of them are kept."""
_STOP: Final = 10
"""How wide the block of a value is."""
_GAP: Final = 6
_LEAST: Final = 18
"""A value takes at least so much height, or its label would run into the next."""
_HEAD: Final = 26
_THIN, _WIDE, _ALL = 2.0, 20.0, 320.0
"""How wide a row may be drawn, and what all of them should take together."""

Link = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Stop:
    """A value of a column where it stands in the picture."""

    label: str
    rows: int
    x: float
    y: float
    height: float


def drawn_as_ribbons(answered: Answered, chart: Ribbons) -> str:
    """Return the picture."""
    rows = [
        tuple(words(record[name]) or "not recorded" for name in chart.through) for record in answered.flat.records()
    ]
    rows = _fewer(rows, len(chart.through))
    links = [Counter(zip(from_, to, strict=True)) for from_, to in pairwise(zip(*rows, strict=True))] if rows else []
    columns = _in_order([Counter(column) for column in zip(*rows, strict=True)], links)
    unit = min(_WIDE, max(_THIN, _ALL / len(rows))) if rows else 0
    stops, height = _placed(columns, unit)
    parts = [line for n, link in enumerate(links) for line in _ribbons(link, stops[n], stops[n + 1], unit)]
    for n, column in enumerate(stops):
        left = next(iter(column.values())).x
        # The labels of the first column stand outside of it, those of the others beside their blocks.
        x, anchor = (left - 8, "end") if n == 0 else (left + _STOP + 8, "start")
        parts.append(text(x, TOP + 14, chart.through[n], anchor, bold=True))
        parts += [line for stop in column.values() for line in _stop(stop, x, anchor, over=0 < n < len(stops) - 1)]
    measure = f"Number of rows, from {chart.through[0]} to {chart.through[-1]}"
    return picture(answered, measure, _WIDTH, round(height), parts, [])


def _fewer(rows: Sequence[Sequence[str]], width: int) -> list[tuple[str, ...]]:
    """Return the rows with the least frequent values of each column, where there are many, written as one."""
    columns = []
    for n in range(width):
        ranked = _ranked(Counter(row[n] for row in rows))
        kept = set(ranked if len(ranked) <= MOST_STOPS else ranked[: MOST_STOPS - 1])
        rest = f"{len(ranked) - len(kept):,} others"
        columns.append([row[n] if row[n] in kept else rest for row in rows])
    return list(zip(*columns, strict=True))


def _ranked(rows: Counter[str]) -> list[str]:
    """Return the values of a column, those with most rows first, then by name."""
    return sorted(rows, key=lambda label: (-rows[label], label))


def _in_order(columns: Sequence[Counter[str]], links: Sequence[Counter[Link]]) -> list[dict[str, int]]:
    """Return the values of each column with their rows, ordered so that ribbons cross little.

    The first column has the most rows first. Each value of another stands at the mean place of what leads to it; then
    the first column is put right by the second, and the others once more.
    """
    ordered = [_ranked(column) for column in columns]
    ways = [{(b, a): rows for (a, b), rows in link.items()} for link in links]
    for n in range(1, len(ordered)):
        ordered[n] = _by_mean(ordered[n], ordered[n - 1], ways[n - 1])
    if len(ordered) > 1:
        ordered[0] = _by_mean(ordered[0], ordered[1], links[0])
    for n in range(1, len(ordered)):
        ordered[n] = _by_mean(ordered[n], ordered[n - 1], ways[n - 1])
    return [{label: column[label] for label in labels} for labels, column in zip(ordered, columns, strict=True)]


def _by_mean(labels: Sequence[str], beside: Sequence[str], links: Mapping[Link, int]) -> list[str]:
    place = {label: n for n, label in enumerate(beside)}
    rows: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    for (label, other), count in links.items():
        rows[label] += count
        sums[label] += count * place[other]
    return sorted(labels, key=lambda label: (sums[label] / rows[label], label))


def _placed(columns: Sequence[Mapping[str, int]], unit: float) -> tuple[list[dict[str, Stop]], float]:
    """Return each column's values where they stand, and how high all is; shorter columns stand in the middle."""
    heights = [sum(max(_LEAST, rows * unit) + _GAP for rows in column.values()) for column in columns]
    highest = max(heights, default=0)
    step = (_WIDTH - 2 * _OUTSIDE - _STOP) / max(1, len(columns) - 1)
    placed: list[dict[str, Stop]] = []
    for n, column in enumerate(columns):
        y = TOP + _HEAD + (highest - heights[n]) / 2
        stops: dict[str, Stop] = {}
        for label, rows in column.items():
            slot = max(_LEAST, rows * unit)
            stops[label] = Stop(label, rows, _OUTSIDE + n * step, y + (slot - rows * unit) / 2, rows * unit)
            y += slot + _GAP
        placed.append(stops)
    return placed, (_HEAD + highest if columns else 0)


def _ribbons(links: Mapping[Link, int], givers: dict[str, Stop], takers: dict[str, Stop], unit: float) -> list[str]:
    left, right = ({label: stop.y for label, stop in stops.items()} for stops in (givers, takers))
    first, second = ({label: n for n, label in enumerate(stops)} for stops in (givers, takers))
    lines = []
    for (giver, taker), rows in sorted(links.items(), key=lambda link: (first[link[0][0]], second[link[0][1]])):
        x, y, to_x, to_y, wide = givers[giver].x + _STOP, left[giver], takers[taker].x, right[taker], rows * unit
        left[giver] += wide
        right[taker] += wide
        mid = (x + to_x) / 2
        lines.append(
            f'<path class="chart-ribbon" d="M{x:g} {y:.1f}C{mid:g} {y:.1f} {mid:g} {to_y:.1f} {to_x:g} {to_y:.1f}'
            f"V{to_y + wide:.1f}C{mid:g} {to_y + wide:.1f} {mid:g} {y + wide:.1f} {x:g} {y + wide:.1f}Z"
            f'" fill="#0b5c8a" fill-opacity="0.3"><title>{xml(giver)} to {xml(taker)}: {rows:,}</title></path>'
        )
    return lines


def _stop(stop: Stop, x: float, anchor: str, *, over: bool) -> list[str]:
    label = shortened(stop.label, _LONGEST_BETWEEN, _END) if over else shortened(stop.label, _LONGEST_LABEL)
    block = f'x="{stop.x:g}" y="{stop.y:.1f}" width="{_STOP}" height="{stop.height:.1f}"'
    return [
        f"<g><title>{xml(stop.label)}: {stop.rows:,}</title>",
        f'<rect class="chart-bar" {block} fill="#0b5c8a"/>',
        text(x, round(stop.y + stop.height / 2 + 5, 1), f"{label} ({stop.rows:,})", anchor, over=over),
        "</g>",
    ]
