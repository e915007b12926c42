"""How one NHS body followed another, as read from the records of the Organisation Data Service.

The table kept here was gathered for Greater Manchester: mergers, a split, and, beside what the service itself records,
the commissioning groups that integrated care boards followed by law, of which it kept the codes.
"""

from __future__ import annotations

from ingest.drafting.file_names import day_in_name
from ingest.source import Source, SourceInfo
from ingest.sources.ods_successions.layout import SUCCESSIONS
from ingest.sources.ods_successions.successions import read_succession

SOURCE = Source(
    info=SourceInfo(
        name="ods-successions",
        title="Successions of NHS bodies (Organisation Data Service)",
        publisher="NHS Organisation Data Service; the selection is this project's",
        description="Which NHS body was succeeded by which, on what day and how. Each row says where it was read. A "
        "body with several successors has a row for each; a chain is followed from row to row.",
        licence="Open Government Licence v3.0",
        credit="Contains public sector information licensed under the Open Government Licence v3.0. "
        "NHS Organisation Data Service and NHS Digital.",
        url="https://digital.nhs.uk/services/organisation-data-service",
        completeness="SELECTION",
        completeness_note="Successions that lead to bodies of Greater Manchester. A body without a successor here may "
        "have one.",
        collects=("Organisation.identifiers", "Organisation.successors"),
        formats=("csv", "tsv", "xlsx"),
    ),
    tables=(SUCCESSIONS,),
    readers={SUCCESSIONS.name: read_succession},
    authority={"Organisation": 6},
    as_at=day_in_name,
)
