"""The fields of a record, under the names seen."""

from __future__ import annotations

from ingest.tables.layout import Column, Table

RECORDS = Table(
    "records",
    (
        Column(
            "body",
            ("publishing_body", "publishing-organisation", "organisation"),
            needed=False,
            gives=("AlgorithmicTool.operators",),
        ),
        Column("tool", ("tool_name", "tool", "name")),
        Column("title", ("title", "record_title"), needed=False),
        Column("url", ("url", "link", "web_url")),
        Column(
            "published",
            ("published", "first_published", "public_timestamp", "date_published"),
            needed=False,
            gives=("AlgorithmicTool.publishedOn",),
        ),
        Column("description", ("description", "summary"), needed=False, gives=("AlgorithmicTool.description",)),
        Column("listed", ("listed_organisations", "organisations"), needed=False),
    ),
    entries=True,
)
