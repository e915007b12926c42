"""Between values of the model and what a cell says: codes, days and parts of days, lists, why a value is missing."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from graph.model.property import CodeList, Kind, Property
from ingest.drafting.dates import any_date
from ingest.sheets.declaration import SheetColumn

Value = str | int | bool | dt.date | Sequence[str] | None
"""What a cell is given: a text, a number, yes or no, a whole day, several texts, nothing."""

UNKNOWNS: Mapping[str, str] = {
    "NOT_RECORDED": "(not recorded)",
    "NOT_COLLECTED": "(not collected)",
    "NOT_VERIFIED": "(not verified)",
    "WITHHELD": "(withheld)",
}
"""What a cell says in place of a value that is missing. An empty cell is one that is not recorded."""

_MARKS = {words.strip("()"): code for code, words in UNKNOWNS.items()}
_LENGTHS = {"YEAR": 4, "MONTH": 7}
_YES = frozenset({"yes", "y", "true"})
_NO = frozenset({"no", "n", "false"})
_WHOLE = re.compile(r"[+-]?\d+(?:\.0+)?")
_SHOWN = 8


def written(prop: Property, values: Mapping[str, Any]) -> Value:
    """Return what a cell says of one property of a node."""
    value = values.get(prop.name)
    if value is None or value == []:
        missing = values.get(f"{prop.name}Recording") if prop.recording else "NOT_RECORDED"
        return None if missing in ("NOT_RECORDED", "RECORDED") else UNKNOWNS[missing or "NOT_COLLECTED"]
    if isinstance(value, dt.date) and prop.precision:
        length = _LENGTHS.get(values.get(f"{prop.name}Precision", "DAY"))
        return value if length is None else value.isoformat()[:length]
    if prop.recording and isinstance(value, str) and _bracketed(value):
        return f"({value})"
    made: Value = value
    return made


def read(column: SheetColumn, raw: str | list[str]) -> dict[str, Any]:
    """Return the properties that a filled cell of a property column gives. Raises ValueError saying what is wrong."""
    prop = column.prop
    assert prop is not None  # noqa: S101 - asked of property columns alone
    text = raw if isinstance(raw, str) else "; ".join(raw)
    if prop.recording and (missing := _missing(prop, text)):
        return {f"{prop.name}Recording": missing}
    match prop.kind:
        case Kind.DATE:
            return _day(prop, text.strip())
        case Kind.FLAG:
            return {prop.name: _flag(text)}
        case Kind.INTEGER:
            if not _WHOLE.fullmatch(text.strip()):
                raise ValueError("is no whole number")
            return {prop.name: int(float(text))}
        case Kind.CODE if prop.codes is not None:
            return {prop.name: code_of(prop.codes, text)}
        case Kind.CODES if prop.codes is not None:
            return {prop.name: [code_of(prop.codes, each) for each in several(raw)]}
        case Kind.TEXTS:
            return {prop.name: list(several(raw))}
    if prop.recording and _bracketed(text):
        return {prop.name: text[1:-1]}
    return {prop.name: text}


def several(raw: str | list[str]) -> tuple[str, ...]:
    """Return the values of a cell that may hold several: parted by semicolons, or a JSON list."""
    if isinstance(raw, str):
        listed = _listed(raw)
        raw = raw.split(";") if listed is None else listed
        return tuple(dict.fromkeys(part.strip() if listed is None else part for part in raw if part.strip()))
    return tuple(dict.fromkeys(part for part in raw if part.strip()))


def joined(values: Sequence[str]) -> str:
    """Return several values as one cell says them: `several` gives the same ones back."""
    if any(";" in v or v != v.strip() or v.startswith('["') for v in values):
        return json.dumps(list(values), ensure_ascii=False)
    return "; ".join(values)


def code_of(codes: CodeList, text: str) -> str:
    """Return the code meant, in whatever case and with spaces or hyphens. Raises ValueError naming those there are."""
    code = re.sub(r"[\s-]+", "_", text.strip()).upper()
    if code in codes.values:
        return code
    names = list(codes.values)
    more = f" and {len(names) - _SHOWN} more, see the sheet Codes" if len(names) > _SHOWN else ""
    raise ValueError(f"is none of {', '.join(names[:_SHOWN])}{more}")


def _listed(text: str) -> list[str] | None:
    if not text.startswith('["'):
        return None
    try:
        values = json.loads(text)
    except json.JSONDecodeError:
        return None
    return values if isinstance(values, list) and all(isinstance(v, str) for v in values) else None


def _mark(text: str) -> str | None:
    return _MARKS.get(re.sub(r"[\s_-]+", " ", text.strip()).lower())


def _bracketed(text: str) -> bool:
    """Whether a text would be taken for the reason a value is missing: as a text it has brackets more."""
    return text.startswith("(") and text.endswith(")") and _mark(text.strip("()")) is not None


def _missing(prop: Property, text: str) -> str | None:
    """The reason a value is missing, where the cell gives one. A free text gives it in brackets alone."""
    inner = text.strip()
    if inner.startswith("(") and inner.endswith(")") and not inner.startswith("(("):
        return _mark(inner[1:-1])
    return _mark(inner) if prop.kind is not Kind.TEXT else None


def _day(prop: Property, text: str) -> dict[str, Any]:
    try:
        day, precision = any_date(text)
    except ValueError:
        ways = "2026-03-31 or 31/03/2026" + (", a month 2026-03, a year 2026" if prop.precision else "")
        raise ValueError(f"is no date: write {ways}, or leave the cell empty where it is not known") from None
    if precision == "DAY":
        return {prop.name: day}
    if not prop.precision:
        raise ValueError("is no whole day, which is needed here: write it as 2026-03-31, or leave the cell empty")
    return {prop.name: day, f"{prop.name}Precision": precision}


def _flag(text: str) -> bool:
    word = text.strip().lower()
    if word in _YES | _NO:
        return word in _YES
    raise ValueError("is neither Yes nor No: leave the cell empty where it is not known")
