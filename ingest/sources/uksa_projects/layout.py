"""The one sheet of the list, by the headings seen. A title stands above them."""

from __future__ import annotations

from ingest.sources.uksa_projects.researchers import organisations_alone
from ingest.tables.layout import Column, Table

PROJECTS = Table(
    "projects",
    (
        Column("number", ("Project Number", "Project ID", "Project Reference")),
        Column("name", ("Project Name", "Project Title", "Title")),
        Column(
            "researchers",
            (
                *("Accredited Researchers", "Accredited Researcher(s)", "Researchers", "Researcher names"),
                "Accredited Researchers (organisations alone)",
            ),
            needed=False,
            some_of=("Agreement.parties", "Agreement.flows"),
            keep=organisations_alone,
        ),
        Column(
            "gateway",
            ("Legal Gateway", "Legal Basis", "Gateway"),
            needed=False,
            gives=(
                "Agreement.legalBasisText",
                "Flow.legalBases",
                "Party.legalBases",
            ),
        ),
        Column("data", ("Protected Data Accessed", "Data Accessed", "Datasets Accessed")),
        Column(
            "environment",
            ("Processing Environment", "Accredited Processor"),
            needed=False,
            gives=(
                "Agreement.methodText",
                "Flow.channel",
                "Flow.channelStated",
            ),
        ),
        Column(
            "accredited",
            ("Accreditation Date", "Date of Accreditation", "Accredited on"),
            needed=False,
            gives=("Agreement.startsOn",),
        ),
    ),
    sheets=("Sheet1",),
)
