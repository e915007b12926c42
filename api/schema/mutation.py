"""What can be changed, and how each change can come out.

Every mutation answers with a union: what was done, or why it was not. Whatever is a fault of the request or of the
server is an error, as it is for questions.
"""

from __future__ import annotations

from typing import Any

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.union import StrawberryUnion

from api.schema.outputs import Outputs
from api.schema.scalars import Date
from api.schema.shells import Shell, argument, definition, field, optional, output

ANSWERED = "FindingAnswered"
RESOLVED = "FindingIsResolved"
WAIVER_REFUSED = "WaiverRefused"
ASSIGNEE_UNKNOWN = "AssigneeUnknown"


def mutation_type(outputs: Outputs) -> Shell:
    """Return the Mutation type."""
    finding = outputs.objects["Finding"]
    answered = output(ANSWERED, "The finding says what was asked.")
    definition(answered).fields = [
        field("finding", optional(finding), "The finding as it now is."),
        field("changed", bool, "Whether that is new. Asking for what already is changes nothing, and is no fault."),
    ]
    resolved = _outcome(RESOLVED, "The finding is no longer found, so there is nothing to answer.", finding)
    refused = _outcome(WAIVER_REFUSED, "The waiver cannot be given like that. Nothing was changed.", finding)
    unknown = _outcome(ASSIGNEE_UNKNOWN, "There is nobody of that description. Nothing was changed.", finding)
    by_id = argument("id", strawberry.ID, "The id or the key of the finding.")
    mutation = output("Mutation", "Everything that can be changed. Fields of one request are done one after the other.")
    definition(mutation).fields = [
        field(
            "acknowledgeFinding",
            _union("AcknowledgeFindingResult", "How it came out.", answered, resolved),
            "Say that a finding was seen and is accepted. It stays until it is no longer found.",
            [by_id, argument("reason", optional(str), "Why it may stand, or what is being done.")],
        ),
        field(
            "assignFinding",
            _union("AssignFindingResult", "How it came out.", answered, resolved, unknown),
            "Say who is to see to a finding: a post or a mailbox; nobody where neither is given.",
            [
                by_id,
                argument("post", optional(strawberry.ID), "The id or the key of a post."),
                argument("mailbox", optional(str), "The mailbox of a role or team, not of a person."),
            ],
        ),
        field(
            "waiveFinding",
            _union("WaiveFindingResult", "How it came out.", answered, resolved, refused),
            "Set a finding aside until a day. After it the finding is open again, if it is still found.",
            [
                by_id,
                argument("until", Date, "The last day on which it is set aside."),
                argument("reason", str, "Why that can wait."),
            ],
        ),
        field(
            "reopenFinding",
            _union("ReopenFindingResult", "How it came out.", answered, resolved),
            "Take back that a finding was acknowledged or set aside.",
            [by_id, argument("reason", optional(str), "Why.")],
        ),
    ]
    return mutation


def _outcome(name: str, description: str, finding: Shell) -> Shell:
    made = output(name, description)
    definition(made).fields = [
        field("finding", optional(finding), "The finding as it is."),
        field("message", str, "Why, and what to do."),
    ]
    return made


def _union(name: str, description: str, *members: Shell) -> Any:
    """Return a union, nullable: where a mutation fails, its field is null and `errors` says why."""
    return optional(
        StrawberryUnion(
            name=name,
            description=description,
            type_annotations=tuple(StrawberryAnnotation(member) for member in members),
        )
    )
