"""The sheets and their columns, read from `sheets.yaml` and held against the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from graph.model.property import CodeList, Kind, Property
from graph.model.registry import Model, ResolvedLink, registry_model
from ingest.drafting.wordlists import read_yaml
from ingest.errors import SourceBroken

EXAMPLE_HEADING = "Example"
EXAMPLE_FIELD = "example"
SHEET_NAME = "sheet"
"""What a line of JSON Lines calls the sheet it belongs to."""


class Holds(StrEnum):
    """What the cells of a column hold."""

    EXAMPLE = "example"
    KEY = "key"
    PROPERTY = "property"
    LINK = "link"
    NAMES = "names"
    PARTIES = "parties"
    REFERENCE = "reference"
    CODES = "codes"
    BASIS = "basis"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column: its heading, what it holds, and what that is in the model.

    `also` are headings it is loaded under as well; `suits` those it may be proposed for where another column has them.
    `target` is the node type that a link or reference leads to, `many` whether a cell may name several. A column that
    is not `written` is understood when it is loaded and not part of the workbook.
    """

    field: str
    heading: str
    holds: Holds
    help: str
    also: tuple[str, ...] = ()
    suits: tuple[str, ...] = ()
    required: bool = False
    written: bool = True
    prop: Property | None = None
    link: ResolvedLink | None = None
    target: str | None = None
    many: bool = False
    code_list: CodeList | None = None

    @property
    def is_date(self) -> bool:
        """Whether its cells hold days."""
        return self.prop is not None and self.prop.kind is Kind.DATE

    @property
    def may_be_unknown(self) -> bool:
        """Whether the model tells apart why a value is missing."""
        return self.prop is not None and self.prop.recording


@dataclass(frozen=True, slots=True)
class DataSheet:
    """One sheet. `label` is the node type of its rows; without one a row says which law something relies on.

    Other rows refer to one by the properties it is `called`, the best first, or by the fields that are `joined`, where
    need be with the field `apart` behind them.
    """

    name: str
    label: str | None
    about: str
    columns: tuple[SheetColumn, ...]
    called: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    apart: str | None = None

    @property
    def written(self) -> tuple[SheetColumn, ...]:
        """The columns of the workbook, in their order."""
        return tuple(column for column in self.columns if column.written)

    @property
    def name_parts(self) -> tuple[SheetColumn, ...]:
        """The columns that a joined name is made of, with the one that tells several apart at their end."""
        return tuple(map(self.column, (*self.joined, *((self.apart,) if self.apart else ()))))

    def column(self, field: str) -> SheetColumn:
        """Return a column by field. Raises KeyError."""
        return {column.field: column for column in self.columns}[field]


@lru_cache(maxsize=1)
def sheets() -> tuple[DataSheet, ...]:
    """Return the sheets in their order. Raises SourceBroken where their file does not fit the model."""
    entries: Sequence[Mapping[str, Any]] = read_yaml("ingest.sheets", "sheets.yaml")["sheets"]
    return tuple(_sheet(registry_model(), entry) for entry in entries)


def sheet_of(name: str) -> DataSheet:
    """Return a sheet by name. Raises KeyError."""
    return {sheet.name: sheet for sheet in sheets()}[name]


def sheet_for(label: str) -> DataSheet:
    """Return the sheet whose rows are of a node type. Raises KeyError."""
    return {sheet.label: sheet for sheet in sheets()}[label]


@lru_cache(maxsize=1)
def labels_referred_to() -> frozenset[str]:
    """Return the node types whose rows others refer to by a name."""
    return frozenset(sheet.label for sheet in sheets() if sheet.label is not None and (sheet.called or sheet.joined))


def _sheet(model: Model, entry: Mapping[str, Any]) -> DataSheet:
    name, label = entry["name"], entry.get("label")
    mark = SheetColumn(EXAMPLE_FIELD, EXAMPLE_HEADING, Holds.EXAMPLE, "A row marked example is not loaded.")
    try:
        columns = tuple(_column(model, label, column) for column in entry["columns"])
    except KeyError as error:
        raise SourceBroken(f"sheets.yaml, sheet {name}: {error.args[0]} is not in the model.") from None
    called, joined = tuple(entry.get("called", ())), tuple(entry.get("joined", ()))
    apart = entry.get("apart")
    known = {column.field for column in columns}
    for field in (*called, *joined, *((apart,) if apart else ())):
        if field not in known:
            raise SourceBroken(f"sheets.yaml, sheet {name}: its rows are told apart by {field}, which has no column.")
    return DataSheet(name, label, entry["about"], (mark, *columns), called, joined, apart)


def _column(model: Model, label: str | None, said: Mapping[str, Any]) -> SheetColumn:
    shared: dict[str, Any] = {
        "heading": said["heading"],
        "also": tuple(said.get("also", ())),
        "suits": tuple(said.get("suits", ())),
        "required": said.get("required", False),
        "written": said.get("written", True),
    }
    words = said.get("help", "")
    if "property" in said and label is not None:
        prop = model.property(label, said["property"])
        return SheetColumn(
            prop.name, holds=Holds.PROPERTY, help=words or prop.description, prop=prop, code_list=prop.codes, **shared
        )
    if "link" in said and label is not None:
        link = model.links(label)[said["link"]]
        target = said.get("to", link.targets[0])
        field = said["link"] + (target if len(link.targets) > 1 else "")
        return SheetColumn(
            field,
            holds=Holds.LINK,
            help=words or link.link.description,
            link=link,
            target=target,
            many=link.many,
            **shared,
        )
    if "refers" in said:
        target = said["refers"]
        return SheetColumn(target.lower(), holds=Holds.REFERENCE, help=words, target=target, **shared)
    if "codes" in said:
        codes = model.code_lists[said["codes"]]
        return SheetColumn(codes.name, holds=Holds.CODES, help=words, code_list=codes, **shared)
    holds = next(Holds(kind) for kind in ("key", "names", "parties", "basis", "words") if kind in said)
    if holds is Holds.KEY:
        words = "The registry's own name for this row. Leave it empty in rows you add, and as it is in others."
    target = "Organisation" if holds is Holds.PARTIES else None
    many = holds in (Holds.NAMES, Holds.PARTIES)
    return SheetColumn(holds.value, holds=holds, help=words, target=target, many=many, **shared)
