"""Data moving from one body to another."""

from graph.model.agreement_scope import CONCERNED_BY_FLOW, FLOW_SCOPE
from graph.model.agreement_terms import DISPOSAL
from graph.model.declaration import Condition, Edge, Link, Node
from graph.model.flow_ending import not_ended
from graph.model.nodes.dataset import IDENTIFIABILITY
from graph.model.processing_law import CAPACITY, ON_FILE, REGIME
from graph.model.property import CodeList, code, codes, day, flag, number, prose, text, texts

FREQUENCY = CodeList(
    "Frequency",
    "How often data flows.",
    {
        "ONE_OFF": "Once.",
        "ON_DEMAND": "When asked.",
        "REAL_TIME": "As it happens.",
        "DAILY": "Daily.",
        "WEEKLY": "Weekly.",
        "MONTHLY": "Monthly.",
        "QUARTERLY": "Quarterly.",
        "ANNUAL": "Yearly.",
        "ONGOING": "Repeatedly; the source does not say how often.",
        "SYSTEM_ACCESS": "The recipient looks at the data where it is.",
    },
)

CHANNEL = CodeList(
    "Channel",
    "How the data travels.",
    {
        "SECURE_EMAIL": "Secure e-mail.",
        "SECURE_TRANSFER": "Secure file transfer.",
        "API": "Machine interface.",
        "SHARED_SYSTEM": "A system both bodies use.",
        "PORTAL": "Web portal.",
        "REMOVABLE_MEDIA": "Removable media.",
        "PAPER": "Paper.",
        "VERBAL": "By word of mouth.",
        "TRE_ACCESS": "Access inside a trusted research environment.",
        "OTHER": "Another way, described in channelStated.",
    },
)

FLOW_STATE = CodeList(
    "FlowState",
    "Whether data flows.",
    {
        "IN_DEVELOPMENT": "Being set up.",
        "LIVE": "Flowing.",
        "SUSPENDED": "Stopped for a time.",
        "CEASED": "Ended.",
        "COMPLETED": "A one-off release that was made.",
        "WITHDRAWN": "No longer in its source's register.",
        "UNKNOWN": "The source does not say.",
    },
)

SENSITIVITY = CodeList(
    "Sensitivity",
    "Whether the publisher calls the data sensitive.",
    {"SENSITIVE": "Sensitive.", "NOT_SENSITIVE": "Not sensitive."},
)

OPT_OUT = CodeList(
    "OptOut",
    "What was done about patients' national data opt-outs.",
    {
        "APPLIED": "Opt-outs were applied.",
        "NOT_IDENTIFIABLE": "Not applied, because the data is not identifiable.",
        "STATUTORY_EXEMPTION": "Not applied, because a statute exempts the flow.",
        "CONSENT": "Not applied, because the people consented.",
        "DECEASED": "Not applied, because the data is about deaths.",
        "SPECIFIC_EXEMPTION": "Not applied, under an exemption granted to this body or flow.",
        "NOT_ABOUT_PATIENTS": "Not applied, because the data is not about patients.",
        "OTHER": "Another answer, given in optOutStated.",
    },
)

CONFIDENTIALITY = CodeList(
    "Confidentiality",
    "How the common law duty of confidentiality is met.",
    {
        "NOT_CONFIDENTIAL": "No confidential data flows.",
        "SECTION_251": "Support under section 251 of the NHS Act 2006.",
        "CONSENT": "Consent, or reasonable expectation.",
        "STATUTORY_EXEMPTION": "A statute allows the flow without consent.",
        "SECTION_251_IN_PART": "Confidential flows with section 251 support, others not confidential.",
        "SECTION_251_AND_CONSENT": "Some flows with section 251 support, some with consent.",
        "CONSENT_IN_PART": "Confidential flows with consent, others not confidential.",
        "OTHER": "Another answer, given in confidentialityStated.",
    },
)

LEGAL_SIDE = CodeList(
    "LegalSide",
    "Whose act a legal basis supports.",
    {
        "DISCLOSER": "Giving the data.",
        "RECIPIENT": "Receiving and using it.",
        "BOTH": "Both.",
    },
)

NODE = Node(
    label="Flow",
    plural="flows",
    caption="title",
    description="Data moving from one body to another: which dataset, under which agreement and law, how often "
    "and how identifiable.",
    properties=(
        text("title", "A short name: what moves, from whom, to whom.", required=True, order=True, search=True),
        code("frequency", FREQUENCY, "How often data flows."),
        text("frequencyStated", "The frequency in the source's own words.", filters=()),
        code("channel", CHANNEL, "How the data travels."),
        text("channelStated", "The way it travels in the source's own words.", filters=()),
        code("identifiability", IDENTIFIABILITY, "How identifiable the data is in this flow.", index=True),
        text("identifiabilityStated", "The identifiability in the source's own words.", filters=()),
        code("sensitivity", SENSITIVITY, "Whether the publisher calls the data sensitive."),
        code("state", FLOW_STATE, "Whether it flows.", required=True, index=True),
        day("startedOn", "First day it flowed.", order=True, recording=True, precision=True),
        day("ceasedOn", "Last day it flowed.", order=True, recording=True, precision=True),
        code("optOut", OPT_OUT, "What was done about national data opt-outs.", recording=True),
        text("optOutStated", "The same in the source's own words.", filters=()),
        code(
            "confidentiality",
            CONFIDENTIALITY,
            "How the common law duty of confidentiality is met.",
            recording=True,
        ),
        text("confidentialityStated", "The same in the source's own words.", filters=()),
        code("regime", REGIME, "Which data protection law it is under."),
        codes("onFile", ON_FILE, "What is held that shows how it keeps to the law."),
        flag("machineDecisions", "Whether decisions that matter to people are made from it by machine alone."),
        text("retention", "How long the recipient keeps it: an ISO 8601 duration.", recording=True),
        code("disposal", DISPOSAL, "What the recipient does with it when its time is over.", recording=True),
        texts(
            "countries",
            "Where the data is received, hosted or looked at: ISO 3166-1 codes of two letters, GB for the United "
            "Kingdom.",
        ),
        text("recipientRoleStated", "The recipient's role in this flow, in the source's own words."),
        prose("purposeText", "Why this flow exists, in the source's own words."),
        prose("via", "Systems or services it passes through, in the source's own words."),
        number("step", "Its number where an agreement numbers its flows."),
        text("note", "What the source remarks.", filters=()),
    ),
    edges=(
        Edge(
            "RECEIVED_BY",
            ("Organisation",),
            "The body that receives the data.",
            out=Link("recipient", "The body that receives the data.", many=False),
            back=Link("receives", "Flows of data the body receives."),
        ),
        Edge(
            "VIA",
            ("Organisation",),
            "A body the data passes through.",
            out=Link("viaOrganisations", "Bodies the data passes through."),
            back=Link("passesOn", "Flows that pass through the body."),
        ),
        Edge(
            "CARRIES",
            ("Dataset",),
            "The dataset it carries.",
            out=Link("datasets", "Datasets it carries."),
            back=Link("flows", "Flows that carry the dataset."),
        ),
        Edge(
            "GOVERNED_BY",
            ("Agreement",),
            "The agreement it is made under.",
            out=Link("agreements", "Agreements it is made under."),
            back=Link("flows", "Flows made under the agreement."),
        ),
        Edge(
            "UNDER_VERSION",
            ("AgreementVersion",),
            "The version of the agreement it was stated under.",
            out=Link("versions", "Versions of its agreement that state it."),
            back=Link("flows", "Flows stated under this version."),
        ),
        Edge(
            "RELIES_ON",
            ("LegalBasis",),
            "The legal basis it rests on, and whose act that supports.",
            out=Link("legalBases", "Legal bases it rests on."),
            back=Link("flows", "Flows that rest on it."),
            properties=(
                code("side", LEGAL_SIDE, "Whose act the basis supports.", filters=()),
                code("capacity", CAPACITY, "In what capacity a public authority relies on it.", filters=()),
            ),
            key=("side",),
        ),
        Edge(
            "SERVES",
            ("Purpose",),
            "The purpose it serves.",
            out=Link("purposes", "Purposes it serves."),
            back=Link("flows", "Flows that serve the purpose."),
        ),
        Edge(
            "TASK_OF",
            ("Organisation",),
            "The body whose public task the flow serves.",
            out=Link("taskOf", "The bodies whose public task it serves."),
            back=Link("tasks", "Flows that serve the body's public task."),
        ),
        Edge(
            "STATED_BY",
            ("Organisation",),
            "The body whose statement tells of the flow.",
            out=Link("statedBy", "Bodies whose statements tell of it."),
            back=Link("states", "Flows the body tells of."),
        ),
        Edge(
            "FEEDS",
            ("Flow",),
            "What it brings goes on in another flow.",
            out=Link("feeds", "Flows that carry on what it brings."),
            back=Link("fedBy", "Flows whose data it carries on."),
        ),
    ),
    conditions=(
        Condition(
            "ONGOING",
            "It has not ended: it flows, will flow, is stopped for a time, or nobody says.",
            not_ended("this"),
        ),
    ),
    concerns=CONCERNED_BY_FLOW,
    scope=FLOW_SCOPE,
    held=("startedOn", "ceasedOn"),
    default_order="title",
)
