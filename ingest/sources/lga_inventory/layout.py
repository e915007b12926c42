"""The elements and attributes of a dataset in an inventory, and what the inventory says of itself."""

from __future__ import annotations

from ingest.tables.layout import Column, Table

_OPTIONAL = (
    *("Modified", "Rights", "Protected", "ProtectedText", "Context", "RightsHolder", "ChargeURL", "CommittmentDate"),
    *("RelationType", "Relations", "Subjects", "Resources"),
    *("Inventory.Modified", "Inventory.Language", "Inventory.Creator", "Inventory.Title", "Inventory.Description"),
    "Inventory.Coverage",
)

DATASETS = Table(
    "datasets",
    (
        Column("identifier", ("Identifier",)),
        Column("title", ("Title",)),
        Column("description", ("Description",), needed=False),
        Column("active", ("Active",), needed=False),
        Column("publisher", ("Inventory.Publisher",), needed=False),
        Column("inventory", ("Inventory.Identifier",), needed=False),
        *(Column(name, (name,), needed=False) for name in _OPTIONAL),
    ),
    entries=True,
)
