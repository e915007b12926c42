"""Local authorities of the United Kingdom, past, present and to come, as mySociety lists them, with other names."""

from __future__ import annotations

from ingest.drafting.draft import Draft
from ingest.drafting.file_names import day_in_name
from ingest.source import Source, SourceInfo
from ingest.sources.local_authorities.aliases import read_alias
from ingest.sources.local_authorities.authorities import read_authority
from ingest.sources.local_authorities.layout import ALIASES, AUTHORITIES
from ingest.sources.local_authorities.relations import add_memberships, add_successions


def _finish(draft: Draft) -> None:
    add_successions(draft)
    add_memberships(draft)


SOURCE = Source(
    info=SourceInfo(
        name="local-authorities",
        title="UK local authorities, past, current and future",
        publisher="mySociety",
        description="Councils and combined authorities of the United Kingdom with their three-letter and statistics "
        "codes, days of beginning and end, who replaced them, which combined authority they belong to, and other names "
        "they go by.",
        licence="Creative Commons Attribution 4.0",
        credit="UK local authority data by mySociety, used under CC BY 4.0.",
        url="https://pages.mysociety.org/uk_local_authority_names_and_codes/",
        completeness="WHOLE",
        completeness_note="Every authority at the edition's date, those of England that were replaced since 2019, and "
        "those of Northern Ireland that ended in 2015, whose successors are not given.",
        collects=(
            "Organisation.identifiers",
            "Organisation.kindStated",
            "Organisation.openedOn",
            "Organisation.closedOn",
            "Organisation.jurisdiction",
            "Organisation.note",
            "Organisation.successors",
            "Organisation.memberOf",
        ),
        formats=("csv", "tsv", "xlsx"),
    ),
    tables=(AUTHORITIES, ALIASES),
    readers={AUTHORITIES.name: read_authority, ALIASES.name: read_alias},
    finish=_finish,
    derives=("Organisation.kind",),
    authority={"Organisation": 7},
    as_at=day_in_name,
)
