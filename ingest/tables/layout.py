"""How a source's files are laid out: its tables, and the columns of each by the headings they have been seen under."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from graph.model.spelling import plain
from ingest.reading.cells import Words

_MARKS = re.compile(r"[\s:;.,*?_-]+")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the name the source's code knows it by, and its headings, the usual one first.

    A `needed` column must be there for the table to be taken. A `row_label` numbers the rows of its file and says
    nothing of their content. A column that names people has `keep`, which returns what of a cell may be kept; the
    last of its headings is the one under which that stands in the row's words, in place of the published cell.
    `gives` are the facts, each `Type.property` or `Type.link`, that are known from this column: an edition that lacks
    it leaves them as they were. Of the links in `some_of` this column gives a part, and nothing tells that part from
    the rest: an edition that lacks it leaves all of them as they were.
    """

    field: str
    headings: tuple[str, ...]
    needed: bool = True
    row_label: bool = False
    keep: Callable[[str], str] | None = None
    gives: tuple[str, ...] = ()
    some_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unheaded:
    """Where the columns of a table stand in a file without headings, and what their cells look like.

    `columns` are the fields by position, empty where nothing is known of a column. `widths` are the numbers of columns
    such files have been seen with. `fits` are the patterns by which a row of the table is told from any other text.
    Without widths the table is known by the name of its sheet alone, and begins at once.
    """

    columns: tuple[str, ...]
    widths: frozenset[int] = frozenset()
    fits: Mapping[str, re.Pattern[str]] = field(default_factory=dict)

    def cells(self, row: Sequence[str]) -> dict[str, str]:
        """Return the cells of a row by field."""
        return {name: cell for name, cell in zip(self.columns, row, strict=False) if name}


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a source: its columns and the names of the sheets it has been seen under.

    An `optional` table may be missing. `entries` says that rows may also come as named values (a log, JSON); where
    several tables do, each entry names its sheet. `examples` is the heading of a column that marks rows which only
    show how to fill the table in: any word there leaves the row out.
    `unheaded` says how its rows stand in files that come without headings. `only` says of a row's cells, by column,
    whether it may be read: where bodies and private individuals stand in one register, a row of the latter is left out
    whole.
    """

    name: str
    columns: tuple[Column, ...]
    sheets: tuple[str, ...] = ()
    optional: bool = False
    entries: bool = False
    unheaded: Unheaded | None = None
    only: Callable[[Mapping[str, str]], bool] | None = None
    examples: str | None = None

    @property
    def names_people(self) -> bool:
        """Whether its rows name people. Then no column that is not known is kept, as it may name them too."""
        return self.only is not None or any(column.keep is not None for column in self.columns)

    @property
    def needed(self) -> frozenset[str]:
        """The columns that must be there."""
        return frozenset(column.field for column in self.columns if column.needed)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    `place` says where it stands, such as `DataReleases!2`; `file` is the name of its file; `position` its number
    among the rows of the load. `words` are the row as published; `cells` the same by column, and `headings` what each
    column is called in the file. `fault` is (column, value, reason) where the row cannot be taken as it stands.
    """

    table: str
    file: str
    place: str
    position: int
    words: Words
    cells: Mapping[str, str | list[str]]
    label_headings: frozenset[str] = frozenset()
    fault: tuple[str, str, str] | None = None
    headings: Mapping[str, str] = field(default_factory=dict)

    def __reduce__(self) -> tuple[type[Row], tuple[object, ...]]:
        """Tell pickle how to make the row again, which takes half as long as what it would do by itself."""
        return Row, (
            *(self.table, self.file, self.place, self.position, self.words, self.cells, self.label_headings),
            *(self.fault, self.headings),
        )

    def raw(self, column: str) -> str:
        """Return a cell exactly as published, nothing where the column is missing."""
        value = self.cells.get(column, "")
        return "; ".join(value) if isinstance(value, list) else value

    def text(self, column: str) -> str:
        """Return a cell without space around it; nothing where the column is missing or the cell blank."""
        return self.raw(column).strip()

    def texts(self, column: str, separator: str = ";") -> tuple[str, ...]:
        """Return the values of a cell that may hold several."""
        value = self.cells.get(column, "")
        parts = value if isinstance(value, list) else value.split(separator)
        return tuple(part.strip() for part in parts if part.strip())


def heading_key(heading: str) -> str:
    """Return the form in which headings are compared: no case, no marks, single spaces."""
    return _MARKS.sub(" ", plain(heading).casefold()).strip()
