"""A spreadsheet with headings of its own, mapped once by a person: kept with who did it and when."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from ingest.errors import MappingRefused
from ingest.sheets.declaration import DataSheet, Holds, SheetColumn, sheet_of, sheets
from ingest.source import Source
from ingest.tables.layout import Column, Table, heading_key

FOLDER = "mappings"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


@dataclass(frozen=True, slots=True)
class MappedSheet:
    """One sheet of somebody's file: the sheet of the workbook it stands for, and the field of each of its headings."""

    sheet: str
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class HeadingMapping:
    """What a person decided for the sheets of a file, by the names they have in it."""

    name: str
    made_by: str
    made_at: dt.datetime
    file: str
    sheets: Mapping[str, MappedSheet]


def field_of(sheet: DataSheet, said: str) -> SheetColumn:
    """Return the column meant by its field or heading. Raises MappingRefused, naming those there are."""
    mappable = [column for column in sheet.columns if column.holds is not Holds.EXAMPLE]
    for column in mappable:
        if heading_key(said) in {heading_key(column.field), heading_key(column.heading)}:
            return column
    known = ", ".join(column.heading for column in mappable)
    raise MappingRefused(f"The sheet {sheet.name} has no column {said!r}. It has: {known}.")


def data_sheet(said: str) -> DataSheet:
    """Return the sheet of the workbook meant. Raises MappingRefused, naming those there are."""
    for sheet in sheets():
        if heading_key(sheet.name) == heading_key(said):
            return sheet
    raise MappingRefused(f"There is no sheet {said!r} to map to. Sheets: {', '.join(s.name for s in sheets())}.")


def check(mapping: HeadingMapping) -> None:
    """Raise MappingRefused where a mapping could not be loaded with: a column twice, or one that must be there."""
    if not mapping.sheets:
        raise MappingRefused("Nothing is mapped. Say which sheet of the file is what: --sheet 'Register=Agreements'.")
    for name, mapped in mapping.sheets.items():
        sheet = data_sheet(mapped.sheet)
        fields = [field_of(sheet, field).field for field in mapped.columns.values()]
        twice = next((field for field in fields if fields.count(field) > 1), None)
        if twice is not None:
            raise MappingRefused(f"{name}: two columns are mapped to {sheet.column(twice).heading}. Leave one out.")
        lacking = [c.heading for c in sheet.columns if c.required and c.field not in fields]
        if lacking:
            raise MappingRefused(
                f"{name}: {sheet.name} needs {' and '.join(lacking)}. Map a column to it: --set 'COLUMN={lacking[0]}'."
            )


def save(folder: Path, mapping: HeadingMapping) -> Path:
    """Keep a mapping under its name, in place of an earlier one. Raises MappingRefused."""
    if not _NAME.fullmatch(mapping.name):
        raise MappingRefused(f"{mapping.name!r} is no name for a mapping: use small letters, digits and hyphens.")
    check(mapping)
    kept = {
        "name": mapping.name,
        "madeBy": mapping.made_by,
        "madeAt": mapping.made_at.isoformat(timespec="seconds"),
        "file": mapping.file,
        "sheets": {
            name: {"sheet": mapped.sheet, "columns": dict(mapped.columns)} for name, mapped in mapping.sheets.items()
        },
    }
    path = folder / f"{mapping.name}.yaml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(kept, allow_unicode=True, sort_keys=False), encoding="utf-8")
    except OSError as error:
        raise MappingRefused(f"{path} cannot be written: {error.strerror}. Check ISA_DATA_DIR.") from error
    return path


def kept_mapping(folder: Path, name: str) -> HeadingMapping:
    """Return a mapping by name. Raises MappingRefused where there is none, or its file was damaged."""
    path = folder / f"{name}.yaml"
    if not _NAME.fullmatch(name) or not path.is_file():
        known = ", ".join(sorted(p.stem for p in folder.glob("*.yaml"))) or "none yet; make one with isa map FILE"
        raise MappingRefused(f"There is no mapping {name!r}. Mappings: {known}.")
    try:
        kept: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        mapping = HeadingMapping(
            name=kept["name"],
            made_by=kept["madeBy"],
            made_at=dt.datetime.fromisoformat(str(kept["madeAt"])),
            file=kept["file"],
            sheets={n: MappedSheet(each["sheet"], dict(each["columns"])) for n, each in kept["sheets"].items()},
        )
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise MappingRefused(
            f"{path} is no mapping ({error}). Make it again with isa map FILE --save {name}."
        ) from None
    check(mapping)
    return mapping


def adapted(mapping: HeadingMapping) -> Callable[[Source], Source]:
    """Return what makes a source read a file by a mapping: only what was mapped is understood."""

    def adapt(source: Source) -> Source:
        tables = {table.name: table for table in source.tables}
        mapped = [
            _table(
                tables[sheet_of(each.sheet).name],
                name,
                {h: field_of(sheet_of(each.sheet), f) for h, f in each.columns.items()},
            )
            for name, each in mapping.sheets.items()
        ]
        return replace(source, tables=tuple(mapped))

    return adapt


def _table(table: Table, name: str, columns: Mapping[str, SheetColumn]) -> Table:
    needed = {column.field: column.needed for column in table.columns}
    return replace(
        table,
        columns=tuple(Column(c.field, (heading,), needed=needed[c.field]) for heading, c in columns.items()),
        sheets=(name,),
    )
