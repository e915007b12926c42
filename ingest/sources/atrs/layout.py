"""The fields of a record, under the names seen."""

from __future__ import annotations

from ingest.layout import Column, Table

RECORDS = Table(
    "records",
    (
        Column("body", ("publishing_body", "publishing-organisation", "organisation"), needed=False),
        Column("tool", ("tool_name", "tool", "name")),
        Column("title", ("title", "record_title"), needed=False),
        Column("url", ("url", "link", "web_url")),
        Column("published", ("published", "first_published", "public_timestamp", "date_published"), needed=False),
        Column("description", ("description", "summary"), needed=False),
        Column("listed", ("listed_organisations", "organisations"), needed=False),
    ),
    entries=True,
)
