"""Draws the tables of an answer on a terminal: side by side where they fit, else one thing under the other."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table as Drawn
from rich.text import Text

from queries.prepared.answers import Table, short_names, words

# A column narrower than this breaks words; a table whose columns would be is drawn thing by thing.
READABLE = 16


def draw(tables: Sequence[Table]) -> None:
    """Write tables to standard output, within the width of the terminal."""
    console = Console()
    for number, table in enumerate(tables):
        if number:
            console.print()
        console.print(Text(table.name, style="bold"), Text(_count(table), style="dim"))
        if table.rows:
            console.print(_side_by_side(table) if _fits(table, console.width) else _one_by_one(table))


def _fits(table: Table, width: int) -> bool:
    needed = 1
    for index, name in enumerate(short_names(table.columns)):
        longest = max(len(words(row[index])) for row in table.rows)
        needed += 3 + max(len(name), min(longest, READABLE))
    return needed <= width


def _side_by_side(table: Table) -> Drawn:
    drawn = Drawn(box=box.SQUARE, show_lines=any(len(words(cell)) > READABLE * 2 for row in table.rows for cell in row))
    for name in short_names(table.columns):
        drawn.add_column(name, overflow="fold")
    for row in table.rows:
        drawn.add_row(*(Text(words(cell)) for cell in row))
    return drawn


def _one_by_one(table: Table) -> Drawn:
    drawn = Drawn(box=None, show_header=False, padding=(0, 2, 0, 0))
    drawn.add_column(justify="right")
    drawn.add_column(no_wrap=True)
    drawn.add_column(overflow="fold")
    names = short_names(table.columns)
    for number, row in enumerate(table.rows, start=1):
        for index, (name, cell) in enumerate(zip(names, row, strict=True)):
            drawn.add_row(str(number) if index == 0 else "", Text(name, style="dim"), Text(words(cell)))
        if number < len(table.rows):
            drawn.add_row("", "", "")
    return drawn


def _count(table: Table) -> str:
    shown = f"{len(table.rows):,} {'row' if len(table.rows) == 1 else 'rows'}"
    if table.total is not None and table.total != len(table.rows):
        shown += f" of {table.total:,}"
    return f"{shown}; more follow: ask for a longer page with first, or the next with after" if table.more else shown
