"""Sub-ICB locations and the integrated care board that each is a part of, from NHS Digital's mapping of July 2022."""

from __future__ import annotations

from ingest.drafting.file_names import day_in_name
from ingest.source import Source, SourceInfo
from ingest.sources.sub_icb.layout import LOCATIONS
from ingest.sources.sub_icb.locations import read_location

SOURCE = Source(
    info=SourceInfo(
        name="sub-icb",
        title="Sub-ICB locations and integrated care boards",
        publisher="NHS Digital, now NHS England",
        description="The locations of integrated care boards by code and name, each with its board. Most have the code "
        "of a clinical commissioning group that closed on 30 June 2022, so they are one entry of the Organisation Data "
        "Service and one body here; that the board followed the group is not in the file.",
        licence="Open Government Licence v3.0",
        credit="Contains public sector information licensed under the Open Government Licence v3.0. NHS Digital.",
        url="https://digital.nhs.uk/services/organisation-data-service",
        completeness="WHOLE",
        completeness_note="Every location and every board of England at the edition's date.",
        collects=("Organisation.identifiers", "Organisation.kindStated", "Organisation.partOf"),
        formats=("xlsx", "ods", "csv", "tsv"),
    ),
    tables=(LOCATIONS,),
    readers={LOCATIONS.name: read_location},
    derives=("Organisation.kind",),
    authority={"Organisation": 6},
    as_at=day_in_name,
)
