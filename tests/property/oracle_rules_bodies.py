"""The rules on parties, signatures, dates and posts, written again in Python from their titles and examples."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict

from graph.model.records import NodeRecord
from tests.property.oracle_sharing import LEFT, Sharing, identifies, of

Found = set[str]
_SIGNING = {"CONTROLLER", "JOINT_CONTROLLER", "PROCESSOR", "SUB_PROCESSOR", "SIGNATORY_ONLY"}
_ONLY_BESIDE = {"INNOVATIVE_TECHNOLOGY", "BIOMETRIC", "GENETIC", "INVISIBLE_PROCESSING", "TRACKING"}


def closed_body_in_live_flow(at: Sharing) -> Found:
    return {body.key for flow in at.all("Flow") if at.live(flow) for body in at.ends(flow) if at.closed(body)}


def closed_body_still_party(at: Sharing) -> Found:
    """About the one successor where there is one alone, else about the closed body."""
    found = set()
    for party in at.all("Party"):
        if of(party, "leftOn") is not None or of(party, "state") in LEFT:
            continue
        stands = [
            a for a in at.to(party, "IN") if not at.has(a, "STOPPED", "EXPIRED") and not of(a, "laterVersionKnown")
        ]
        for body in at.to(party, "OF"):
            if stands and at.closed(body):
                heirs = {each.key for each in at.to(body, "SUCCEEDED_BY")}
                found.add(heirs.pop() if len(heirs) == 1 else body.key)
    return found


def receiving_without_having_signed(at: Sharing) -> Found:
    found = set()
    for party in at.all("Party"):
        if of(party, "leftOn") is not None or of(party, "state") in {"SIGNED", *LEFT}:
            continue
        if at.by(party, "FOR_PARTY"):
            continue
        bodies = {body.key for body in at.to(party, "OF")}
        for a in at.to(party, "IN"):
            others_signed = any(at.by(each, "FOR_PARTY") for each in at.parties(a))
            receives = any(
                at.live(flow) and bodies & {each.key for each in at.to(flow, "RECEIVED_BY")}
                for flow in at.by(a, "GOVERNED_BY")
            )
            if others_signed and receives and at.runs(a):
                found.add(party.key)
    return found


def not_signed_by_all(at: Sharing) -> Found:
    found = set()
    for a in at.all("Agreement"):
        recorded = any(at.by(each, "FOR_PARTY") for each in at.parties(a))
        if not at.has(a, "IN_FORCE") or not (recorded or of(a, "state") == "AWAITING_SIGNATURES"):
            continue
        receiving = {
            body.key for flow in at.by(a, "GOVERNED_BY") if at.live(flow) for body in at.to(flow, "RECEIVED_BY")
        }
        for party in at.parties(a):
            signed = [of(each, "signedOn") for each in at.by(party, "FOR_PARTY")]
            lacking = not any(day is None or day <= at.today for day in signed)
            bound = of(party, "role") in _SIGNING and of(party, "leftOn") is None
            waits = of(party, "state") not in {"SIGNED", *LEFT}
            if lacking and bound and waits and any(body.key not in receiving for body in at.to(party, "OF")):
                found.add(a.key)
    return found


def signed_after_effect(at: Sharing) -> Found:
    def late(party: NodeRecord, starts: dt.date) -> bool:
        signatures = at.by(party, "FOR_PARTY")
        days = [of(each, "signedOn") for each in signatures]
        exact = [of(each, "signedOn") for each in signatures if of(each, "signedOnPrecision") is None]
        joined = of(party, "joinedOn")
        return (
            any(day is not None and starts < day <= at.today for day in exact)
            and not any(day is not None and day <= starts for day in days)
            and (joined is None or joined <= starts)
            and bool(at.to(party, "OF"))
        )

    return {
        a.key
        for a in at.all("Agreement")
        if of(a, "startsOn") is not None
        and of(a, "startsOnPrecision") is None
        and at.runs(a)
        and any(late(party, of(a, "startsOn")) for party in at.parties(a))
    }


def party_not_eligible_for_power(at: Sharing) -> Found:
    named = {law.key: {body.key for body in at.by(law, "ELIGIBLE_FOR")} for law in at.all("LegalBasis")}
    found = set()
    for party in at.all("Party"):
        if of(party, "leftOn") is not None or not any(not at.has(a, "STOPPED", "EXPIRED") for a in at.to(party, "IN")):
            continue
        for body in at.to(party, "OF"):
            able = {body.key, *(each.key for kind in ("PART_OF", "HOSTED_BY") for each in at.to(body, kind))}
            if any(named[law.key] and not named[law.key] & able for law in at.to(party, "PARTY_RELIES_ON")):
                found.add(party.key)
    return found


def review_not_before_end(at: Sharing) -> Found:
    return {
        a.key
        for a in at.all("Agreement")
        if of(a, "reviewOn") is not None
        and of(a, "endsOn") is not None
        and of(a, "reviewOn") >= of(a, "endsOn")
        and of(a, "reviewOnPrecision") is None
        and of(a, "endsOnPrecision") is None
        and at.has(a, "IN_FORCE", "NOT_YET_EFFECTIVE")
    }


def default_retention(at: Sharing) -> Found:
    """Three quarters or more of at least ten agreements with one period."""
    found = set()
    for source in at.all("Source"):
        stated = {
            (each.key, of(each, "retention"))
            for edition in at.by(source, "OF_SOURCE")
            for record in at.by(edition, "IN_EDITION")
            for each in at.to(record, "STATES", "Agreement")
            if of(each, "retention") is not None
        }
        most = Counter(period for _, period in stated).most_common(1)
        if len(stated) >= 10 and most[0][1] * 100 >= len(stated) * 75:
            found.add(source.key)
    return found


def assurance_lapsed(at: Sharing) -> Found:
    found = set()
    for body in at.all("Organisation"):
        held = at.by(body, "HELD_BY")
        agreements = [
            a for party in at.by(body, "OF") if of(party, "leftOn") is None for a in at.to(party, "IN") if at.runs(a)
        ]
        for each in held:
            until, standard = of(each, "expiresOn"), of(each, "standard")
            if not agreements or until is None or until >= at.today or standard == "ICO_REGISTRATION":
                continue
            renewed = any(
                standard is not None
                and of(other, "standard") == standard
                and (
                    (of(other, "expiresOn") is not None and of(other, "expiresOn") >= at.today)
                    or (of(other, "issuedOn") is not None and of(other, "issuedOn") > until)
                )
                for other in held
            )
            if not renewed:
                found.add(body.key)
    return found


def lead_post_vacant(at: Sharing) -> Found:
    def over(post: NodeRecord) -> bool:
        return of(post, "to") is not None and of(post, "to") < at.today

    found = set()
    for post in at.all("Post"):
        led = [
            a
            for a in at.to(post, "LEADS", "Agreement")
            if at.runs(a) and not any(each.key != post.key and not over(each) for each in at.by(a, "LEADS", "Post"))
        ]
        gone = any(at.closed(body) and of(body, "closedOnPrecision") is None for body in at.to(post, "AT"))
        if led and (over(post) or gone):
            found.add(post.key)
    return found


def duplicate_agreements(at: Sharing) -> Found:
    alike: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for a in at.all("Agreement"):
        data = frozenset(each.key for each in at.to(a, "COVERS"))
        aims = frozenset(each.key for each in at.to(a, "FOR_PURPOSE"))
        words = of(a, "purposeText")
        if at.runs(a) and data and len(at.bodies(a)) > 1 and (aims or words is not None):
            alike[frozenset(at.bodies(a)), data, aims, words or ""].append(a.key)
    return {min(keys) for keys in alike.values() if len(keys) > 1}


def impact_assessment_required(at: Sharing) -> Found:
    found = set()
    for a in at.all("Agreement"):
        triggers = of(a, "dpiaTriggers") or []
        assessed = [a, *at.by(a, "GOVERNED_BY"), *at.to(a, "IN_PROGRAMME")]
        approved = any(of(dpia, "status") == "APPROVED" for each in assessed for dpia in at.by(each, "ASSESSES"))
        counts = len(triggers) > 1 or bool(set(triggers) - _ONLY_BESIDE)
        if counts and not approved and at.runs(a) and (at.by(a, "ASSESSES") or at.collected(a, "dpias")):
            found.add(a.key)
    return found


def identifiable_without_confidentiality_basis(at: Sharing) -> Found:
    def open_question(flow: NodeRecord) -> bool:
        recording = of(flow, "confidentialityRecording")
        return (
            identifies(flow)
            and of(flow, "identifiability") in {"IDENTIFIABLE", "MIXED"}
            and of(flow, "confidentiality") is None
            and (recording == "NOT_RECORDED" or (recording is None and at.collected(flow, "confidentiality")))
            and of(flow, "optOut") not in {"NOT_ABOUT_PATIENTS", "NOT_IDENTIFIABLE", "CONSENT"}
            and of(flow, "state") not in {"CEASED", "WITHDRAWN", "IN_DEVELOPMENT"}
        )

    return {
        a.key
        for a in at.all("Agreement")
        if not at.has(a, "STOPPED", "EXPIRED") and any(open_question(flow) for flow in at.by(a, "GOVERNED_BY"))
    }
