"""Runs over a registry, on every engine: who is told what, once; refusals, silences, deaths and restored backups."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest

from alerts.channels.channel import Accepted, Outcome, Refused, Unanswered
from alerts.channels.smtp import SmtpChannel, SmtpSettings
from alerts.digest import Digest
from alerts.handover import LEASE
from alerts.links import Links
from alerts.run import outlook, run
from graph.model.records import Records
from graph.model.registry import registry_model
from graph.store.store import Statement
from tests.alerting.alerting_world import DAY, GO_LIVE, Desk, Scripted, forget, states
from tests.alerting.misbehaving import Mails, mail_server

NIGHT = dt.timedelta(days=1)
CARE = "Care ends on 1 July 2026, in 30 days."
HIDDEN = "Hidden ends on 1 July 2026, in 30 days."
TOLD = {"ig@alpha.example": [CARE], "ig@beta.example": [CARE, HIDDEN], "lead@alpha.example": [CARE]}
OF_CARE = "agreement-end:Agreement:a:care:30:2026-07-01"


class Killed(BaseException):
    """The end of a process, as far as one can be had inside a test."""


async def test_the_first_digest_tells_in_numbers_what_stood(desk: Desk) -> None:
    await forget(desk.store)
    desk.wall.on(GO_LIVE)
    post = Scripted()
    record = await run(desk.job(post))
    stood = (
        "When alerts began, on 20 May 2026: 1 agreement has ended while data still flows, at {}. "
        "None of these is listed one by one."
    )
    assert post.told() == {
        "ig@alpha.example": [stood.format("Alpha")],
        "ig@beta.example": [stood.format("Beta")],
    }
    assert (record.items, record.sent, record.failed) == (3, 2, 0)


async def test_each_is_told_once_and_nobody_of_what_their_body_may_not_see(begun: Desk) -> None:
    post = Scripted()
    seen = await outlook(begun.job(post))
    assert post.taken == []
    record = await run(begun.job(post))
    # Gamma leads on Hidden and is no party to it: its mailbox is told nothing.
    assert post.told() == {**TOLD, "siro@alpha.example": [
        "In June 2026, at Alpha: 1 agreement has ended while data still flows."
    ]}  # fmt: skip
    assert sorted(key for message in seen.messages for key in message.lines()) == post.keys()
    assert (record.sent, record.withheld) == (5, 2)
    assert {digest.key for digest in post.taken} == {message.key for message in seen.messages}
    told, said = next(
        (d.recipient, d.text(Links("https://sharing.example"))) for d in post.taken if "beta" in d.recipient
    )
    assert (told, said) == ("ig@beta.example", DIGEST)
    again = Scripted()
    assert (await run(begun.job(again))).sent == 0
    assert again.taken == []
    # Nights that were missed are caught up by the last rung: the last day of Care and that it has run out.
    begun.wall.on(DAY + 35 * NIGHT)
    await run(begun.job(again))
    assert again.told() == {
        "ig@alpha.example": ["Care ended on 1 July 2026, 5 days ago."],
        "ig@beta.example": ["Care ended on 1 July 2026, 5 days ago.", "Hidden ended on 1 July 2026, 5 days ago."],
        "lead@alpha.example": ["Care ended on 1 July 2026, 5 days ago."],
        "siro@alpha.example": [
            "In July 2026, at Alpha: 1 agreement has ended and 1 agreement has ended while data still flows."
        ],
    }


DIGEST = """\
Information sharing: 2 things to see to
1 June 2026

WITHIN THIRTY DAYS

- Care ends on 1 July 2026, in 30 days.
  To do: Renew it, replace it or end what is shared under it. Papering an agreement takes six months or more.
  See it: https://sharing.example/questions/one-agreement?agreement=a%3Acare

- Hidden ends on 1 July 2026, in 30 days.
  To do: Renew it, replace it or end what is shared under it. Papering an agreement takes six months or more.
  See it: https://sharing.example/questions/one-agreement?agreement=a%3Ahidden

Sent to ig@beta.example by the registry of information sharing agreements, because it is the mailbox of a role that \
answers for these. The registry prompts; it never says that anything is unlawful.
"""


async def test_a_finding_is_told_by_name_to_bodies_that_may_see_what_it_names(begun: Desk) -> None:
    values: dict[str, object] = {
        "rule": "r", "subject": "Organisation:o:alpha", "state": "OPEN", "severity": "ERROR", "gravity": 2,
        "message": "Hidden is not signed.", "brief": "Not signed. It names something that you may not see.",
        "names": ["Agreement:a:hidden"], "baseline": False, "firstSeen": dt.datetime(2026, 5, 31, 5, tzinfo=dt.UTC),
    }  # fmt: skip
    finding = Records(registry_model()).node("Finding", "r:Organisation:o:alpha", **values)
    statements: list[Statement] = [
        (
            "CREATE (f:Finding {key: $key}) SET f += $values WITH f MATCH (a:Agreement {key: 'a:hidden'}) "
            "CREATE (f)-[:SPEAKS_OF]->(a)",
            {"key": finding.key, "values": dict(finding.properties)},
        ),
        (
            "MATCH (f:Finding {key: $key}) MATCH (b:Organisation) WHERE b.key IN ['o:alpha', 'o:beta'] "
            "CREATE (f)-[:CONCERNS]->(b)",
            {"key": finding.key},
        ),
    ]
    await begun.store.write(statements)
    try:
        post = Scripted()
        await run(begun.job(post))
        told = post.told()
        # Beta is a party to the agreement, and Alpha is not.
        assert sorted(told["ig@alpha.example"]) == [CARE, "Not signed. It names something that you may not see."]
        assert sorted(told["ig@beta.example"]) == [
            *(CARE, HIDDEN, "Hidden is not signed."),
            "In June 2026, at Beta: 1 finding stands unanswered.",
        ]
    finally:
        await begun.store.write([("MATCH (f:Finding) DETACH DELETE f", {})])


async def test_what_is_refused_is_tried_again_when_its_time_has_come(begun: Desk) -> None:
    def closed_to_beta(digest: Digest) -> Outcome:
        return Refused("450 later", after=7200) if "beta" in digest.recipient else Accepted()

    post = Scripted(answers=closed_to_beta)
    record = await run(begun.job(post))
    assert (record.sent, record.failed, record.problems) == (3, 2, ("post: 450 later",))
    [refused] = [digest for digest in post.taken if "beta" in digest.recipient]
    assert set(await states(begun.store)) >= {f"{OF_CARE}:ig@beta.example:post"}
    begun.wall.now += dt.timedelta(hours=1)
    post = Scripted()
    await run(begun.job(post))
    assert post.taken == []
    begun.wall.now += dt.timedelta(hours=1)
    # What is found meanwhile goes in a message of its own, so that a repeat of the first is known by its key.
    later = "MATCH (a:Agreement {key: 'a:old'}) SET a.endsOn = $on"
    await begun.store.write([(later, {"on": dt.date(2026, 7, 1)})])
    try:
        await run(begun.job(post))
    finally:
        await begun.store.write([(later, {"on": dt.date(2026, 4, 20)})])
    old = "Old ends on 1 July 2026, in 30 days."
    told = {who: sorted(said) for who, said in post.told().items()}
    assert told == {"ig@alpha.example": [old], "ig@beta.example": [CARE, HIDDEN, old]}
    of_beta = {digest.key: len(digest.lines) for digest in post.taken if "beta" in digest.recipient}
    assert sorted(of_beta.values()) == [1, 2]
    assert of_beta[refused.key] == 2
    assert set((await states(begun.store)).values()) == {"SENT"}


async def test_what_has_no_cause_any_more_is_cancelled(begun: Desk) -> None:
    await run(begun.job(Scripted(answers=lambda _: Refused("closed"))))
    renew = "MATCH (a:Agreement {key: 'a:care'}) SET a.endsOn = $on"
    await begun.store.write([(renew, {"on": dt.date(2028, 7, 1)})])
    try:
        begun.wall.on(DAY + NIGHT)
        post = Scripted()
        record = await run(begun.job(post))
        assert (record.cancelled, record.sent) == (3, 2)
        assert post.told()["ig@beta.example"] == ["Hidden ends on 1 July 2026, in 29 days."]
        kept = await states(begun.store)
        assert [kept[f"{OF_CARE}:{who}:post"] for who in TOLD] == ["CANCELLED"] * 3
    finally:
        await begun.store.write([(renew, {"on": dt.date(2026, 7, 1)})])
    # A cause that comes back is told of.
    post.taken.clear()
    await run(begun.job(post))
    assert set(post.told()) == set(TOLD)


async def test_a_channel_that_does_not_answer_is_asked_once_more_with_the_same_key(begun: Desk) -> None:
    taken: list[list[Digest]] = []
    for night in range(4):
        begun.wall.on(DAY + night * NIGHT)
        post = Scripted(answers=lambda _: Unanswered("timed out"))
        await run(begun.job(post))
        taken.append([digest for digest in post.taken if "siro" not in digest.recipient])
    first, repeat, *later = [sorted(some, key=lambda d: d.recipient) for some in taken]
    # The very same: its key, its day and its words.
    assert repeat == first
    assert later == [[], []]
    kept = {state for key, state in (await states(begun.store)).items() if not key.startswith("go-live")}
    assert kept == {"UNCERTAIN"}


async def test_who_drops_repeats_is_asked_until_it_answers(begun: Desk) -> None:
    seen: set[str] = set()
    post = Scripted(repeats_safely=True, answers=lambda _: Unanswered("slow"))
    for night in range(4):
        begun.wall.on(DAY + night * NIGHT)
        if night == 3:
            post.answers = lambda _: Accepted()
        post.taken.clear()
        await run(begun.job(post))
        assert len(post.taken) == 4
        seen |= {digest.key for digest in post.taken}
    assert len(seen) == 4
    assert set((await states(begun.store)).values()) == {"SENT"}


@pytest.mark.parametrize("taken_first", [True, False])
async def test_a_run_that_dies_while_it_hands_over_is_completed(begun: Desk, taken_first: bool) -> None:
    class Deadly(Scripted):
        async def hand_over(self, digest: Digest) -> Outcome:
            if "beta" in digest.recipient:
                if taken_first:
                    self.taken.append(digest)
                raise Killed
            return await super().hand_over(digest)

    dead = Deadly()
    with pytest.raises(Killed):
        await run(begun.job(dead))
    # Within its lease it may still be at work.
    after = Scripted()
    begun.wall.now += LEASE / 2
    await run(begun.job(after))
    begun.wall.now += LEASE
    await run(begun.job(after))
    both = [*dead.taken, *after.taken]
    assert set((await states(begun.store)).values()) == {"SENT"}
    of_beta = [digest for digest in both if "beta" in digest.recipient]
    assert len(of_beta) == (2 if taken_first else 1)
    assert all(digest == of_beta[0] for digest in of_beta)
    others = [digest.recipient for digest in both if "beta" not in digest.recipient]
    assert sorted(others) == ["ig@alpha.example", "lead@alpha.example", "siro@alpha.example"]


async def test_of_two_runs_at_once_each_alert_goes_by_one(begun: Desk) -> None:
    one, two = Scripted(), Scripted()
    records = await asyncio.gather(run(begun.job(one)), run(begun.job(two)))
    assert sum(record.sent for record in records) == 5
    assert len(one.keys() + two.keys()) == len(set(one.keys() + two.keys())) == 5
    assert len(one.taken) + len(two.taken) == 4


async def test_after_a_restored_backup_the_repeat_has_the_same_key(begun: Desk) -> None:
    first, again = Scripted(), Scripted()
    await run(begun.job(first))
    restore: Statement = ("MATCH (a:Alert) WHERE a.rule <> 'go-live' DETACH DELETE a", {})
    await begun.store.write([restore])
    await run(begun.job(again))
    assert sorted(again.taken, key=lambda d: d.recipient) == sorted(first.taken, key=lambda d: d.recipient)
    # Restored days later it is the same message still: its words count the days anew, its key does not.
    await begun.store.write([restore])
    begun.wall.on(DAY + 3 * NIGHT)
    later = Scripted()
    await run(begun.job(later))
    assert {d.key for d in later.taken} == {d.key for d in first.taken}
    assert later.told()["lead@alpha.example"] == ["Care ends on 1 July 2026, in 27 days."]


async def test_each_night_has_its_own_digest_so_that_a_restore_repeats_the_same(begun: Desk) -> None:
    """Care is told of on 1 June and Hidden on 2 June; the ledger knows of no night since 20 May."""

    async def nights(*days: int) -> dict[str, list[str]]:
        told: dict[str, list[str]] = {}
        for day in days:
            begun.wall.on(dt.date(2026, 6, day))
            post = Scripted()
            await run(begun.job(post))
            told |= {digest.key: sorted(line.key for line in digest.lines) for digest in post.taken}
        return told

    ends = "MATCH (a:Agreement {key: 'a:hidden'}) SET a.endsOn = $on"
    restore = [
        ("MATCH (a:Alert) WHERE a.rule <> 'go-live' DETACH DELETE a", {}),
        ("MATCH (r:AlertRun) WHERE r.on > $on DELETE r", {"on": GO_LIVE}),
    ]
    await begun.store.write([(ends, {"on": dt.date(2026, 7, 2)})])
    try:
        told = await nights(1, 2)
        assert len(told) == 5
        for days in ((2,), (3,), (1, 3), (9,)):
            await begun.store.write(restore)
            assert await nights(*days) == told
    finally:
        await begun.store.write([(ends, {"on": dt.date(2026, 7, 1)})])


async def test_a_mail_server_that_goes_silent_after_accepting_gets_the_same_mail_once_more(begun: Desk) -> None:
    mails = Mails(behaves="drops")
    async with mail_server(mails) as port:
        settings = SmtpSettings(kind="smtp", host="127.0.0.1", port=port, tls="none", sender="isa@body.example")
        mail = SmtpChannel(settings, None, Links("https://sharing.example"))
        for night in range(3):
            begun.wall.on(DAY + night * NIGHT)
            await run(begun.job(mail))
    arrived: dict[str, list[bytes | str | None]] = {}
    for envelope in mails.taken:
        arrived.setdefault(envelope.rcpt_tos[0], []).append(envelope.content)
    assert sorted(arrived) == [*TOLD, "siro@alpha.example"]
    assert all(len(same) == 2 and same[0] == same[1] for same in arrived.values())


async def test_the_day_begins_at_midnight_in_london(begun: Desk) -> None:
    # An hour before midnight in UTC it is the first of June by British summer time.
    begun.wall.now = dt.datetime(2026, 5, 31, 22, 59, tzinfo=dt.UTC)
    assert (await outlook(begun.job(Scripted()))).messages == []
    begun.wall.now += dt.timedelta(minutes=1)
    told = {message.recipient for message in (await outlook(begun.job(Scripted()))).messages}
    assert told == {*TOLD, "siro@alpha.example"}
