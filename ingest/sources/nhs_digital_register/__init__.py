"""The NHS Digital register of data releases, as published monthly until June 2021.

One row of `DataReleases` is one file sent, one dataset a customer may look at, or one dataset that flowed at least
once in the period; `PurposeStatements` holds the words of each agreement at each version.
"""

from __future__ import annotations

from ingest.drafting.file_names import latest_month
from ingest.source import Source, SourceInfo
from ingest.sources.nhs_digital_register.layout import PURPOSES, RELEASES
from ingest.sources.nhs_digital_register.purposes import read_purpose
from ingest.sources.nhs_digital_register.releases import read_release
from ingest.sources.nhs_digital_register.summary import finish

SOURCE = Source(
    info=SourceInfo(
        name="nhs-digital-register",
        title="NHS Digital register of data releases",
        publisher="NHS Digital (now NHS England)",
        description="Data that NHS Digital released, to whom, under which agreement and law. The register gives its "
        "agreements no titles and no dates: titles here are made from recipient and reference.",
        licence="Open Government Licence v3.0",
        credit="Contains public sector information licensed under the Open Government Licence v3.0. "
        "NHS Digital register of data releases.",
        url="https://digital.nhs.uk/services/data-access-request-service-dars/data-uses-register",
        completeness="WHOLE",
        completeness_note="Releases of the period of one monthly edition; earlier and later releases are not in it.",
        collects=(
            "Agreement.reference",
            "Agreement.purposeText",
            "Agreement.benefits",
            "AgreementVersion.purposeText",
            "AgreementVersion.processingText",
            "AgreementVersion.outputText",
            "AgreementVersion.benefits",
            "AgreementVersion.yieldedBenefits",
            "Flow.datasets",
            "Flow.recipient",
            "Flow.legalBases",
            "Flow.frequency",
            "Flow.identifiability",
            "Flow.sensitivity",
            "Flow.optOut",
            "Flow.confidentiality",
            "Organisation.kind",
        ),
        formats=("xlsx", "ods", "xls", "csv"),
    ),
    tables=(PURPOSES, RELEASES),
    readers={PURPOSES.name: read_purpose, RELEASES.name: read_release},
    finish=finish,
    derives=("Agreement.oneOff", "Agreement.version"),
    # It is the publisher of its agreements and flows, and takes bodies as others describe them.
    authority={"Agreement": 8, "AgreementVersion": 8, "Flow": 8, "Party": 8, "Organisation": 3},
    as_at=latest_month,
)
