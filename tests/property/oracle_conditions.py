"""The derived conditions, written again in Python from what their descriptions say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from graph.model.records import NodeRecord
from tests.property.oracle_world import World, last_day, unanswered

Condition = Callable[[World, NodeRecord, dt.date], bool]

SOON = dt.timedelta(days=90)
_SIGNING = {"CONTROLLER", "JOINT_CONTROLLER", "PROCESSOR", "SUB_PROCESSOR", "SIGNATORY_ONLY"}


def _stopped(a: Any) -> bool:
    return a["state"] in {"SUSPENDED", "WITHDRAWN", "TERMINATED", "SUPERSEDED", "ARCHIVED"}


def _agreed(a: Any) -> bool:
    """Neither stopped nor still on its way to being signed."""
    return not _stopped(a) and a["state"] not in {"IDEA", "DRAFT", "IN_REVIEW"}


def _begun(a: Any, day: dt.date) -> bool:
    return a.get("startsOn") is not None and a["startsOn"] <= day


def _over(a: Any, day: dt.date) -> bool:
    end = last_day(a, "endsOn")
    return end is not None and end < day


def _not_yet_effective(world: World, node: NodeRecord, day: dt.date) -> bool:
    a = node.properties
    return not _stopped(a) and a.get("startsOn") is not None and a["startsOn"] > day


def _in_force(world: World, node: NodeRecord, day: dt.date) -> bool:
    a = node.properties
    return _agreed(a) and _begun(a, day) and a.get("endsOn") is not None and not _over(a, day)


def _in_force_no_end(world: World, node: NodeRecord, day: dt.date) -> bool:
    a = node.properties
    return _agreed(a) and _begun(a, day) and a.get("endsOn") is None


def _cannot_tell(world: World, node: NodeRecord, day: dt.date) -> bool:
    a = node.properties
    if not _agreed(a):
        return False
    if _over(a, day):
        return bool(a.get("laterVersionKnown"))
    return a.get("startsOn") is None


def _expiring_soon(world: World, node: NodeRecord, day: dt.date) -> bool:
    end = last_day(node.properties, "endsOn")
    return _in_force(world, node, day) and end is not None and end <= day + SOON


def _expired(world: World, node: NodeRecord, day: dt.date) -> bool:
    a = node.properties
    return _over(a, day) and not a.get("laterVersionKnown")


def _live(flow: NodeRecord, day: dt.date) -> bool:
    ceased = last_day(flow.properties, "ceasedOn")
    return flow.properties["state"] == "LIVE" and (ceased is None or ceased >= day)


def _expired_still_flowing(world: World, node: NodeRecord, day: dt.date) -> bool:
    flows = world.sources(node, "GOVERNED_BY", "Flow")
    return _expired(world, node, day) and any(_live(flow, day) for flow in flows)


def _is_stopped(world: World, node: NodeRecord, day: dt.date) -> bool:
    return _stopped(node.properties)


def _review_due(world: World, node: NodeRecord, day: dt.date) -> bool:
    a = node.properties
    review = last_day(a, "reviewOn")
    return not _stopped(a) and review is not None and review >= day and a["reviewOn"] <= day + SOON


def _review_overdue(world: World, node: NodeRecord, day: dt.date) -> bool:
    a = node.properties
    review = last_day(a, "reviewOn")
    if _stopped(a) or review is None or review >= day:
        return False
    done = [each.properties.get("doneOn") for each in world.sources(node, "REVIEWS", "Review")]
    return not any(each is not None and a["reviewOn"] <= each <= day for each in done)


def _review_not_before_end(world: World, node: NodeRecord, day: dt.date) -> bool:
    a = node.properties
    return a.get("reviewOn") is not None and a.get("endsOn") is not None and a["reviewOn"] >= a["endsOn"]


def _signed_on(world: World, party: NodeRecord) -> list[dt.date | None]:
    return [each.properties.get("signedOn") for each in world.sources(party, "FOR_PARTY", "Signature")]


def _lacks_signature(world: World, node: NodeRecord, day: dt.date) -> bool:
    parties = world.sources(node, "IN", "Party")
    known = any(_signed_on(world, party) for party in parties)
    if node.properties["state"] != "AWAITING_SIGNATURES" and not known:
        return False
    return any(
        party.properties.get("role") in _SIGNING
        and party.properties.get("leftOn") is None
        and not any(signed is None or signed <= day for signed in _signed_on(world, party))
        for party in parties
    )


def _not_fully_signed(world: World, node: NodeRecord, day: dt.date) -> bool:
    return _agreed(node.properties) and _lacks_signature(world, node, day)


def _in_force_not_fully_signed(world: World, node: NodeRecord, day: dt.date) -> bool:
    return _in_force(world, node, day) and _lacks_signature(world, node, day)


def _signed_after_effect(world: World, node: NodeRecord, day: dt.date) -> bool:
    start = node.properties.get("startsOn")
    signed = [each for party in world.sources(node, "IN", "Party") for each in _signed_on(world, party)]
    return start is not None and any(each is not None and start < each <= day for each in signed)


def _no_end_nor_review_date(world: World, node: NodeRecord, day: dt.date) -> bool:
    a = node.properties
    return not _stopped(a) and a.get("endsOn") is None and a.get("reviewOn") is None and not a.get("oneOff")


def _dpia_missing(world: World, node: NodeRecord, day: dt.date) -> bool:
    return not _stopped(node.properties) and not world.sources(node, "ASSESSES", "Dpia")


def _no_longer_in_force(world: World, law: NodeRecord, day: dt.date) -> bool:
    last = law.properties.get("validTo")
    return law.properties.get("status") == "REPEALED" or (last is not None and last < day)


def _law_repealed(world: World, node: NodeRecord, day: dt.date) -> bool:
    flows = [flow for flow in world.sources(node, "GOVERNED_BY", "Flow") if _ongoing(world, flow, day)]
    laws = [law for party in world.sources(node, "IN", "Party") for law in world.targets(party, "PARTY_RELIES_ON")]
    laws += [law for flow in flows for law in world.targets(flow, "RELIES_ON")]
    return any(_no_longer_in_force(world, law, day) for law in laws)


def _party_closed(world: World, node: NodeRecord, day: dt.date) -> bool:
    if _stopped(node.properties):
        return False
    bodies = [
        body
        for party in world.sources(node, "IN", "Party")
        if party.properties.get("leftOn") is None
        for body in world.targets(party, "OF")
    ]
    closed = [last_day(body.properties, "closedOn") for body in bodies]
    return any(each is not None and each < day for each in closed)


def _ongoing(world: World, node: NodeRecord, day: dt.date) -> bool:
    ceased = last_day(node.properties, "ceasedOn")
    ended = node.properties["state"] in {"CEASED", "COMPLETED", "WITHDRAWN"}
    return not ended and (ceased is None or ceased >= day)


def _expires(node: NodeRecord) -> dt.date | None:
    return last_day(node.properties, "expiresOn")


def _lapsed(world: World, node: NodeRecord, day: dt.date) -> bool:
    expires = _expires(node)
    return expires is not None and expires < day


def _assurance_expiring_soon(world: World, node: NodeRecord, day: dt.date) -> bool:
    expires = _expires(node)
    return expires is not None and day <= expires <= day + SOON


def _not_met(world: World, node: NodeRecord, day: dt.date) -> bool:
    return node.properties.get("status") in {"NOT_MET", "NOT_PUBLISHED"}


CONDITIONS: dict[str, dict[str, Condition]] = {
    "Finding": {
        "STANDING": lambda world, node, day: node.properties["state"] != "RESOLVED",
        "UNANSWERED": lambda world, node, day: unanswered(node, day),
        "WAIVER_RAN_OUT": lambda world, node, day: node.properties["state"] == "WAIVED" and unanswered(node, day),
    },
    "Agreement": {
        "NOT_YET_EFFECTIVE": _not_yet_effective,
        "IN_FORCE": _in_force,
        "IN_FORCE_NO_END": _in_force_no_end,
        "CANNOT_TELL": _cannot_tell,
        "EXPIRING_SOON": _expiring_soon,
        "EXPIRED": _expired,
        "EXPIRED_STILL_FLOWING": _expired_still_flowing,
        "STOPPED": _is_stopped,
        "REVIEW_DUE": _review_due,
        "REVIEW_OVERDUE": _review_overdue,
        "REVIEW_NOT_BEFORE_END": _review_not_before_end,
        "NOT_FULLY_SIGNED": _not_fully_signed,
        "IN_FORCE_NOT_FULLY_SIGNED": _in_force_not_fully_signed,
        "SIGNED_AFTER_EFFECT": _signed_after_effect,
        "NO_END_NOR_REVIEW_DATE": _no_end_nor_review_date,
        "NO_DPIA_RECORDED": _dpia_missing,
        "LAW_REPEALED": _law_repealed,
        "PARTY_CLOSED": _party_closed,
    },
    "Assurance": {
        "LAPSED": _lapsed,
        "EXPIRING_SOON": _assurance_expiring_soon,
        "NOT_MET": _not_met,
    },
    "Flow": {"ONGOING": _ongoing},
    "LegalBasis": {"NO_LONGER_IN_FORCE": _no_longer_in_force},
}
"""Every condition, by node type and code, in the order they are declared."""
