"""The columns of the practice file: 21 with headings, or 27 by their place."""

from __future__ import annotations

import re

from ingest.tables.layout import Column, Table, Unheaded

CODE = re.compile(r"[A-Z]\d{5}|[A-Z]\d[A-Z]\d[A-Z]")
_DAY = re.compile(r"\d{8}")

PRACTICES = Table(
    "practices",
    (
        Column("code", ("OrgCode", "Organisation Code", "Org Code", "ODS Code", "Practice Code", "Code")),
        Column("name", ("Name", "Organisation Name", "Practice Name")),
        Column("grouping", ("NationalGrouping", "National Grouping"), needed=False),
        Column("geography", ("HighLevelHealthGeography", "High Level Health Geography"), needed=False),
        *(
            Column(f"address_{n}", (f"Address{n}", f"Address Line {n}", f"Address {n}"), needed=False)
            for n in range(1, 6)
        ),
        Column("postcode", ("Postcode", "Post Code"), needed=False),
        Column(
            "opened", ("OpenDate", "Open Date", "Opened", "Start Date"), needed=False, gives=("Organisation.openedOn",)
        ),
        Column(
            "closed", ("CloseDate", "Close Date", "Closed", "End Date"), needed=False, gives=("Organisation.closedOn",)
        ),
        Column("status", ("StatusCode", "Status Code", "Status")),
        Column("subtype", ("OrgSubTypeCode", "Organisation Sub-Type Code", "Org Sub-Type Code"), needed=False),
        Column(
            "commissioner",
            ("Commissioner", "Commissioner Code", "Parent Organisation Code"),
            needed=False,
            gives=("Organisation.memberOf",),
        ),
        Column(
            "joined",
            ("JoinProviderDate", "Join Provider/Purchaser Date", "Join Parent Date", "Joined Provider"),
            needed=False,
        ),
        Column(
            "left",
            ("LeftProviderDate", "Left Provider/Purchaser Date", "Left Parent Date", "Left Provider"),
            needed=False,
        ),
        Column("telephone", ("TelNo", "Contact Telephone Number", "Telephone"), needed=False),
        Column("amended", ("AmendedRecordIndicator", "Amended Record Indicator"), needed=False),
        Column(
            "provider",
            ("ProvPurch", "Provider/Purchaser", "Provider or Purchaser", "Provider"),
            needed=False,
            gives=("Organisation.hostedBy",),
        ),
        Column("setting", ("PrescrSet", "Prescribing Setting")),
    ),
    unheaded=Unheaded(
        columns=(
            *("code", "name", "grouping", "geography"),
            *("address_1", "address_2", "address_3", "address_4", "address_5"),
            *("postcode", "opened", "closed", "status", "subtype", "commissioner", "joined", "left", "telephone"),
            *("", "", "", "amended", "", "provider", "", "setting", ""),
        ),
        widths=frozenset({27}),
        fits={"code": CODE, "opened": _DAY, "status": re.compile(r"[A-Z]"), "setting": re.compile(r"\d{1,2}")},
    ),
)
