"""The register of fee payers of the Information Commissioner: who is registered as a controller, and until when.

Its first 13 columns are of the controller and are read; those that follow name its data protection officer and are
not. Controllers may be private individuals: a row is read only where its name is one that a body alone has.
"""

from __future__ import annotations

from ingest.drafting.file_names import day_in_name
from ingest.source import Source, SourceInfo
from ingest.sources.ico_register.layout import ENTRIES
from ingest.sources.ico_register.registrations import read_registration

SOURCE = Source(
    info=SourceInfo(
        name="ico-register",
        title="Register of data protection fee payers",
        publisher="Information Commissioner's Office",
        description="Controllers that pay the data protection fee, with registration number, the days between which "
        "the registration counts, and whether they say that they are a public authority. Sole traders and data "
        "protection officers are not imported.",
        licence="Open Government Licence v3.0",
        credit="Contains public sector information licensed under the Open Government Licence v3.0. "
        "Information Commissioner's Office: register of fee payers.",
        url="https://ico.org.uk/about-the-ico/what-we-do/register-of-fee-payers/download-the-register/",
        completeness="SELECTION",
        completeness_note="Controllers whose name only a body can have. One that is missing may be registered under "
        "another name, be exempt, or bear a name that could be a person's.",
        collects=(
            "Organisation.identifiers",
            "Organisation.publicAuthority",
            "Assurance.reference",
            "Assurance.issuedOn",
            "Assurance.expiresOn",
        ),
        formats=("csv", "tsv", "xlsx"),
    ),
    tables=(ENTRIES,),
    readers={ENTRIES.name: read_registration},
    derives=("Assurance.status", "Assurance.standard"),
    authority={"Assurance": 8, "Organisation": 3},
    as_at=day_in_name,
)
