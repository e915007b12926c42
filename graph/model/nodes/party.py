"""A body's place in an agreement."""

from graph.model.agreement_scope import CONCERNED_BY_PARTY, PARTY_SCOPE
from graph.model.declaration import Edge, Link, Node
from graph.model.processing_law import CAPACITY
from graph.model.property import CodeList, code, day, text

PARTY_ROLE = CodeList(
    "PartyRole",
    "The part a body plays in an agreement, in data protection law.",
    {
        "CONTROLLER": "Decides why and how the data is processed.",
        "JOINT_CONTROLLER": "Decides together with others.",
        "PROCESSOR": "Processes on a controller's behalf.",
        "SUB_PROCESSOR": "Processes on a processor's behalf.",
        "RECIPIENT": "Receives data; its role in law is not stated.",
        "SIGNATORY_ONLY": "Signed, without a stated part in the processing.",
        "NO_ACCESS": "Supplies buildings or infrastructure and has no access to the data.",
        "OTHER": "Another part, described in roleStated.",
    },
)

PARTY_DIRECTION = CodeList(
    "PartyDirection",
    "Whether a party gives data, receives it, or both.",
    {"PROVIDES": "Gives data.", "RECEIVES": "Receives data.", "BOTH": "Gives and receives."},
)

PARTY_STATE = CodeList(
    "PartyState",
    "Where a party stands with an agreement.",
    {
        "INVITED": "Asked to join.",
        "DPO_REVIEW": "With its data protection officer.",
        "DPO_APPROVED": "Approved by its data protection officer.",
        "AWAITING_SIGNATURE": "To sign.",
        "SIGNED": "Signed.",
        "DECLINED": "Declined.",
        "WITHDRAWN": "Left.",
        "STATED": "Named as a party by a source that does not record signatures.",
    },
)

NODE = Node(
    label="Party",
    plural="parties",
    caption="nameStated",
    description="A body's place in an agreement: its role, its direction, where it stands. Signatures and "
    "legal bases attach here, because they differ from party to party.",
    properties=(
        code("role", PARTY_ROLE, "Its role.", index=True),
        text("roleStated", "The role in the source's own words."),
        code("direction", PARTY_DIRECTION, "Whether it gives or receives."),
        code("state", PARTY_STATE, "Where it stands."),
        text("nameStated", "The party's name as the source wrote it.", order=True),
        text(
            "processingRecord",
            "Its entry for this sharing in the party's record of processing activities (Article 30).",
            recording=True,
        ),
        day("authorisedOn", "For a sub-processor: the day the controller authorised it.", recording=True),
        day("joinedOn", "The day it joined.", precision=True),
        day("leftOn", "The day it left.", precision=True),
    ),
    edges=(
        Edge(
            "OF",
            ("Organisation",),
            "The body that is party.",
            out=Link("organisation", "The body that is party.", many=False),
            back=Link("partyTo", "The body's places in agreements, with its role in each."),
        ),
        Edge(
            "IN",
            ("Agreement",),
            "The agreement it is party to.",
            out=Link("agreement", "The agreement it is party to.", many=False),
            back=Link("parties", "Its parties, with the role of each."),
        ),
        Edge(
            "PARTY_RELIES_ON",
            ("LegalBasis",),
            "The legal basis this party relies on.",
            out=Link("legalBases", "Legal bases this party relies on."),
            back=Link("parties", "Parties that rely on it."),
            properties=(code("capacity", CAPACITY, "In what capacity a public authority relies on it.", filters=()),),
        ),
    ),
    concerns=CONCERNED_BY_PARTY,
    scope=PARTY_SCOPE,
    held=("joinedOn", "leftOn"),
    roots=False,
    default_order="nameStated",
)
