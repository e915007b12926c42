"""Every kind of alert from the registry to the mailbox, each by its own question; why, and how they stand, in words."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import orjson
import pytest
import pytest_asyncio

from alerts.arrangements import Arrangements
from alerts.asking import items_of
from alerts.channels.channel import Accepted, Outcome, Refused
from alerts.digest import Digest
from alerts.errors import AlertUnknown
from alerts.explaining import explained, status_text
from alerts.kind import load_kinds
from alerts.run import run
from api.app import make_engine
from api.graphql.asked import Question
from api.settings import Settings
from benchmarks.generated import put
from graph.access import ADMINISTRATOR
from graph.model.records import EdgeRecord, NodeRecord, Records
from graph.model.registry import registry_model
from tests.alerting.alert_pages import served
from tests.alerting.alerting_world import DAY, GO_LIVE, Desk, Scripted, forget

D = dt.date
DUE = D(2026, 7, 1)
ASKED = D(2026, 5, 18)


def papers() -> tuple[list[NodeRecord], list[EdgeRecord]]:
    """What hangs on Care and Old: all due in thirty days, or asked for fourteen days ago, or long since run out."""
    make = Records(registry_model())
    nodes = [
        make.node("Dpia", "d:care", title="Care DPIA", status="APPROVED", reviewOn=DUE),
        make.node("Programme", "pr:care", title="Care together"),
        make.node("Dpia", "d:programme", title="Programme DPIA", status="APPROVED", reviewOn=DUE),
        make.node("Assurance", "as:alpha", title="DSPT 25/26", standard="DSPT", expiresOn=DUE),
        make.node("Assurance", "as:beta", title="DSPT 17/18", standard="DSPT", expiresOn=D(2018, 6, 30)),
        make.node("Document", "doc:care", title="CAG 9", kind="SECTION_251_APPROVAL", expiresOn=DUE),
        make.node("Document", "doc:old", title="CAG 1", kind="SECTION_251_APPROVAL", expiresOn=D(2020, 1, 31)),
        make.node("LegalBasis", "law:old", code="old", title="Old Act", validTo=DUE),
        make.node("AgreementVersion", "v:1", version="1", startsOn=D(2024, 1, 1)),
        make.node("AgreementVersion", "v:2", version="2", startsOn=ASKED),
        make.node("Signature", "s:alpha", signedOn=ASKED),
        make.node(
            "Finding", "r:Agreement:a:care", rule="r", subject="Agreement:a:care", state="OPEN", severity="ERROR",
            gravity=2, message="Nobody leads.", firstSeen=dt.datetime(2026, 5, 30, 2, tzinfo=dt.UTC),
        ),
    ]  # fmt: skip
    care, alpha = ("Agreement", "a:care"), ("Party", "p:a:care:alpha")
    edges = [
        make.edge("ASSESSES", ("Dpia", "d:care"), care),
        make.edge("ASSESSES", ("Dpia", "d:programme"), ("Programme", "pr:care")),
        make.edge("IN_PROGRAMME", care, ("Programme", "pr:care")),
        make.edge("HELD_BY", ("Assurance", "as:alpha"), ("Organisation", "o:alpha")),
        make.edge("HELD_BY", ("Assurance", "as:beta"), ("Organisation", "o:beta")),
        make.edge("ATTACHED_TO", ("Document", "doc:care"), care),
        make.edge("ATTACHED_TO", ("Document", "doc:old"), ("Agreement", "a:old")),
        make.edge("PARTY_RELIES_ON", alpha, ("LegalBasis", "law:old")),
        make.edge("VERSION_OF", ("AgreementVersion", "v:1"), care),
        make.edge("VERSION_OF", ("AgreementVersion", "v:2"), care),
        make.edge("SIGNS", ("Signature", "s:alpha"), ("AgreementVersion", "v:1")),
        make.edge("FOR_PARTY", ("Signature", "s:alpha"), alpha),
        make.edge("ABOUT_NODE", ("Finding", "r:Agreement:a:care"), care),
        make.edge("CONCERNS", ("Finding", "r:Agreement:a:care"), ("Organisation", "o:beta")),
    ]
    return nodes, edges


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def papered(desk: Desk) -> Desk:
    await put(desk.store, *papers())
    await desk.store.write([("MATCH (a:Agreement {key: 'a:care'}) SET a.version = '2'", {})])
    return desk


ENDS = "Care ends on 1 July 2026, in 30 days."
HIDDEN = "Hidden ends on 1 July 2026, in 30 days."
ASSURANCE = "DSPT 25/26 of Alpha runs out on 1 July 2026, in 30 days."
DPIA = "The impact assessment (DPIA) of Care is due for review on 1 July 2026, in 30 days. It is called Care DPIA."
OF_PROGRAMME = DPIA.replace("Care DPIA", "Programme DPIA")
SUPPORT = "The section 251 support of Care ends on 1 July 2026, in 30 days. It is kept as CAG 9."
LAW = "Care relies on law that is in force only until 1 July 2026, 30 days from now: Old Act."
UNSIGNED = "Beta has not signed Care. It could from 18 May 2026, 14 days ago."
OLD_VERSION = (
    "Alpha has signed only an old version of Care. Another is in use since 18 May 2026, 14 days ago. "
    "In use is version 2; signed is version 1."
)


async def test_each_kind_is_told_to_whom_its_ladder_says(papered: Desk) -> None:
    await forget(papered.store)
    papered.wall.on(GO_LIVE)
    post = Scripted()
    await run(papered.job(post))
    stood = "When alerts began, on 20 May 2026: {}, at {}. None of these is listed one by one."
    flows, support = "1 agreement has ended while data still flows", "1 section 251 support has run out"
    assert post.told() == {
        "ig@alpha.example": [stood.format(f"{flows} and {support}", "Alpha")],
        "ig@beta.example": [stood.format(f"1 assurance has run out, {flows} and {support}", "Beta")],
    }
    papered.wall.on(DAY)
    post.taken.clear()

    def closed_to_beta(digest: Digest) -> Outcome:
        return Refused("550 no such mailbox") if "beta" in digest.recipient else Accepted()

    post.answers = closed_to_beta
    await run(papered.job(post))
    assert {who: sorted(said) for who, said in post.told().items()} == {
        "ig@alpha.example": sorted([ENDS, DPIA, OF_PROGRAMME, SUPPORT, LAW, OLD_VERSION, ASSURANCE]),
        "ig@beta.example": sorted([ENDS, HIDDEN, DPIA, OF_PROGRAMME, SUPPORT, LAW, UNSIGNED, "Nobody leads.",
                                   "In June 2026, at Beta: 1 assurance has run out."]),
        "lead@alpha.example": sorted([ENDS, DPIA, OF_PROGRAMME, SUPPORT, LAW, UNSIGNED, OLD_VERSION]),
        "siro@alpha.example": [
            f"In June 2026, at Alpha: {flows}, 1 party has signed only an old version, {support} and "
            "1 party has not signed."
        ],
    }  # fmt: skip
    # Who did not get it, and why, is said in words.
    job, support_key = papered.job(post), "section-251:Document:doc:care:30:2026-07-01"
    told = await explained(job, f"{support_key}:ig@beta.example:post")
    *said, last = told.splitlines()
    assert said == [
        SUPPORT,
        "To ig@beta.example by post. Its body is a party: it is IG lead, for o:beta. This is the reminder 30 days "
        "before the day.",
    ]
    assert last.startswith("It is FAILED: 550 no such mailbox. Planned on 2026-06-01, handed over 1 time, in message ")
    with pytest.raises(AlertUnknown, match="There is no alert section-251:Document:doc:care:60"):
        await explained(job, support_key.replace(":30:", ":60:"))
    assert (await status_text(papered.store, job.clock)).splitlines() == [
        "Alerts last came to their end on 2026-06-01 at 07:30 BST.",
        "post: 9 FAILED",
        "post: 17 SENT",
        "post: 550 no such mailbox (9 alerts, such as "
        "agreement-end:Agreement:a:care:30:2026-07-01:ig@beta.example:post)",
    ]


DUE_AS = {
    "agreement-end": "AGREEMENT_ENDS",
    "expired-still-flowing": "AGREEMENT_ENDS",
    "agreement-review": "AGREEMENT_REVIEW",
    "assurance": "ASSURANCE_LAPSES",
    "dpia-review": "DPIA_REVIEW",
    "law-ends": "LAW_ENDS",
    "section-251": "SECTION_251_ENDS",
}
"""As what the question `falling-due` lists what each kind of alert tells of."""
OTHERS = """{ agreements(where: { conditions: { has: NOT_FULLY_SIGNED } }) { nodes { key } }
  findings(where: { conditions: { has: UNANSWERED } }) { nodes { key } } }"""


async def test_alert_question_and_page_say_the_same_of_every_kind(papered: Desk) -> None:
    papered.wall.on(DAY)
    review = "MATCH (a:Agreement {key: 'a:hidden'}) SET a.reviewOn = $on, a.reviewOnSort = toString($on)"
    await papered.store.write([(review, {"on": D(2026, 9, 1)})])
    engine = make_engine(Settings(today_fixed=DAY), papered.store)
    try:
        items = await items_of(papered.ask, load_kinds(), Arrangements(), DAY)
        async with served(papered, engine) as client:
            asked = {"within": "270", "asOf": DAY.isoformat()}
            rows = (await client.get("/q/falling-due.json", params=asked)).json()["rows"]
            page = (await client.get("/questions/falling-due", params=asked)).text
        others = orjson.loads((await engine.answer(Question(OTHERS), ADMINISTRATOR)).body)["data"]
    finally:
        await papered.store.write([("MATCH (a:Agreement {key: 'a:hidden'}) REMOVE a.reviewOn, a.reviewOnSort", {})])
    # An alert on law is about the agreement that relies on it; the question lists the provision.
    told = {
        (DUE_AS[item.kind], "law:old" if item.kind == "law-ends" else item.key, item.due.isoformat())
        for item in items
        if item.kind in DUE_AS
    }
    listed = {(row["kind"], row["key"], row["on"]) for row in rows}
    assert listed == {
        ("AGREEMENT_ENDS", "a:care", "2026-07-01"),
        ("AGREEMENT_ENDS", "a:hidden", "2026-07-01"),
        ("AGREEMENT_ENDS", "a:old", "2026-04-20"),
        ("AGREEMENT_REVIEW", "a:hidden", "2026-09-01"),
        ("ASSURANCE_LAPSES", "as:alpha", "2026-07-01"),
        ("DPIA_REVIEW", "d:care", "2026-07-01"),
        ("DPIA_REVIEW", "d:programme", "2026-07-01"),
        ("LAW_ENDS", "law:old", "2026-07-01"),
        ("SECTION_251_ENDS", "doc:care", "2026-07-01"),
        ("SECTION_251_ENDS", "doc:old", "2020-01-31"),
    }
    # Alerts tell also of what has run out and nothing rests on any more.
    assert told - listed == {("ASSURANCE_LAPSES", "as:beta", "2018-06-30")}
    assert listed <= told
    cells = [unescape(cell).strip() for cell in re.findall(r"<td[^>]*>([^<]*)</td>", page)]
    assert sorted(cell for cell in cells if cell in {key for _, key, _ in listed}) == sorted(
        key for _, key, _ in listed
    )
    of_kind = {kind: {item.agreement for item in items if item.kind == kind} for kind in ("unsigned-party", "finding")}
    assert of_kind == {"unsigned-party": {each["key"] for each in others["agreements"]["nodes"]}, "finding": {"a:care"}}
    assert {item.key for item in items if item.kind == "finding"} == {
        each["key"] for each in others["findings"]["nodes"]
    }
