"""The columns of the mapping. Headings and cells have spaces behind them."""

from __future__ import annotations

from ingest.tables.layout import Column, Table

LOCATIONS = Table(
    "locations",
    (
        Column("code", ("Sub ICB Location ODS Code", "Sub ICB Location Code", "SICBL Code", "SICBL ODS Code")),
        Column("name", ("Sub ICB Location Name", "SICBL Name")),
        Column(
            "role",
            ("Sub ICB Location Non-Primary Role", "SICBL Role"),
            needed=False,
            gives=("Organisation.kindStated",),
        ),
        Column("board_code", ("ICB Code", "ICB ODS Code", "Integrated Care Board Code")),
        Column("board_name", ("Integrated Care Board Name", "ICB Name")),
        Column("board_role", ("ICB Non-Primary Role", "ICB Role"), needed=False),
        Column("region_code", ("Region Code", "NHS England Region Code"), needed=False),
        Column("region_name", ("Region Name", "NHS England Region Name"), needed=False),
    ),
    sheets=("subicbjuly22",),
)
