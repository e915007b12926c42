"""A data protection impact assessment."""

from graph.model.declaration import Edge, Link, Node
from graph.model.property import CodeList, code, day, flag, prose, text
from graph.model.row_scope import Everyone, Follows

DPIA_STATUS = CodeList(
    "DpiaStatus",
    "Where an assessment stands.",
    {
        "NOT_STARTED": "Not started.",
        "SCREENING": "Being screened.",
        "NOT_REQUIRED": "Screened: not required.",
        "DRAFT": "Being drafted.",
        "DPO_ADVICE": "With the data protection officer.",
        "AWAITING_SIRO": "With the senior information risk owner.",
        "APPROVED": "Approved.",
        "REJECTED": "Rejected.",
        "SUPERSEDED": "Replaced by another.",
    },
)

RISK_LEVEL = CodeList("RiskLevel", "How high a risk is.", {"LOW": "Low.", "MEDIUM": "Medium.", "HIGH": "High."})

NODE = Node(
    label="Dpia",
    plural="dpias",
    caption="title",
    description="A data protection impact assessment of agreements, flows, datasets or programmes.",
    properties=(
        text("title", "What it is called.", required=True, order=True, search=True),
        text("reference", "Its reference."),
        code("status", DPIA_STATUS, "Where it stands."),
        day("approvedOn", "The day it was approved."),
        day("reviewOn", "The day it is due for review.", order=True),
        code("residualRisk", RISK_LEVEL, "The risk that remains."),
        flag("icoConsulted", "Whether the regulator was consulted beforehand."),
        prose("dpoAdvice", "What the data protection officer advised."),
        text("url", "Where it can be read.", filters=()),
    ),
    edges=(
        Edge(
            "ASSESSES",
            ("Agreement", "Flow", "Dataset", "Programme"),
            "What it assesses.",
            out=Link("assesses", "What it assesses."),
            back=Link("dpias", "Impact assessments of it."),
        ),
    ),
    concerns=(
        "(this)-[:ASSESSES]->(:Agreement)<-[:IN]-(:Party)-[:OF]->(body:Organisation)",
        "(this)-[:ASSESSES]->(:Flow)-[:DISCLOSES|RECEIVED_BY]-(body:Organisation)",
        "(this)-[:ASSESSES]->(:Dataset)-[:CONTROLLED_BY]->(body:Organisation)",
    ),
    scope=Follows(
        paths=(
            "(this)-[:ASSESSES]->(:Agreement)",
            "(this)-[:ASSESSES]->(:Flow)",
        ),
        alone=Everyone(),
    ),
    roots=False,
    default_order="title",
)
