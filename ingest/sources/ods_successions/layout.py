"""The columns of the table of successions."""

from __future__ import annotations

from ingest.tables.layout import Column, Table

SUCCESSIONS = Table(
    "successions",
    (
        Column("before_code", ("predecessor_ods", "Predecessor Code", "Old Code", "Closed Organisation Code")),
        Column("before_name", ("predecessor_name", "Old Name", "Closed Organisation Name"), needed=False),
        Column("after_code", ("successor_ods", "Successor Code", "New Code", "Successor Organisation Code")),
        Column("after_name", ("successor_name", "New Name", "Successor Organisation Name"), needed=False),
        Column("on", ("effective_date", "Date", "Succession Date", "Legal Start Date", "Effective From")),
        Column("kind", ("kind", "Reason", "Type of Succession"), needed=False),
        Column("source", ("source", "Read from"), needed=False),
        Column("note", ("note", "Remarks", "Comment"), needed=False),
    ),
)
