"""The sheets of the register, by the headings seen."""

from __future__ import annotations

from ingest.tables.layout import Column, Table, Unheaded

RELEASES = Table(
    "releases",
    (
        Column("reference", ("ODR reference", "ODR reference number", "Reference")),
        Column("organisation", ("Applicant's organisation", "Applicant organisation", "Organisation")),
        Column(
            "organisation_type",
            ("Applicant's organisation type", "Applicant organisation type", "Organisation type"),
            needed=False,
            gives=(
                "Organisation.kind",
                "Organisation.kindStated",
            ),
        ),
        Column("technical", ("Technical summary",), needed=False),
        Column("lay", ("Lay summary overview:", "Lay summary"), needed=False),
        Column("purpose", ("Why is this project being conducted?", "Purpose of the project"), needed=False),
        Column("use", ("How will the data be used?", "Use of the data"), needed=False),
        Column(
            "benefits",
            (
                "Anticipated public health benefit(s) and/or impact of conducting the project",
                "Anticipated public health benefits",
            ),
            needed=False,
        ),
        Column("funders", ("Funders and collaborators", "Funders"), needed=False),
        Column("datasets", ("Data source", "Data sources")),
        Column("identifiability", ("Type of data", "Data type")),
        Column(
            "legal_basis",
            (
                "Legal basis for the release of personally identifiable data",
                "Legal basis for release of personally identifiable data",
                "Legal basis",
            ),
        ),
        Column(
            "opt_out",
            ("National data opt-out programme applied", "National data opt-out applied"),
            needed=False,
            gives=("Flow.optOut",),
        ),
        Column("released", ("Date of release", "Release date")),
    ),
    sheets=("Release_Register_Apr17-Sept20",),
)

NOTES = Table(
    "notes",
    (Column("number", ("Release note",)), Column("text", ("Text",))),
    sheets=("Release_notes", "Release notes"),
    optional=True,
    unheaded=Unheaded(("number", "text")),
)
"""A note is two rows: its number and title, then its text with no number. The sheet has no headings."""

AMENDMENTS = Table(
    "amendments",
    (
        Column("reference", ("ODR Reference",)),
        Column("change", ("Change to the Data Release Register", "Change")),
        Column("changed", ("Date change applied", "Date of change")),
    ),
    sheets=("Amendments_made_to_register",),
    optional=True,
)
