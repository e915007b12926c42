"""How a property is declared: its kind of value, the comparisons it is filtered by, its codes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict, Unpack


class Kind(StrEnum):
    """The kinds of value a property can hold."""

    TEXT = "TEXT"
    TEXTS = "TEXTS"  # a list of texts, never null once stored
    DATE = "DATE"  # a business date, no time zone
    INSTANT = "INSTANT"  # a moment, UTC
    INTEGER = "INTEGER"
    FLAG = "FLAG"
    CODE = "CODE"  # one value of a code list
    CODES = "CODES"  # several values of a code list


class Filter(StrEnum):
    """The comparisons a property can be filtered by."""

    EQUALS = "eq"
    ONE_OF = "in"
    NOT = "not"
    CONTAINS = "contains"
    STARTS_WITH = "startsWith"
    BEFORE = "before"
    AFTER = "after"
    ON_OR_BEFORE = "onOrBefore"
    ON_OR_AFTER = "onOrAfter"
    LESS_THAN = "lessThan"
    MORE_THAN = "moreThan"
    HAS = "has"
    HAS_ANY = "hasAny"
    HAS_NONE = "hasNone"
    RECORDED = "isRecorded"


CHOICE = (Filter.EQUALS, Filter.ONE_OF, Filter.NOT, Filter.RECORDED)
WORDS = (Filter.EQUALS, Filter.ONE_OF, Filter.CONTAINS, Filter.STARTS_WITH, Filter.RECORDED)
PROSE = (Filter.CONTAINS, Filter.RECORDED)
DAYS = (
    Filter.EQUALS,
    Filter.BEFORE,
    Filter.AFTER,
    Filter.ON_OR_BEFORE,
    Filter.ON_OR_AFTER,
    Filter.RECORDED,
)
NUMBERS = (Filter.EQUALS, Filter.LESS_THAN, Filter.MORE_THAN, Filter.RECORDED)
YES_NO = (Filter.EQUALS, Filter.RECORDED)
LISTED = (Filter.HAS, Filter.HAS_ANY, Filter.HAS_NONE)


@dataclass(frozen=True, slots=True)
class CodeList:
    """A closed list of codes with a plain-English meaning each. Becomes a GraphQL enum."""

    name: str
    description: str
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a node or an edge.

    `name` is its name in the graph, in records and in GraphQL. `filters` are the comparisons offered.
    `order` makes it sortable: a never-null sort key is kept beside it and indexed. `search` puts it into
    the full-text index of its label. `recording` and `precision` add the companion properties of
    DESIGN section 3 (why a value is missing; how exact a date is).
    """

    name: str
    kind: Kind
    description: str
    codes: CodeList | None = None
    required: bool = False
    filters: tuple[Filter, ...] = ()
    order: bool = False
    search: bool = False
    index: bool = False
    recording: bool = False
    precision: bool = False


RECORDING = CodeList(
    "Recording",
    "Why a value is there or missing. Unknown is a value, and there are several.",
    {
        "RECORDED": "The source gives a value.",
        "NOT_RECORDED": "The source asks for it and the cell is blank.",
        "NOT_COLLECTED": "The source has no such field.",
        "NOT_VERIFIED": "A value exists, but nobody has read it yet.",
        "WITHHELD": "The source knows it and does not publish it.",
    },
)

PRECISION = CodeList(
    "Precision",
    "How exact a date is. Where the source gives a year alone, only the year is known.",
    {
        "DAY": "The day is known.",
        "MONTH": "The month is known; the day stands for its first.",
        "YEAR": "The year is known; the day stands for its first.",
    },
)

KEY = Property(
    "key",
    Kind.TEXT,
    "The registry's own readable name for this node, stable and unique among nodes of its type.",
    required=True,
    filters=(Filter.EQUALS, Filter.ONE_OF, Filter.STARTS_WITH),
)


class Options(TypedDict, total=False):
    """What a property may declare beside its name, kind and meaning."""

    required: bool
    filters: tuple[Filter, ...]
    order: bool
    search: bool
    index: bool
    recording: bool
    precision: bool


def text(name: str, description: str, **options: Unpack[Options]) -> Property:
    """Declare a short text."""
    options.setdefault("filters", WORDS)
    return Property(name, Kind.TEXT, description, **options)


def prose(name: str, description: str, **options: Unpack[Options]) -> Property:
    """Declare a long text: filtered by words it contains, never sorted by."""
    options.setdefault("filters", PROSE)
    return Property(name, Kind.TEXT, description, **options)


def texts(name: str, description: str, **options: Unpack[Options]) -> Property:
    """Declare a list of texts."""
    options.setdefault("filters", LISTED)
    return Property(name, Kind.TEXTS, description, **options)


def day(name: str, description: str, **options: Unpack[Options]) -> Property:
    """Declare a business date."""
    options.setdefault("filters", DAYS)
    return Property(name, Kind.DATE, description, **options)


def instant(name: str, description: str, **options: Unpack[Options]) -> Property:
    """Declare a moment in UTC."""
    return Property(name, Kind.INSTANT, description, **options)


def number(name: str, description: str, **options: Unpack[Options]) -> Property:
    """Declare a whole number."""
    options.setdefault("filters", NUMBERS)
    return Property(name, Kind.INTEGER, description, **options)


def flag(name: str, description: str, **options: Unpack[Options]) -> Property:
    """Declare a yes, no, or not known."""
    options.setdefault("filters", YES_NO)
    return Property(name, Kind.FLAG, description, **options)


def code(name: str, code_list: CodeList, description: str, **options: Unpack[Options]) -> Property:
    """Declare one code of a closed list."""
    options.setdefault("filters", CHOICE)
    return Property(name, Kind.CODE, description, code_list, **options)


def codes(name: str, code_list: CodeList, description: str, **options: Unpack[Options]) -> Property:
    """Declare several codes of a closed list."""
    options.setdefault("filters", LISTED)
    return Property(name, Kind.CODES, description, code_list, **options)
