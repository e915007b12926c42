"""Practices, primary care networks and commissioning groups.

From the mapping that NHS Digital publishes with the number of patients of each practice.
"""

from __future__ import annotations

from ingest.drafting.file_names import day_in_name
from ingest.source import Source, SourceInfo
from ingest.sources.practice_map.layout import PRACTICES
from ingest.sources.practice_map.practices import read_practice

SOURCE = Source(
    info=SourceInfo(
        name="practice-map",
        title="Practices by primary care network and commissioning group",
        publisher="NHS Digital, now NHS England",
        description="Each general practice with its primary care network, its clinical commissioning group and the "
        "partnership that the group belonged to, as it was before integrated care boards.",
        licence="Open Government Licence v3.0",
        credit="Contains public sector information licensed under the Open Government Licence v3.0. NHS Digital.",
        url="https://digital.nhs.uk/data-and-information/publications/statistical/patients-registered-at-a-gp-practice",
        completeness="WHOLE",
        completeness_note="Every practice with patients on the day of the extract.",
        collects=("Organisation.identifiers", "Organisation.memberOf"),
        formats=("csv", "tsv", "xlsx"),
    ),
    tables=(PRACTICES,),
    readers={PRACTICES.name: read_practice},
    derives=("Organisation.kind",),
    authority={"Organisation": 6},
    as_at=day_in_name,
)
