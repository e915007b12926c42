"""Research projects accredited under the Digital Economy Act 2017, as the UK Statistics Authority lists them.

One row is one project: the data its accredited researchers may use, whose data it is, and where they use it. The
researchers are private individuals: of that column only the bodies they belong to are kept.
"""

from __future__ import annotations

from ingest.drafting.file_names import latest_day_or_month
from ingest.source import Source, SourceInfo
from ingest.sources.uksa_projects.layout import PROJECTS
from ingest.sources.uksa_projects.numbers import tell_projects_apart
from ingest.sources.uksa_projects.projects import read_project

SOURCE = Source(
    info=SourceInfo(
        name="uksa-projects",
        title="Accredited research projects",
        publisher="UK Statistics Authority",
        description="Projects whose researchers may use data of public bodies under the Digital Economy Act 2017 or as "
        "approved researchers: the data, its owners, the bodies of the researchers, and the environment the data is "
        "used in. A flow stands here where the data has one owner. Names of researchers are not imported.",
        licence="Open Government Licence v3.0",
        credit="Contains public sector information licensed under the Open Government Licence v3.0. "
        "UK Statistics Authority: list of accredited research projects.",
        url="https://uksa.statisticsauthority.gov.uk/digitaleconomyact-research-statistics/"
        "better-useofdata-for-research-information-for-researchers/list-of-accredited-researchers-and-research-projects",
        completeness="WHOLE",
        completeness_note="Every project accredited up to the edition's date. Bodies of researchers are taken where "
        "their name can be told from the name of a person.",
        collects=(
            "Agreement.reference",
            "Agreement.startsOn",
            "Agreement.dataText",
            "Agreement.legalBasisText",
            "Agreement.methodText",
            "Agreement.datasets",
        ),
        formats=("xlsx", "ods", "xls"),
    ),
    tables=(PROJECTS,),
    readers={PROJECTS.name: read_project},
    begin=tell_projects_apart,
    shares_numbers="Agreement",
    derives=("Agreement.statusStated", "Flow.channel", "Flow.channelStated", "Flow.frequency"),
    authority={"Agreement": 8, "Flow": 8, "Party": 8, "Organisation": 3},
    as_at=latest_day_or_month,
)
