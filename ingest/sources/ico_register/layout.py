"""The 13 columns of the register that are of the controller. Those of its data protection officer are never read."""

from __future__ import annotations

from ingest.sources.ico_register.people import may_be_read, without_people
from ingest.tables.layout import Column, Table

ENTRIES = Table(
    "entries",
    (
        Column("number", ("Registration_number", "Registration reference", "Registration no")),
        Column("name", ("Organisation_name", "Data controller", "Name of organisation")),
        *(
            Column(f"address_{n}", (f"Organisation_address_line_{n}", f"Address line {n}"), needed=False)
            for n in range(1, 6)
        ),
        Column("postcode", ("Organisation_postcode", "Postcode"), needed=False),
        Column(
            "public",
            ("Public_authority", "Public authority (Y/N)"),
            needed=False,
            gives=("Organisation.publicAuthority",),
        ),
        Column("start", ("Start_date_of_registration", "Registration start date", "Date registered")),
        Column("end", ("End_date_of_registration", "Registration end date", "Registration expires")),
        Column(
            "trading",
            ("Trading_names", "Other names", "Trading_names (names of people left out)"),
            needed=False,
            keep=without_people,
        ),
        Column("tier", ("Payment_tier", "Fee tier"), needed=False),
    ),
    only=may_be_read,
)
