"""The two sheets of the register, by the headings seen."""

from __future__ import annotations

from ingest.tables.layout import Column, Table

RELEASES = Table(
    "DataReleases",
    (
        Column("row_id", ("RowID", "Row ID"), needed=False, row_label=True),
        Column("organisation", ("Organisation Name", "Organisation")),
        Column("dataset", ("Type of Data Provided", "Dataset")),
        Column(
            "identifiability",
            (
                "Data provided to customer:\nIdentifiable, Anonymised - ICO code compliant, Aggregated -anonymised ",
                "Data provided to customer",
                "Type of Data",
            ),
        ),
        Column("sensitivity", ("Sensitive or Non-Sensitive",)),
        Column(
            "legal_basis", ("Legal Basis for Provision of Data (Dissemination)", "Legal Basis for Provision of Data")
        ),
        Column("purpose", ("Purpose",), needed=False),
        Column("frequency", ("Frequency",)),
        Column("reference", ("NIC Number", "Reference Number")),
        Column("mr_number", ("MR Number (where relevant)", "MR Number"), needed=False),
        Column("opt_out", ("Patient Opt-Outs applied", "Patient Opt-Outs")),
        Column("confidentiality", ("Common law duty of confidentiality",)),
    ),
    sheets=("Data Releases",),
)

PURPOSES = Table(
    "PurposeStatements",
    (
        Column("reference", ("Reference Number", "NIC Number")),
        Column("organisation", ("Organisation", "Organisation Name")),
        Column(
            "objective", ("Objective for Processing",), gives=("Agreement.purposeText", "AgreementVersion.purposeText")
        ),
        Column("processing", ("Processing Activities",), needed=False, gives=("AgreementVersion.processingText",)),
        Column("output", ("Expected Output", "Expected Outputs"), needed=False, gives=("AgreementVersion.outputText",)),
        Column(
            "benefits",
            ("Expected Measurable Benefits",),
            needed=False,
            gives=(
                "Agreement.benefits",
                "AgreementVersion.benefits",
            ),
        ),
        Column("yielded", ("Yielded Benefits",), needed=False, gives=("AgreementVersion.yieldedBenefits",)),
        Column("organisation_type", ("Organisation Type",), needed=False),
    ),
    sheets=("Purpose Statements",),
    optional=True,
)
"""Optional, because an extract may hold releases alone."""
