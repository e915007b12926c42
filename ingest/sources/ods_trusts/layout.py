"""The columns of the trust file: by place where it has no headings, by heading where somebody gave it some."""

from __future__ import annotations

import re

from ingest.tables.layout import Column, Table, Unheaded

_DAY_OR_NOTHING = re.compile(r"(\d{8})?")

TRUSTS = Table(
    "trusts",
    (
        Column("code", ("Organisation Code", "OrgCode", "Org Code", "ODS Code", "Code")),
        Column("name", ("Name", "Organisation Name", "Trust Name")),
        Column("grouping", ("National Grouping", "NationalGrouping"), needed=False),
        Column("geography", ("High Level Health Geography", "HighLevelHealthGeography"), needed=False),
        *(
            Column(f"address_{n}", (f"Address Line {n}", f"Address{n}", f"Address {n}"), needed=False)
            for n in range(1, 6)
        ),
        Column("postcode", ("Postcode", "Post Code"), needed=False),
        Column(
            "opened", ("Open Date", "OpenDate", "Opened", "Start Date"), needed=False, gives=("Organisation.openedOn",)
        ),
        Column(
            "closed", ("Close Date", "CloseDate", "Closed", "End Date"), needed=False, gives=("Organisation.closedOn",)
        ),
        Column("telephone", ("Contact Telephone Number", "TelNo"), needed=False),
        Column("amended", ("Amended Record Indicator", "AmendedRecordIndicator"), needed=False),
        Column("region", ("GOR Code", "Government Office Region"), needed=False),
    ),
    unheaded=Unheaded(
        columns=(
            *("code", "name", "grouping", "geography"),
            *("address_1", "address_2", "address_3", "address_4", "address_5"),
            *("postcode", "opened", "closed", "", "", "", "", "", "telephone", "", "", "", "amended", "", "region"),
        ),
        widths=frozenset({24, 27}),
        fits={"code": re.compile(r"[A-Z0-9]{3,5}"), "opened": _DAY_OR_NOTHING, "closed": _DAY_OR_NOTHING},
    ),
)
