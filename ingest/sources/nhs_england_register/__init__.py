"""The register of data uses as NHS Digital, then NHS England, publishes it since July 2021.

Three sheets: agreements with their terms and controllers, the datasets each allows, and the files released in each
month. References are those of the register before it, so both speak of one agreement.
"""

from __future__ import annotations

from ingest.drafting.file_names import latest_month
from ingest.source import Source, SourceInfo
from ingest.sources.nhs_england_register.agreements import read_agreement
from ingest.sources.nhs_england_register.datasets import read_dataset
from ingest.sources.nhs_england_register.layout import AGREEMENTS, DATASETS, RELEASES
from ingest.sources.nhs_england_register.releases import read_release
from ingest.sources.nhs_england_register.summary import finish

SOURCE = Source(
    info=SourceInfo(
        name="nhs-england-register",
        title="NHS England data uses register",
        publisher="NHS England (before February 2023: NHS Digital)",
        description="Agreements under which NHS England gives data: applicant, controllers, dates, purpose, benefits, "
        "the datasets of each with type, frequency and law, and the months in which files were released. NHS England "
        "is shown as the body that gives the data, for what NHS Digital gave before it took over as well.",
        licence="Open Government Licence v3.0",
        credit="Contains public sector information licensed under the Open Government Licence v3.0. "
        "NHS England data uses register.",
        url="https://digital.nhs.uk/services/data-access-request-service-dars/data-uses-register",
        completeness="WHOLE",
        completeness_note="Agreements in the edition's register and the releases it lists.",
        collects=(
            "Agreement.reference",
            "Agreement.startsOn",
            "Agreement.endsOn",
            "Agreement.purposeText",
            "Agreement.benefits",
            "AgreementVersion.startsOn",
            "AgreementVersion.endsOn",
            "AgreementVersion.purposeText",
            "AgreementVersion.processingText",
            "AgreementVersion.outputText",
            "AgreementVersion.benefits",
            "AgreementVersion.yieldedBenefits",
            "Flow.datasets",
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
    tables=(AGREEMENTS, DATASETS, RELEASES),
    readers={AGREEMENTS.name: read_agreement, DATASETS.name: read_dataset, RELEASES.name: read_release},
    finish=finish,
    derives=(
        *("Agreement.version", "Agreement.onwardSharing", "Flow.startedOn", "Flow.ceasedOn", "Flow.note"),
        "AgreementVersion.title",
    ),
    # The later register of the same publisher: its word on an agreement is newer than that of the one before.
    authority={"Agreement": 9, "AgreementVersion": 9, "Flow": 8, "Party": 9, "Organisation": 3},
    as_at=latest_month,
)
