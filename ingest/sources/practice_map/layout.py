"""The columns of the mapping."""

from __future__ import annotations

from ingest.tables.layout import Column, Table

PRACTICES = Table(
    "practices",
    (
        Column("publication", ("PUBLICATION",), needed=False),
        Column("extracted", ("EXTRACT_DATE", "Date of extract"), needed=False),
        Column("code", ("PRACTICE_CODE", "GP practice code")),
        Column("name", ("PRACTICE_NAME", "GP practice name")),
        Column("postcode", ("PRACTICE_POSTCODE", "Postcode"), needed=False),
        Column("network_code", ("PCN_CODE", "Network code")),
        Column("network_name", ("PCN_NAME", "Network name")),
        Column("group_gss", ("ONS_CCG_CODE", "CCG ONS code"), needed=False),
        Column("group_code", ("CCG_CODE", "CCG ODS code"), needed=False, some_of=("Organisation.memberOf",)),
        Column("group_name", ("CCG_NAME",), needed=False),
        Column("partnership_gss", ("ONS_STP_CODE", "STP ONS code"), needed=False, some_of=("Organisation.memberOf",)),
        Column("partnership_code", ("STP_CODE", "STP ODS code"), needed=False),
        Column("partnership_name", ("STP_NAME",), needed=False),
        Column("region_gss", ("ONS_COMM_REGION_CODE",), needed=False),
        Column("region_code", ("COMM_REGION_CODE",), needed=False),
        Column("region_name", ("COMM_REGION_NAME",), needed=False),
    ),
)
