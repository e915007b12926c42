"""An answer as bars: one for each category, as long as its values or its rows are many."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from api.picture_words import shortened, xml
from api.questions.asking import Answered
from api.questions.picture import LINE, TOP, picture, text
from queries.prepared.answers import words
from queries.prepared.question import Bars, Question

MOST_BARS: Final = 30
_WIDTH: Final = 720
_LABELS: Final = 320
_NUMBERS: Final = 60
_LONGEST_LABEL: Final = 38


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it stands for and how long it is."""

    label: str
    value: int


def bars_of(answered: Answered, chart: Bars) -> list[Bar]:
    """Return a bar for each category of the answer, the longest first: its values summed up, or its rows counted."""
    sums: Counter[str] = Counter()
    for record in answered.flat.records():
        value = record[chart.value] if chart.value is not None else 1
        sums[words(record[chart.category]) or "not recorded"] += value if isinstance(value, int) else 0
    return sorted((Bar(label, value) for label, value in sums.items()), key=lambda bar: (-bar.value, bar.label))


def drawn_as_bars(answered: Answered, chart: Bars) -> str:
    """Return the picture."""
    bars = bars_of(answered, chart)
    shown = bars[:MOST_BARS]
    longest = max((bar.value for bar in shown), default=0)
    parts = [line for number, bar in enumerate(shown) for line in _bar(bar, TOP + LINE * number, longest)]
    more = [f"And {len(bars) - len(shown):,} shorter bars."] if len(bars) > len(shown) else []
    return picture(answered, _measure(answered.asking.question, chart), _WIDTH, LINE * len(shown), parts, more)


def _measure(question: Question, chart: Bars) -> str:
    columns = {column.name: column.meaning.rstrip(".") for column in question.columns}
    what = "Number of rows" if chart.value is None else columns[chart.value]
    return f"{what}, by {chart.category}"


def _bar(bar: Bar, top: int, longest: int) -> list[str]:
    length = round((_WIDTH - _LABELS - _NUMBERS) * bar.value / longest, 1) if longest else 0
    return [
        f"<g><title>{xml(bar.label)}: {bar.value:,}</title>",
        text(_LABELS - 10, top + 19, shortened(bar.label, _LONGEST_LABEL), "end"),
        f'<rect class="chart-bar" x="{_LABELS}" y="{top + 4}" width="{length}" height="{LINE - 8}" fill="#0b5c8a"/>',
        text(_LABELS + length + 8, top + 19, f"{bar.value:,}", "start"),
        "</g>",
    ]
