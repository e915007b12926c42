"""How a node of the registry is declared: its properties, edges, conditions and who may see it.

A declaration is data. Constraints, indexes, ingest records, GraphQL types, filters, orders and the
model page in docs/ are all derived from it, so a new node type is one file in `graph/model/nodes/`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class Link:
    """One end of an edge as a GraphQL field: its name, its meaning, one or many at the other end."""

    name: str
    description: str
    many: bool = True
    filter: bool = True


@dataclass(frozen=True, slots=True)
class Edge:
    """A relationship from the declaring node to nodes of one or several labels.

    `out` is the field on the declaring node, `back` the field on each target (None: not offered).
    `key` names the edge properties that tell parallel edges of one type apart. `held` names the edge's
    own from and to dates, by which `asOf` decides whether it held on a day.
    """

    type: str
    to: tuple[str, ...]
    description: str
    out: Link | None = None
    back: Link | None = None
    properties: tuple[Property, ...] = ()
    key: tuple[str, ...] = ()
    held: tuple[str | None, str | None] | None = None


ANY_NODE = "*"


@dataclass(frozen=True, slots=True)
class Condition:
    """A derived condition: a Cypher predicate over `this` (the node) and `$today`, never stored.

    `$today` is the day the question is asked for: the registry's today, or `asOf` where given.
    """

    code: str
    description: str
    cypher: str


@dataclass(frozen=True, slots=True)
class Everyone:
    """Row scope: every caller may see the node."""


@dataclass(frozen=True, slots=True)
class OwnVisibility:
    """Row scope: the node's own `visibility` decides, with the patterns that reach its parties.

    Patterns are Cypher, from `this` to a body bound as `body`. Where there is none, what is not public is
    seen by administrators alone.
    """

    parties: str | None = None
    partners: str | None = None


@dataclass(frozen=True, slots=True)
class Follows:
    """Row scope: visible when a node it hangs on is visible.

    `paths` are Cypher patterns from `this`, step by step along edges, to the node whose scope decides; one visible is
    enough. `alone` says who may see it where no such node exists: Everyone, the bodies (bound as `body`)
    that a pattern from `this` reaches, or, with None, administrators alone.
    """

    paths: tuple[str, ...]
    alone: Everyone | str | None = None


@dataclass(frozen=True, slots=True)
class AdministratorsOnly:
    """Row scope: seen by administrators alone."""


@dataclass(frozen=True, slots=True)
class BodiesReached:
    """Row scope: seen by the bodies (bound as `body`) that a pattern from `this` reaches, and by administrators."""

    pattern: str


@dataclass(frozen=True, slots=True)
class FollowsAny:
    """Row scope: visible when a node that it hangs on is visible, of whatever type.

    `edge` is the type of the edge to that node and `type` the property that holds the node's label. Reached from
    the node itself it needs no further test. Elsewhere the scope of each of `restricted` decides, types that
    everyone sees are seen, and the rest is left to administrators: each type makes every such statement longer.
    """

    edge: str
    type: str
    restricted: tuple[str, ...]


Scope = Everyone | OwnVisibility | Follows | FollowsAny | AdministratorsOnly | BodiesReached


@dataclass(frozen=True, slots=True)
class Node:
    """One node type of the registry.

    `caption` is the property people know a node by. `concerns` are Cypher patterns from `this` to the bodies, bound
    as `body`, that answer for the node: they see and answer what rules find about it. `held` names the dates between
    which the node's fact held; `asOf` leaves out those that did not hold on that day where many are listed. `roots`
    offers the single and list fields on Query; `since` names an instant by which that list can begin.
    """

    label: str
    plural: str
    description: str
    caption: str
    properties: tuple[Property, ...]
    edges: tuple[Edge, ...] = ()
    conditions: tuple[Condition, ...] = ()
    scope: Scope = field(default_factory=Everyone)
    concerns: tuple[str, ...] = ()
    held: tuple[str | None, str | None] | None = None
    roots: bool = True
    default_order: str | None = None
    since: str | None = None

    @property
    def singular(self) -> str:
        """The name of the field that finds one node: the label with a small first letter."""
        return self.label[0].lower() + self.label[1:]


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
