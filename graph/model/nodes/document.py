"""A document that belongs to an agreement, assessment or assurance."""

from graph.model.declaration import Edge, Link, Node
from graph.model.property import CodeList, code, day, text
from graph.model.row_scope import Everyone, Follows

DOCUMENT_KIND = CodeList(
    "DocumentKind",
    "What a document is.",
    {
        "AGREEMENT": "The agreement itself.",
        "SIGNED_COPY": "A signed copy.",
        "DPIA": "An impact assessment.",
        "EVIDENCE": "Evidence for an assurance.",
        "NOTICE": "A privacy notice.",
        "PROCESSOR_CONTRACT": "A contract with a processor (Article 28).",
        "JOINT_CONTROLLER_ARRANGEMENT": "An arrangement between joint controllers (Article 26).",
        "TRANSFER_RISK_ASSESSMENT": "An assessment of a transfer abroad: its risks, or that adequacy covers it.",
        "BUSINESS_CASE": "A business case.",
        "CODE_STATEMENT": "A statement of compliance with a code of practice.",
        "ACTION_PLAN": "A plan to reach a standard.",
        "APPROPRIATE_POLICY": "An appropriate policy document.",
        "SECTION_251_APPROVAL": "Support under section 251 of the NHS Act 2006.",
        "OTHER": "Another document.",
    },
)

NODE = Node(
    label="Document",
    plural="documents",
    caption="title",
    description="A document that belongs to an agreement, an assessment, an assurance or a notice.",
    properties=(
        text("title", "What it is called.", required=True, order=True, search=True),
        code("kind", DOCUMENT_KIND, "What it is."),
        text("url", "Where it can be read.", filters=()),
        text("sha256", "Its SHA-256 digest in hexadecimal, by which a copy can be recognised."),
        text("version", "Its version.", filters=()),
        day("datedOn", "Its date.", order=True, precision=True),
        day("reviewedOn", "The day it was last reviewed."),
        day("expiresOn", "The last day it counts."),
    ),
    edges=(
        Edge(
            "ATTACHED_TO",
            ("Agreement", "AgreementVersion", "Dpia", "Assurance", "Notice"),
            "What it belongs to.",
            out=Link("attachedTo", "What it belongs to."),
            back=Link("documents", "Documents that belong to it."),
        ),
    ),
    concerns=("(this)-[:ATTACHED_TO]->(:Agreement)<-[:IN]-(:Party)-[:OF]->(body:Organisation)",),
    scope=Follows(
        paths=(
            "(this)-[:ATTACHED_TO]->(:Agreement)",
            "(this)-[:ATTACHED_TO]->(:AgreementVersion)-[:VERSION_OF]->(:Agreement)",
            "(this)-[:ATTACHED_TO]->(:Dpia)",
        ),
        alone=Everyone(),
    ),
    roots=False,
    default_order="title",
)
