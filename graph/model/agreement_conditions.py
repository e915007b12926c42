"""The derived conditions of an agreement: what clock and graph make of its dates, never stored.

Source of the list: the lifecycle of information sharing agreements as UK registers practise it. An end
date is inclusive; 'soon' is ninety days, the first rung of the reminder ladder. A date known only to the
year or month is judged by the last day it may stand for, so that nothing is called expired too early.
"""

from graph.model.declaration import Condition
from graph.model.flow_ending import not_ended
from graph.model.partial_days import last_day, not_over, over

SOON_DAYS = 90

ENDS = last_day("this.endsOn")
OVER, NOT_OVER = over("this.endsOn"), not_over("this.endsOn")

STOPPED = "this.state IN ['WITHDRAWN', 'TERMINATED', 'SUPERSEDED', 'ARCHIVED', 'SUSPENDED']"
UNSIGNED_STATES = "this.state IN ['IDEA', 'DRAFT', 'IN_REVIEW']"
NO_LATER_VERSION = "coalesce(this.laterVersionKnown, false) = false"
EXPIRED = f"this.endsOn IS NOT NULL AND {OVER} AND {NO_LATER_VERSION}"
IN_FORCE = (
    f"NOT {STOPPED} AND NOT {UNSIGNED_STATES} AND this.startsOn IS NOT NULL AND this.startsOn <= $today "
    f"AND this.endsOn IS NOT NULL AND {NOT_OVER}"
)
BETWEEN_ITS_DATES = f"this.startsOn <= $today AND (this.endsOn IS NULL OR {NOT_OVER})"
"""In force with an end or without, of one that is neither stopped nor being drafted."""
LIVE_FLOW = (
    "EXISTS { (this)<-[:GOVERNED_BY]-(flow:Flow) WHERE flow.state = 'LIVE' "
    f"AND (flow.ceasedOn IS NULL OR {not_over('flow.ceasedOn')}) }}"
)
NOT_REVIEWED = (
    "NOT EXISTS { (this)<-[:REVIEWS]-(review:Review) WHERE review.doneOn >= this.reviewOn AND review.doneOn <= $today }"
)
STANDS_NO_MORE = "law.status = 'REPEALED' OR law.validTo < $today"
SIGNATORY = "party.role IN ['CONTROLLER', 'JOINT_CONTROLLER', 'PROCESSOR', 'SUB_PROCESSOR', 'SIGNATORY_ONLY']"

AGREEMENT_CONDITIONS = (
    Condition(
        "NOT_YET_EFFECTIVE",
        "Its first day is still to come.",
        f"NOT {STOPPED} AND this.startsOn IS NOT NULL AND this.startsOn > $today",
    ),
    Condition(
        "IN_FORCE",
        "Begun, not ended, not stopped: both dates are known and the day lies between them.",
        IN_FORCE,
    ),
    Condition(
        "IN_FORCE_NO_END",
        "Begun, not stopped, with no end date recorded: in force as far as the dates tell.",
        f"NOT {STOPPED} AND NOT {UNSIGNED_STATES} AND this.startsOn IS NOT NULL AND this.startsOn <= $today "
        "AND this.endsOn IS NULL",
    ),
    Condition(
        "CANNOT_TELL",
        "The dates recorded do not say whether it is in force: no first day, or a later version is known and "
        "was not read.",
        f"NOT {STOPPED} AND NOT {UNSIGNED_STATES} AND ((this.startsOn IS NULL AND NOT coalesce({OVER}, "
        f"false)) OR (coalesce(this.laterVersionKnown, false) AND {OVER}))",
    ),
    Condition(
        "EXPIRING_SOON",
        f"In force, and its last day is at most {SOON_DAYS} days away.",
        f"{IN_FORCE} AND {ENDS} <= $today + duration({{days: {SOON_DAYS}}})",
    ),
    Condition(
        "EXPIRED",
        "Its last day has passed and no later version is known.",
        EXPIRED,
    ),
    Condition(
        "EXPIRED_STILL_FLOWING",
        "Its last day has passed, yet a flow under it is recorded as live.",
        f"{EXPIRED} AND {LIVE_FLOW}",
    ),
    Condition(
        "STOPPED",
        "Suspended, withdrawn, terminated, superseded or archived.",
        STOPPED,
    ),
    Condition(
        "REVIEW_DUE",
        f"Its review falls within the next {SOON_DAYS} days.",
        f"NOT {STOPPED} AND this.reviewOn IS NOT NULL AND {not_over('this.reviewOn')} "
        f"AND this.reviewOn <= $today + duration({{days: {SOON_DAYS}}})",
    ),
    Condition(
        "REVIEW_OVERDUE",
        "Its review day has passed, it is not stopped, and no review on or after that day is recorded.",
        f"NOT {STOPPED} AND this.reviewOn IS NOT NULL AND {over('this.reviewOn')} AND {NOT_REVIEWED}",
    ),
    Condition(
        "REVIEW_NOT_BEFORE_END",
        "Its review is no earlier than its end, so it reminds nobody in time.",
        "this.reviewOn IS NOT NULL AND this.endsOn IS NOT NULL AND this.reviewOn >= this.endsOn",
    ),
    Condition(
        "NOT_FULLY_SIGNED",
        "It should be signed, signatures are recorded for it, and a signing party has none.",
        f"NOT {STOPPED} AND NOT {UNSIGNED_STATES} AND (this.state = 'AWAITING_SIGNATURES' OR EXISTS {{ "
        "(this)<-[:IN]-(:Party)<-[:FOR_PARTY]-(:Signature) }) AND EXISTS { (this)<-[:IN]-(party:Party) WHERE "
        f"{SIGNATORY} AND party.leftOn IS NULL AND NOT EXISTS {{ (party)<-[:FOR_PARTY]-(signature:Signature) "
        "WHERE signature.signedOn IS NULL OR signature.signedOn <= $today } }",
    ),
    Condition(
        "IN_FORCE_NOT_FULLY_SIGNED",
        "In force by its dates while a signing party has not signed.",
        f"{IN_FORCE} AND (this.state = 'AWAITING_SIGNATURES' OR EXISTS {{ "
        "(this)<-[:IN]-(:Party)<-[:FOR_PARTY]-(:Signature) }) AND EXISTS { (this)<-[:IN]-(party:Party) WHERE "
        f"{SIGNATORY} AND party.leftOn IS NULL AND NOT EXISTS {{ (party)<-[:FOR_PARTY]-(signature:Signature) "
        "WHERE signature.signedOn IS NULL OR signature.signedOn <= $today } }",
    ),
    Condition(
        "SIGNED_AFTER_EFFECT",
        "A party signed after the first day of effect.",
        "this.startsOn IS NOT NULL AND EXISTS { (this)<-[:IN]-(:Party)<-[:FOR_PARTY]-(signature:Signature) "
        "WHERE signature.signedOn > this.startsOn AND signature.signedOn <= $today }",
    ),
    Condition(
        "NO_END_NOR_REVIEW_DATE",
        "Neither an end nor a review date is recorded (its sources may not collect them), and its releases are not all "
        "one-off.",
        f"NOT {STOPPED} AND this.endsOn IS NULL AND this.reviewOn IS NULL AND coalesce(this.oneOff, false) = false",
    ),
    Condition(
        "NO_DPIA_RECORDED",
        "No data protection impact assessment of it is recorded; its sources may not collect them.",
        f"NOT {STOPPED} AND NOT EXISTS {{ (this)<-[:ASSESSES]-(:Dpia) }}",
    ),
    Condition(
        "LAW_REPEALED",
        "A legal basis that a party relies on, or a flow that has not ended, is repealed, or its validity has ended.",
        "EXISTS { (this)<-[:IN]-(:Party)-[:PARTY_RELIES_ON]->(law:LegalBasis) "
        f"WHERE {STANDS_NO_MORE} }} OR EXISTS {{ (this)<-[:GOVERNED_BY]-(flow:Flow)-[:RELIES_ON]->(law:LegalBasis) "
        f"WHERE {not_ended('flow')} AND ({STANDS_NO_MORE}) }}",
    ),
    Condition(
        "PARTY_CLOSED",
        "A party is a body that has closed, and is not recorded as having left.",
        f"NOT {STOPPED} AND EXISTS {{ (this)<-[:IN]-(party:Party)-[:OF]->(body:Organisation) "
        f"WHERE party.leftOn IS NULL AND {over('body.closedOn')} }}",
    ),
)
