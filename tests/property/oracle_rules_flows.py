"""The rules on flows and what covers them, written again in Python from their titles and examples."""

from __future__ import annotations

import re

from graph.model.records import NodeRecord
from tests.property.oracle_sharing import LEFT, OVER, Sharing, identifies, of

Found = set[str]
"""The keys of what a rule finds."""


def _covered_by_none(at: Sharing, flow: NodeRecord) -> bool:
    agreements = at.to(flow, "GOVERNED_BY")
    return bool(agreements) and not any(
        at.has(each, "IN_FORCE", "IN_FORCE_NO_END", "CANNOT_TELL", "EXPIRED") for each in agreements
    )


def flow_under_no_agreement_in_force(at: Sharing) -> Found:
    return {flow.key for flow in at.all("Flow") if at.live(flow) and _covered_by_none(at, flow)}


def flow_without_agreement(at: Sharing) -> Found:
    return {
        flow.key
        for flow in at.all("Flow")
        if at.live(flow) and not at.to(flow, "GOVERNED_BY") and at.collected(flow, "agreements")
    }


def expired_still_flowing(at: Sharing) -> Found:
    def uncovered(flow: NodeRecord) -> bool:
        return not any(
            at.has(other, "IN_FORCE", "IN_FORCE_NO_END", "CANNOT_TELL") for other in at.to(flow, "GOVERNED_BY")
        )

    return {
        a.key
        for a in at.all("Agreement")
        if at.has(a, "EXPIRED")
        and not at.has(a, "STOPPED")
        and any(at.live(flow) and uncovered(flow) for flow in at.by(a, "GOVERNED_BY"))
    }


def agreement_without_flow(at: Sharing) -> Found:
    return {
        a.key
        for a in at.all("Agreement")
        if at.has(a, "IN_FORCE")
        and of(a, "kind") != "FRAMEWORK"
        and not at.by(a, "UNDER")
        and not at.by(a, "GOVERNED_BY")
        and at.collected(a, "flows")
    }


def _outside(at: Sharing, carried: str, listed: str, narrower: str) -> Found:
    """Flows with a dataset or purpose that no agreement of theirs lists, though each lists some."""
    found = set()
    for flow in at.all("Flow"):
        agreements = at.to(flow, "GOVERNED_BY")
        lists = [at.to(each, listed) for each in agreements]
        if of(flow, "state") in OVER or not agreements or not all(lists):
            continue
        covered = {each.key for some in lists for each in some}
        for item in at.to(flow, carried):
            wider = {each.key for each in at.to(item, narrower)}
            if item.key not in covered and not wider & covered:
                found.add(flow.key)
    return found


def dataset_not_covered(at: Sharing) -> Found:
    return _outside(at, "CARRIES", "COVERS", "DERIVED_FROM")


def purpose_not_covered(at: Sharing) -> Found:
    return _outside(at, "SERVES", "FOR_PURPOSE", "BROADER")


def onward_sharing_prohibited(at: Sharing) -> Found:
    found = set()
    for before in at.all("Flow"):
        closed = {a.key for a in at.to(before, "GOVERNED_BY") if of(a, "onwardSharing") == "PROHIBITED"}
        if of(before, "state") not in {"LIVE", "COMPLETED"}:
            continue
        carried = {each.key for each in at.to(before, "CARRIES")}
        givers = {each.key for each in at.by(before, "DISCLOSES")}
        for body in at.to(before, "RECEIVED_BY"):
            for flow in at.to(body, "DISCLOSES"):
                under = {a.key for a in at.to(flow, "GOVERNED_BY")}
                takers = {each.key for each in at.to(flow, "RECEIVED_BY")}
                passes_on = carried & {each.key for each in at.to(flow, "CARRIES")}
                if of(flow, "state") == "LIVE" and passes_on and closed - under and not takers & givers:
                    found.add(flow.key)
    return found


def _months(period: str | None) -> float | None:
    """A period of one unit in months."""
    read = re.fullmatch(r"P(\d+)([YMWD])", period or "")
    if read is None:
        return None
    return int(read[1]) * {"Y": 12.0, "M": 1.0, "W": 7 / 30.4375, "D": 1 / 30.4375}[read[2]]


def retention_longer_than_agreed(at: Sharing) -> Found:
    found = set()
    for flow in at.all("Flow"):
        agreed = [_months(of(each, "retention")) for each in at.to(flow, "GOVERNED_BY")]
        kept = _months(of(flow, "retention"))
        known = [each for each in agreed if each is not None]
        if of(flow, "state") not in {"LIVE", "COMPLETED"} or kept is None or not known or len(known) < len(agreed):
            continue
        if kept > max(known):
            found.add(flow.key)
    return found


def flow_stated_by_one_side(at: Sharing) -> Found:
    def same(one: NodeRecord, other: NodeRecord) -> bool:
        carried = [{each.key for each in at.to(flow, "CARRIES")} for flow in (one, other)]
        return not all(carried) or bool(carried[0] & carried[1])

    found = set()
    for flow in at.all("Flow"):
        tellers = {each.key for each in at.to(flow, "STATED_BY")}
        if not at.live(flow):
            continue
        for teller in (each for each in at.ends(flow) if each.key in tellers):
            for silent in (each for each in at.ends(flow) if each.key not in tellers):
                told = at.by(silent, "STATED_BY")
                known = any(teller.key in {e.key for e in at.ends(each)} and same(flow, each) for each in told)
                if told and not known and of(silent, "kind") != "COLLECTIVE":
                    found.add(flow.key)
    return found


def left_party_in_live_flow(at: Sharing) -> Found:
    def gone(party: NodeRecord) -> bool:
        left = of(party, "leftOn") if of(party, "leftOnPrecision") is None else None
        return of(party, "state") in LEFT or (left is not None and left < at.today)

    found = set()
    for a in at.all("Agreement"):
        places: dict[str, list[NodeRecord]] = {}
        for party in sorted(at.parties(a), key=lambda each: each.key):
            for body in at.to(party, "OF"):
                places.setdefault(body.key, []).append(party)
        for key, parties in places.items():
            if not all(gone(each) for each in parties):
                continue
            for flow in at.by(a, "GOVERNED_BY"):
                others = [each for each in at.to(flow, "GOVERNED_BY") if each.key != a.key]
                covered = any(key in at.bodies(each) and at.runs(each) for each in others)
                if at.live(flow) and key in {each.key for each in at.ends(flow)} and not covered:
                    found.add(parties[0].key)
    return found


def transfer_without_mechanism(at: Sharing) -> Found:
    def settled(flow: NodeRecord) -> bool:
        return any(
            of(law, "kind") == "LAW_ENFORCEMENT" or (of(law, "kind") == "TRANSFER" and of(law, "code") != "tr-none-uk")
            for law in at.to(flow, "RELIES_ON")
        )

    return {
        flow.key
        for flow in at.all("Flow")
        if at.live(flow)
        and at.living(flow)
        and set(of(flow, "countries") or []) - {"GB"}
        and at.collected(flow, "legalBases")
        and not settled(flow)
    }


def special_category_without_article_9(at: Sharing) -> Found:
    def protections(flow: NodeRecord) -> set[str]:
        return {
            of(category, "protection")
            for dataset in at.to(flow, "CARRIES")
            if {of(subject, "code") for subject in at.to(dataset, "ABOUT")} != {"ds-deceased"}
            for item in at.to(dataset, "CONTAINS")
            for category in at.to(item, "IN_CATEGORY")
        }

    found = set()
    for flow in at.all("Flow"):
        kinds = {of(law, "kind") for law in at.to(flow, "RELIES_ON")}
        if of(flow, "state") in OVER or of(flow, "optOut") == "DECEASED" or not identifies(flow):
            continue
        if "ARTICLE_6" in kinds and "ARTICLE_9" not in kinds and "SPECIAL_CATEGORY" in protections(flow):
            found.add(flow.key)
    return found
