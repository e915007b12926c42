"""What a body can show of its information security and governance."""

from graph.model.declaration import Condition, Edge, Link, Node
from graph.model.property import CodeList, code, day, text

ASSURANCE_STANDARD = CodeList(
    "AssuranceStandard",
    "Standards by which bodies show their information security and governance.",
    {
        "DSPT": "NHS Data Security and Protection Toolkit.",
        "CYBER_ESSENTIALS": "Cyber Essentials.",
        "CYBER_ESSENTIALS_PLUS": "Cyber Essentials Plus.",
        "ISO_27001": "ISO/IEC 27001.",
        "PSN": "Public Services Network compliance.",
        "ICO_REGISTRATION": "Registration with the Information Commissioner.",
        "DPF_UK_EXTENSION": "UK Extension to the EU-US Data Privacy Framework.",
        "DTAC": "Digital Technology Assessment Criteria.",
        "OTHER": "Another standard.",
    },
)

ASSURANCE_STATUS = CodeList(
    "AssuranceStatus",
    "The outcome of an assurance.",
    {
        "EXCEEDED": "Standards exceeded.",
        "MET": "Standards met, or certified.",
        "APPROACHING": "Approaching standards, with an agreed plan.",
        "NOT_MET": "Standards not met.",
        "NOT_PUBLISHED": "Nothing published for the year.",
        "REGISTERED": "Registered.",
        "EXEMPT": "Need not have it.",
        "UNKNOWN": "Not known.",
    },
)

NODE = Node(
    label="Assurance",
    plural="assurances",
    caption="title",
    description="What a body can show of its information security and governance: a toolkit result, a "
    "certificate, a registration.",
    properties=(
        text("title", "What it is called.", required=True, order=True, search=True),
        code("standard", ASSURANCE_STANDARD, "The standard.", index=True),
        code("status", ASSURANCE_STATUS, "The outcome."),
        text("statusStated", "The outcome in the source's own words."),
        text("reference", "Certificate or registration number."),
        text("year", "The year of the standard it was made against, such as 21/22."),
        day("issuedOn", "The day it was issued or published.", order=True),
        day("expiresOn", "The last day it counts.", order=True, recording=True),
    ),
    edges=(
        Edge(
            "HELD_BY",
            ("Organisation",),
            "The body it speaks for.",
            out=Link("organisation", "The body it speaks for.", many=False),
            back=Link("assurances", "What the body can show of its security and governance."),
        ),
    ),
    conditions=(
        Condition("LAPSED", "Its last day has passed.", "this.expiresOn < $today"),
        Condition(
            "EXPIRING_SOON",
            "Its last day is at most ninety days away.",
            "this.expiresOn >= $today AND this.expiresOn <= $today + duration({days: 90})",
        ),
        Condition(
            "NOT_MET",
            "Standards are not met, or nothing was published.",
            "this.status IN ['NOT_MET', 'NOT_PUBLISHED']",
        ),
    ),
    concerns=("(this)-[:HELD_BY]->(body:Organisation)",),
    default_order="title",
)
