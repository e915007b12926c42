"""The register of data releases that Public Health England's Office for Data Release kept from 2017 to 2020.

One row is one release. Notes that legal bases refer to, and amendments to the register itself, stand on sheets of
their own.
"""

from __future__ import annotations

from ingest.drafting.file_names import latest_month
from ingest.source import Source, SourceInfo
from ingest.sources.phe_register.amendments import read_amendment
from ingest.sources.phe_register.layout import AMENDMENTS, NOTES, RELEASES
from ingest.sources.phe_register.notes import read_note
from ingest.sources.phe_register.releases import read_release
from ingest.sources.phe_register.summary import finish

SOURCE = Source(
    info=SourceInfo(
        name="phe-register",
        title="Public Health England data release register",
        publisher="Public Health England, Office for Data Release",
        description="Personally identifiable, de-personalised and controlled anonymous data that Public Health England "
        "released: to whom, from which sources, on which basis and on which day. The register gives its projects no "
        "titles: titles here are made from recipient and reference.",
        licence="Open Government Licence v3.0",
        credit="Contains public sector information licensed under the Open Government Licence v3.0. "
        "Public Health England, Office for Data Release: data release register.",
        url="https://www.gov.uk/government/publications/phe-data-release-register",
        completeness="WHOLE",
        completeness_note="Releases that the Office for Data Release supported in the edition's period. Sharing of "
        "COVID-19 data by the National Incident Co-ordination Centre is in another register.",
        collects=(
            "Agreement.reference",
            "Agreement.purposeText",
            "Agreement.benefits",
            "AgreementVersion.purposeText",
            "AgreementVersion.processingText",
            "AgreementVersion.benefits",
            "Flow.datasets",
            "Flow.recipient",
            "Flow.legalBases",
            "Flow.identifiability",
            "Flow.optOut",
            "Flow.startedOn",
            "Flow.purposeText",
            "Organisation.kind",
        ),
        formats=("ods", "xlsx", "xls", "csv"),
    ),
    tables=(NOTES, RELEASES, AMENDMENTS),
    readers={NOTES.name: read_note, RELEASES.name: read_release, AMENDMENTS.name: read_amendment},
    finish=finish,
    derives=("Agreement.version", "Agreement.note", "Flow.ceasedOn", "Flow.confidentiality", "Flow.note"),
    authority={"Agreement": 8, "AgreementVersion": 8, "Flow": 8, "Party": 8, "Organisation": 3},
    as_at=latest_month,
)
