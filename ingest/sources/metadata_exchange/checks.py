"""What is wrong with a record by the model, every fault of it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.drafting.draft import RowFacts
from ingest.errors import RowRejected
from ingest.sources.metadata_exchange.layout import CONTACT
from ingest.sources.metadata_exchange.model import FIELDS, Field, fault_of
from ingest.tables.layout import Row

_PREFIX = "dcat:"
_LIKE = 0.8
"""Share of letters in common above which an unknown name is shown beside one that is missing."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A field, the value it has, and what is wrong with it."""

    field: str
    value: str
    reason: str


def type_of(facts: RowFacts) -> str:
    """Return the type of a record (a key of FIELDS), told by its `type`; a contact point has none.

    Raises RowRejected for a type that the model does not have, and where nothing tells it.
    """
    stated = facts.row.text("type")
    if not stated and not facts.row.text("identifier") and any(facts.row.text(n) for n in FIELDS["ContactPoint"]):
        return "ContactPoint"
    label = stated.removeprefix(_PREFIX)
    if label not in FIELDS or label == "ContactPoint":
        raise facts.reject("type", f"a type is one of {', '.join(_PREFIX + n for n in FIELDS if n != 'ContactPoint')}")
    return label


def check(facts: RowFacts, label: str) -> None:
    """Refuse a record that the model does not allow: the first fault is its reason, and the others are told with it.

    Faults of fields stand in the model's order; the forms that older records have, the type without its prefix and a
    contact point that is an address alone, come last.
    """
    faults = list(_faults(facts.row, label))
    if not faults:
        return
    first, *others = faults
    also = "".join(f"; {f.field}{f' {f.value!r}' if f.value else ''}: {f.reason}" for f in others)
    raise RowRejected(first.field, first.value, first.reason + also)


def _faults(row: Row, label: str) -> Iterator[Fault]:
    for name, field in FIELDS[label].items():
        if field.parts is None:
            yield from _field(row, name, field)
    if CONTACT in FIELDS[label]:
        yield from _contact(row)
    stated = row.text("type")
    if stated and not stated.startswith(_PREFIX):
        yield Fault("type", stated, f"the model writes {_PREFIX}{label}")


def _field(row: Row, name: str, field: Field) -> Iterator[Fault]:
    values = [v.strip() for v in _values(row, name) if v.strip()]
    if not values:
        if field.required:
            yield Fault(name, "", f"a record needs this{_perhaps(row, name)}")
    elif len(values) > 1 and not field.many:
        yield Fault(name, "; ".join(values), "the model has one value here")
    else:
        yield from (Fault(name, v, reason) for v in values if (reason := fault_of(field, v)) is not None)


def _contact(row: Row) -> Iterator[Fault]:
    parts = {f"{CONTACT}.{name}": field for name, field in FIELDS["ContactPoint"].items()}
    address = row.text(CONTACT)
    if any(row.text(name) for name in parts):
        for name, field in parts.items():
            yield from _field(row, name, field)
    elif not address:
        yield Fault(CONTACT, "", f"a record needs this{_perhaps(row, CONTACT)}")
    elif (reason := fault_of(FIELDS["ContactPoint"]["email"], address)) is not None:
        yield Fault(CONTACT, address, reason)
    else:
        yield Fault(CONTACT, address, "the model has a contactName and an email here, not an address alone")


def _values(row: Row, name: str) -> list[str]:
    value = row.cells.get(name, "")
    return value if isinstance(value, list) else [value]


def _perhaps(row: Row, name: str) -> str:
    """A value of the record that is in no column and may be the one that is missing, under a name misspelt."""
    known = set(row.headings.values())
    for word in row.words:
        if word not in known and difflib.SequenceMatcher(None, word.lower(), name.lower()).ratio() >= _LIKE:
            return f"; {word!r} may be meant for it"
    return ""
