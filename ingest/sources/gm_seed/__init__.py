"""Facts on information sharing in Greater Manchester, gathered by hand from public pages.

Bodies, how one followed another, who signed an old protocol, arrangements known from notices and registers, and the
steps of data read out of the free text of three agreements. Each row names where it was read.
"""

from __future__ import annotations

from ingest.drafting.draft import Draft
from ingest.source import Source, SourceInfo
from ingest.sources.gm_seed.agreements import read_agreement
from ingest.sources.gm_seed.flows import read_flow
from ingest.sources.gm_seed.hosting import add_hosts
from ingest.sources.gm_seed.layout import AGREEMENTS, FLOWS, ORGANISATIONS, SIGNATORIES, SUCCESSIONS
from ingest.sources.gm_seed.organisations import add_successors, read_organisation
from ingest.sources.gm_seed.signatories import read_signatory
from ingest.sources.gm_seed.successions import read_succession


def _finish(draft: Draft) -> None:
    add_successors(draft)
    add_hosts(draft)


SOURCE = Source(
    info=SourceInfo(
        name="gm-seed",
        title="Greater Manchester seed facts",
        publisher="This project",
        description="Bodies of Greater Manchester with their codes and successions, the signatories of an old "
        "protocol, sharing arrangements known from public pages, and steps of data read out of the free text of three "
        "NHS agreements. Blank means not known; what was and was not verified is noted on each.",
        licence="Open Government Licence v3.0 for the facts taken from public sector pages",
        credit="Written for this project from public pages, each named in its row. Contains public sector information "
        "licensed under the Open Government Licence v3.0. Local authority codes: mySociety, CC BY 4.0.",
        url=None,
        completeness="SELECTION",
        completeness_note="Some bodies, agreements and flows of Greater Manchester. Absence says nothing.",
        collects=(
            "Organisation.kind",
            "Organisation.identifiers",
            "Organisation.legalEntity",
            "Organisation.openedOn",
            "Organisation.closedOn",
            "Organisation.statusStated",
            "Agreement.kindStated",
            "Agreement.statusStated",
            "Agreement.purposeText",
            "Agreement.legalBasisText",
            "Agreement.dataText",
            "Agreement.startsOn",
            "Agreement.endsOn",
            "Flow.identifiability",
            "Flow.purposeText",
            "Flow.via",
            "Flow.recipientRoleStated",
        ),
        formats=("csv", "xlsx"),
    ),
    tables=(ORGANISATIONS, SUCCESSIONS, AGREEMENTS, SIGNATORIES, FLOWS),
    readers={
        ORGANISATIONS.name: read_organisation,
        SUCCESSIONS.name: read_succession,
        AGREEMENTS.name: read_agreement,
        SIGNATORIES.name: read_signatory,
        FLOWS.name: read_flow,
    },
    finish=_finish,
    derives=(
        "Organisation.note",
        "Organisation.kindStated",
        "Organisation.statedSize",
        "Agreement.kind",
        "Agreement.reference",
        "Agreement.statusStatedAsAt",
        "Agreement.laterVersionKnown",
        "Agreement.onwardSharing",
        "Agreement.note",
        "Flow.confidentiality",
        "Flow.optOut",
        "Flow.note",
        "Party.roleStated",
        "Party.direction",
        "Notice.url",
        "Name.to",
    ),
    # It knows the bodies best, and gives way to a register that publishes an agreement itself.
    authority={"Organisation": 8, "Agreement": 4, "Flow": 4},
)
