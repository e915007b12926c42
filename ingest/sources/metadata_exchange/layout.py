"""The names of values in a record, those of the model. A contact point's stand under its own name (`.email`)."""

from __future__ import annotations

from ingest.sources.metadata_exchange.model import FIELDS
from ingest.tables.layout import Column, Table

CONTACT = "contactPoint"
_NAMES = dict.fromkeys(
    (
        "type",
        *(name for fields in FIELDS.values() for name in fields),
        *(f"{CONTACT}.{n}" for n in FIELDS["ContactPoint"]),
    )
)

RECORDS = Table("records", tuple(Column(name, (name,), needed=False) for name in _NAMES), entries=True)
