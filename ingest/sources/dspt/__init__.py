"""What trusts, commissioning groups and support units published in the Data Security and Protection Toolkit.

A table made from the toolkit and the Organisation Data Service in February 2022. It gives a body that closed the
status of its successor; only what a body published itself is taken as its own.
"""

from __future__ import annotations

from ingest.drafting.file_names import day_in_name
from ingest.source import Source, SourceInfo
from ingest.sources.dspt.layout import STATUSES
from ingest.sources.dspt.statuses import read_status

SOURCE = Source(
    info=SourceInfo(
        name="dspt",
        title="Data Security and Protection Toolkit: status by organisation",
        publisher="NHS England (Transformation Directorate), from the toolkit and the Organisation Data Service",
        description="What each clinical commissioning group, trust and commissioning support unit last published in "
        "the toolkit and when, and who succeeded those that closed. A body with two successors has two rows.",
        licence="Open Government Licence v3.0",
        credit="Contains public sector information licensed under the Open Government Licence v3.0. NHS England.",
        url="https://www.dsptoolkit.nhs.uk/OrganisationSearch",
        completeness="EXTRACT",
        completeness_note="Commissioning groups, trusts and support units alone; other bodies that use the toolkit are "
        "not in it.",
        collects=(
            "Organisation.identifiers",
            "Organisation.kindStated",
            "Organisation.openedOn",
            "Organisation.closedOn",
            "Organisation.successors",
            "Assurance.statusStated",
            "Assurance.year",
            "Assurance.issuedOn",
        ),
        formats=("csv", "tsv", "xlsx"),
    ),
    tables=(STATUSES,),
    readers={STATUSES.name: read_status},
    derives=("Organisation.kind", "Assurance.status"),
    authority={"Organisation": 4},
    as_at=day_in_name,
)
