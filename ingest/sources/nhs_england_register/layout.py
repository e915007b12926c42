"""The three sheets of the register, by the headings seen."""

from __future__ import annotations

from ingest.tables.layout import Column, Table

_REFERENCE = Column("reference", ("Reference Number", "Reference", "NIC Number", "DSA Reference Number"))

AGREEMENTS = Table(
    "Agreements",
    (
        _REFERENCE,
        Column("title", ("Application Title", "Title", "Agreement Title")),
        Column("applicant", ("Applicant Organisation", "Applicant", "Organisation Name")),
        Column("applicant_type", ("Applicant Organisation Type", "Organisation Type"), needed=False),
        Column("controllers", ("Data Controller(s)", "Data Controllers", "Data Controller")),
        Column("joint", ("Sole/Joint Data Controller", "Sole or Joint Data Controller"), needed=False),
        Column(
            "starts",
            ("DSA Start Date", "Start Date", "Agreement Start Date"),
            needed=False,
            gives=(
                "Agreement.startsOn",
                "AgreementVersion.startsOn",
            ),
        ),
        Column(
            "ends",
            ("DSA End Date", "End Date", "Agreement End Date"),
            needed=False,
            gives=(
                "Agreement.endsOn",
                "AgreementVersion.endsOn",
            ),
        ),
        Column("sublicensing", ("Does Sublicensing Apply", "Sublicensing"), needed=False),
        Column("commercial", ("For Commercial Purposes", "Commercial Purposes"), needed=False),
        Column(
            "objective",
            ("Objective for Processing",),
            needed=False,
            gives=(
                "Agreement.purposeText",
                "AgreementVersion.purposeText",
            ),
        ),
        Column("processing", ("Processing Activities",), needed=False, gives=("AgreementVersion.processingText",)),
        Column("output", ("Expected Output", "Expected Outputs"), needed=False, gives=("AgreementVersion.outputText",)),
        Column(
            "benefits",
            ("Expected Measurable Benefits", "Expected Benefits"),
            needed=False,
            gives=(
                "Agreement.benefits",
                "AgreementVersion.benefits",
            ),
        ),
        Column("yielded", ("Yielded Benefits",), needed=False, gives=("AgreementVersion.yieldedBenefits",)),
    ),
)

DATASETS = Table(
    "Datasets",
    (
        _REFERENCE,
        Column("dataset", ("Dataset", "Dataset Name", "Type of Data Provided")),
        Column("identifiability", ("Type of Data", "Data Type")),
        Column("sensitivity", ("Sensitive or Non-Sensitive", "Sensitivity"), needed=False, gives=("Flow.sensitivity",)),
        Column("frequency", ("Frequency", "Frequency of Release"), needed=False, gives=("Flow.frequency",)),
        Column(
            "legal_basis",
            ("Legal Basis for Provision of Data", "Legal Basis"),
            needed=False,
            gives=("Flow.legalBases",),
        ),
        Column(
            "confidentiality",
            ("Common Law Duty of Confidentiality", "Common Law Duty"),
            needed=False,
            gives=("Flow.confidentiality",),
        ),
    ),
)

RELEASES = Table(
    "DataReleases",
    (
        _REFERENCE,
        Column("dataset", ("Dataset", "Dataset Name", "Type of Data Provided")),
        Column("month", ("Month File Released", "Month Released", "Release Month")),
        Column("opt_out", ("Patient Opt-Outs Applied", "Opt-Outs Applied"), needed=False),
    ),
    sheets=("Data Releases",),
    optional=True,
)
"""Optional, because a month may have no releases."""
