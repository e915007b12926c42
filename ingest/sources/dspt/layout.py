"""The columns of the table."""

from __future__ import annotations

from ingest.tables.layout import Column, Table

_KEPT = (
    *("Postcode", "STP20CD", "STP20CDH", "STP20NM", "NHSER20CD", "NHSER20CDH", "NHSER20NM", "STPCDH"),
    *("Primary.Sector", "Commissioner..From.ODS.", "Successor.Status", "Final.Status", "Short.Status"),
)
"""Columns known and kept with the row's words alone. The last three pass a successor's status on to who closed."""

STATUSES = Table(
    "statuses",
    (
        Column("code", ("Code", "ODS Code", "Organisation Code")),
        Column("name", ("Name", "ODS Name")),
        Column("start", ("Start", "Open Date", "Opened"), needed=False, gives=("Organisation.openedOn",)),
        Column("end", ("Close", "Close Date", "Closed"), needed=False, gives=("Organisation.closedOn",)),
        Column(
            "sector",
            ("Sector", "Organisation Type"),
            needed=False,
            gives=(
                "Organisation.kindStated",
                "Organisation.kind",
            ),
        ),
        Column("gss", ("CCG20CD", "CCG21CD"), needed=False),
        Column("gss_name", ("CCG20NM", "CCG21NM"), needed=False),
        Column("successor", ("Successor.Code", "Successor ODS Code"), needed=False, gives=("Organisation.successors",)),
        Column("toolkit_name", ("Organisation.Name", "Name in the toolkit"), needed=False),
        Column("status", ("Latest.Status", "Status")),
        Column("published", ("Date.Of.Publication", "Publication Date", "Published")),
        *(Column(heading.replace(".", "_").lower(), (heading,), needed=False) for heading in _KEPT),
    ),
)
