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
from api.schema.shells import Shell, argument, definition, field, listed, optional, output

ANSWERED = "FindingAnswered"
RESOLVED = "FindingIsResolved"
WAIVER_REFUSED = "WaiverRefused"
ASSIGNEE_UNKNOWN = "AssigneeUnknown"
NAME_DECIDED = "NameDecided"
NAME_UNDECIDED = "NameUndecided"
NAME_NOT_DECIDED = "NameNotDecided"


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
        *_on_names(outputs),
    ]
    return mutation


def _on_names(outputs: Outputs) -> list[Any]:
    decided = output(NAME_DECIDED, "The decision is in force.")
    definition(decided).fields = [
        field("resolution", optional(outputs.objects["Resolution"]), "The decision as it is kept."),
        field("changed", bool, "Whether it is new. Deciding what is decided already changes nothing, and is no fault."),
        field("sources", list[str], "Sources that write the name. Their facts follow when each is loaded again."),
    ]
    undecided = output(NAME_UNDECIDED, "No decision on the name is in force.")
    definition(undecided).fields = [
        field("changed", bool, "Whether one was until now. Undoing what is not decided changes nothing."),
        field("undone", int, "How many decisions were undone. They stay, with who undid them and when."),
    ]
    refused = output(NAME_NOT_DECIDED, "It cannot be decided like that. Nothing was changed.")
    definition(refused).fields = [field("message", str, "Why, and what to do.")]
    name = argument("name", str, "The name, as a source writes it. Case, dashes and doubled spaces do not count.")
    by = argument(
        "by", optional(str), "Who decides: a post or a mailbox. Where none is named, what kind of caller asked is kept."
    )
    return [
        field(
            "decideName",
            _union("DecideNameResult", "How it came out.", decided, refused),
            "Record which body a name stands for, which loads and questions follow. For administrators, since it holds "
            "for the whole registry.",
            [
                name,
                argument("decision", outputs.enums["ResolutionKind"], "What is decided."),
                argument(
                    "bodies",
                    optional(listed(str)),
                    "Of IS the body, of NONE_OF those it is not: an id, a key, a code or a known name of each. NONE_OF "
                    "without any rules out all that are proposed; NEW takes none.",
                ),
                by,
                argument("reason", optional(str), "Why, in a sentence."),
            ],
        ),
        field(
            "undoNameDecision",
            _union("UndoNameDecisionResult", "How it came out.", undecided, refused),
            "Take back what was decided on a name. For administrators.",
            [name, by],
        ),
    ]


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
