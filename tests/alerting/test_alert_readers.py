"""What rows say is to be told of: one line for dates that lie close together, and who has signed what. No engine."""

from __future__ import annotations

import datetime as dt
from typing import Any

from alerts.item import Item
from alerts.kind import load_kinds
from alerts.ladder import Ladder, reached
from alerts.readers import agreement_dates, assurances, findings, papers, signatures

D = dt.date
TODAY = D(2026, 6, 1)
LEAD = Ladder((270, 180, 90, 30, 0), 3)
KINDS = {kind.id: kind for kind in load_kinds()}


def agreement(**values: Any) -> dict[str, Any]:
    row = dict.fromkeys(("reference", "endsOn", "endsOnPrecision", "reviewOn", "reviewOnPrecision"))
    return {**row, "key": "a:1", "title": "Care", "conditions": [], **values}


def dates(today: dt.date = TODAY, **values: Any) -> list[Item]:
    return list(agreement_dates.read([agreement(**values)], today))


def test_an_end_and_a_review_far_apart_are_two() -> None:
    found = dates(endsOn="2026-09-01", reviewOn="2026-08-01", reference="ISA-7")
    assert [(item.kind, item.due, item.what) for item in found] == [
        ("agreement-end", D(2026, 9, 1), "Care (ISA-7)"),
        ("agreement-review", D(2026, 8, 1), "Care (ISA-7)"),
    ]


def test_close_together_they_are_one_line_on_any_day() -> None:
    told: dict[tuple[str, int], list[str]] = {}
    for number in range(400):
        today = D(2026, 1, 1) + dt.timedelta(days=number)
        passed = ["EXPIRED"] * (today > D(2026, 9, 30)) + ["REVIEW_OVERDUE"] * (today > D(2026, 9, 1))
        found = dates(today, endsOn="2026-09-30", reviewOn="2026-09-01", conditions=passed)
        lines = [(item, rung) for item in found if (rung := reached(item.due, LEAD, today, item.span))]
        assert len(lines) <= 1
        for item, rung in lines:
            told.setdefault((item.kind, rung.level), []).append(item.sentence(KINDS[item.kind], today))
    assert list(told) == [
        *(("agreement-review", level) for level in (270, 180, 90, 30, 0)),
        *(("agreement-end", level) for level in (0, -30, -61, -91)),
    ]
    assert told["agreement-review", 30][0] == (
        "Care is due for review on 1 September 2026, in 30 days. It ends on 30 September 2026."
    )
    assert told["agreement-end", 0][:2] == [
        "Care ends today, 30 September 2026. Its review was due on 1 September 2026.",
        "Care ended on 30 September 2026, 1 day ago. Its review was due on 1 September 2026.",
    ]


def test_of_two_days_that_have_both_passed_each_is_told_as_passed() -> None:
    first, second = dates(endsOn="2026-05-20", reviewOn="2026-05-10", conditions=["EXPIRED", "REVIEW_OVERDUE"])
    assert (first.also, second.also) == ("It ended on 20 May 2026.", "Its review was due on 10 May 2026.")


def test_what_is_known_to_the_year_ends_with_it_and_what_was_reviewed_is_not_due() -> None:
    assert [item.due for item in dates(endsOn="2026-01-01", endsOnPrecision="YEAR")] == [D(2026, 12, 31)]
    assert dates(reviewOn="2026-05-01") == []
    assert [item.due for item in dates(reviewOn="2026-05-01", conditions=["REVIEW_OVERDUE"])] == [D(2026, 5, 1)]
    # A later version is known, so nobody can say that it has run out.
    assert dates(endsOn="2026-05-01") == []


def test_what_ended_and_still_flows_is_told_once() -> None:
    [item] = dates(endsOn="2026-05-31", conditions=["EXPIRED", "EXPIRED_STILL_FLOWING"])
    assert (item.kind, item.sentence(KINDS[item.kind], TODAY)) == (
        "expired-still-flowing",
        "Care ended on 31 May 2026, 1 day ago, and data is recorded as still flowing under it.",
    )


def party(key: str, *signed: tuple[str | None, str], role: str = "CONTROLLER", left: str | None = None) -> Any:
    given = [{"signedOn": on, "version": {"version": version}} for on, version in signed]
    body = {"key": f"o:{key}", "name": key.title()}
    return {
        "key": f"p:{key}",
        "role": role,
        "leftOn": left,
        "nameStated": None,
        "organisation": body,
        "signatures": {"nodes": given},
    }


def signing(*parties: Any, conditions: tuple[str, ...] = ("NOT_FULLY_SIGNED",), version: str = "v2") -> list[Item]:
    versions = [{"version": "v1", "startsOn": "2025-01-01"}, {"version": "v2", "startsOn": "2026-04-01"}]
    row = agreement(
        startsOn="2026-03-01", version=version, versions={"nodes": versions}, parties={"nodes": list(parties)},
        conditions=list(conditions),
    )  # fmt: skip
    return list(signatures.read([row], TODAY))


def test_a_party_has_as_long_as_since_the_first_signature() -> None:
    found = signing(
        party("alpha", ("2026-05-10", "v2")),
        party("beta"),
        party("gamma", role="RECIPIENT"),
        party("delta", left="2026-05-20"),
        version="v2",
    )
    assert [(i.kind, i.key, i.due, i.bodies) for i in found] == [
        ("unsigned-party", "p:beta", D(2026, 5, 10), ("o:beta",))
    ]
    assert found[0].sentence(KINDS["unsigned-party"], TODAY) == (
        "Beta has not signed Care. It could from 10 May 2026, 22 days ago."
    )
    # Nobody has signed: since its first day.
    assert {item.due for item in signing(party("alpha"), party("beta"))} == {D(2026, 3, 1)}


def test_a_party_that_signed_an_old_version_alone() -> None:
    old, both = party("alpha", ("2025-01-05", "v1")), party("beta", ("2025-01-05", "v1"), ("2026-04-02", "v2"))
    [item] = signing(old, both, conditions=())
    assert (item.kind, item.key, item.due, item.also) == (
        "old-version-signed", "p:alpha", D(2026, 4, 1), "In use is v2; signed is v1.",
    )  # fmt: skip
    assert signing(old, both, conditions=(), version="v1") == []


def test_an_assurance_that_a_later_one_follows_is_not_told() -> None:
    def row(expires: str, *others: tuple[str, str | None, str | None]) -> dict[str, Any]:
        held = [
            {"key": f"as:{n}", "standard": s, "issuedOn": i, "expiresOn": e} for n, (s, i, e) in enumerate(others, 2)
        ]
        body = {"key": "o:alpha", "name": "Alpha", "assurances": {"nodes": held}}
        return {
            "key": "as:1", "title": "DSPT", "standard": "DSPT", "issuedOn": "2025-06-30", "expiresOn": expires,
            "organisation": body,
        }  # fmt: skip

    for later in (("DSPT", None, "2027-06-30"), ("DSPT", "2026-07-01", None)):
        assert list(assurances.read([row("2026-06-30", later)], TODAY)) == []
    others = (("ISO_27001", None, "2027-06-30"), ("DSPT", None, "2025-06-30"), ("DSPT", "2026-05-01", None))
    [item] = assurances.read([row("2026-06-30", *others)], TODAY)
    assert item.sentence(KINDS["assurance"], TODAY) == "DSPT of Alpha runs out on 30 June 2026, in 29 days."


def test_papers_and_law() -> None:
    dpia = {"key": "d:1", "title": "Care DPIA", "status": "APPROVED", "reviewOn": "2026-06-20"}
    other = {**dpia, "key": "d:2", "status": "SUPERSEDED"}
    through = {"nodes": [{"dpias": {"nodes": [dpia]}}]}
    row = agreement(dpias={"nodes": [dpia, other]}, flows=through, programmes={"nodes": []}, datasets=through)
    [item] = papers.read_assessments([row], TODAY)
    assert item.sentence(KINDS["dpia-review"], TODAY) == (
        "The impact assessment (DPIA) of Care is due for review on 20 June 2026, in 19 days. It is called Care DPIA."
    )
    support = [
        {"key": f"doc:{n}", "title": f"CAG {n}", "expiresOn": e}
        for n, e in enumerate(["2026-06-08", "2026-07-01", None])
    ]
    [item] = papers.read_section_251([agreement(documents={"nodes": support})], TODAY)
    assert (item.key, item.due) == ("doc:1", D(2026, 7, 1))
    law = {"legalBases": {"nodes": [{"key": "l:1", "title": "Old Act", "validTo": "2026-08-31"}]}}
    [item] = papers.read_laws([agreement(parties={"nodes": [law, law]}, flows={"nodes": [law]})], TODAY)
    assert item.sentence(KINDS["law-ends"], TODAY) == (
        "Care relies on law that is in force only until 31 August 2026, 91 days from now: Old Act."
    )


def test_a_finding_that_came_back_is_about_the_day_it_did() -> None:
    row: dict[str, Any] = {
        "key": "r:Agreement:a:1", "message": "Nobody leads.", "firstSeen": "2026-01-05T05:00:00.000Z",
        "state": "OPEN", "waivedUntil": None, "mailbox": None, "assignedTo": None,
        "brief": "No lead. It names something.", "names": ["Agreement:a:1"],
        "about": {"key": "a:1", "__typename": "Agreement"},
        "bodies": {"nodes": [{"key": "o:alpha"}, {"key": "o:beta"}]},
        "history": {"nodes": [
            {"at": "2026-05-30T05:00:00.000Z", "before": "RESOLVED", "after": "OPEN"},
            {"at": "2026-02-01T05:00:00.000Z", "before": "OPEN", "after": "RESOLVED"},
        ]},
    }  # fmt: skip
    [item] = findings.read([row], TODAY)
    assert (item.due, item.bodies, item.agreement) == (D(2026, 5, 30), ("o:alpha", "o:beta"), "a:1")
    assert item.came_up == dt.datetime(2026, 5, 30, 5, tzinfo=dt.UTC)
    assert (item.what, item.brief, item.names) == (
        *("Nobody leads.", "No lead. It names something."),
        (("Agreement", "a:1"),),
    )
    # Set aside until yesterday, it comes up again today.
    [item] = findings.read([{**row, "state": "WAIVED", "waivedUntil": "2026-05-31"}], TODAY)
    assert item.due == TODAY
    given = {**row, "assignedTo": {"mailbox": "dpo@beta.example", "organisation": {"key": "o:beta"}}}
    [item] = findings.read([given], TODAY)
    assert (item.bodies, item.mailbox) == (("o:beta",), "dpo@beta.example")
