"""A signature for a party to a version of an agreement."""

from graph.model.agreement_scope import CONCERNED_BY_SIGNATURE, SIGNATURE_SCOPE
from graph.model.declaration import Edge, Link, Node
from graph.model.property import CodeList, code, day, text

SIGNATURE_METHOD = CodeList(
    "SignatureMethod",
    "How a signature was given.",
    {
        "E_SIGN": "Electronic signature.",
        "WET_INK": "Ink on paper.",
        "SYSTEM_CONFIRM": "Confirmed in a system by a person signed in.",
        "DELEGATED": "Given by another on the signatory's behalf.",
        "STATED": "A source says the party signed and not how.",
    },
)

NODE = Node(
    label="Signature",
    plural="signatures",
    caption="capacity",
    description="A signature given for a party. It binds one version of the agreement.",
    properties=(
        day("signedOn", "The day it was given.", order=True, precision=True),
        code("method", SIGNATURE_METHOD, "How it was given."),
        text("capacity", "The office in which it was given.", order=True),
    ),
    edges=(
        Edge(
            "SIGNS",
            ("AgreementVersion",),
            "The version it binds.",
            out=Link("version", "The version it binds.", many=False),
            back=Link("signatures", "Signatures to this version."),
        ),
        Edge(
            "FOR_PARTY",
            ("Party",),
            "The party it was given for.",
            out=Link("party", "The party it was given for.", many=False),
            back=Link("signatures", "Signatures given for this party."),
        ),
        Edge(
            "BY",
            ("Post",),
            "The post that signed.",
            out=Link("post", "The post that signed.", many=False),
            back=Link("signatures", "Signatures given by this post."),
        ),
    ),
    concerns=CONCERNED_BY_SIGNATURE,
    scope=SIGNATURE_SCOPE,
    roots=False,
    default_order="signedOn",
)
