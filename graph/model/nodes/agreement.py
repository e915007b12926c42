"""An information sharing agreement: the lasting thing and its current terms."""

from graph.model.agreement_conditions import AGREEMENT_CONDITIONS
from graph.model.agreement_scope import CONCERNED_BY_AGREEMENT
from graph.model.agreement_terms import term_properties
from graph.model.declaration import Edge, Link, Node
from graph.model.property import CodeList, code, day, flag, prose, text
from graph.model.row_scope import OwnVisibility
from graph.model.visibility import VISIBILITY

AGREEMENT_KIND = CodeList(
    "AgreementKind",
    "What kind of instrument an agreement is.",
    {
        "ISA": "Information sharing agreement between controllers.",
        "ISP": "Information sharing protocol, usually reciprocal.",
        "DDA": "Data disclosure agreement: one way.",
        "JCA": "Joint controller arrangement (Article 26).",
        "DPA": "Data processing agreement (Article 28).",
        "DSPA": "Combined data sharing and processing agreement.",
        "MOU": "Memorandum of understanding.",
        "FRAMEWORK": "Overarching protocol or accord that other agreements sit under.",
        "DATA_ACCESS": "Agreement under which a national body releases data to an applicant.",
        "STATUTORY_RETURN": "A return that legislation requires, kept here because data flows under it.",
        "PROGRAMME": "Sharing arrangement of a programme, known from its notices.",
        "CONTRACT_SCHEDULE": "Schedule to a contract.",
        "WORK_INSTRUCTION": "Working instruction under another agreement.",
        "OTHER": "Another kind, described in kindStated.",
    },
)

AGREEMENT_STATE = CodeList(
    "AgreementState",
    "Where people have moved an agreement to. Whether it is in force or expired is derived: see conditions.",
    {
        "IDEA": "Talked about, nothing drafted.",
        "DRAFT": "Being drafted.",
        "IN_REVIEW": "With data protection officers.",
        "AWAITING_SIGNATURES": "Final, not all have signed.",
        "SIGNED": "Signed.",
        "SUSPENDED": "Stopped for a time.",
        "WITHDRAWN": "Taken back before it took effect, or no longer in its source's register.",
        "TERMINATED": "Ended by a party before its end date.",
        "SUPERSEDED": "Replaced by another.",
        "ARCHIVED": "Kept for the record.",
        "UNKNOWN": "The source does not say.",
    },
)

ONWARD_SHARING = CodeList(
    "OnwardSharing",
    "Whether a recipient may pass the data on.",
    {
        "PROHIBITED": "May not be passed on.",
        "WITH_CONSENT": "Only with the discloser's consent.",
        "LISTED_BODIES": "To bodies the agreement lists.",
        "PERMITTED": "May be passed on, for instance by sub-licence.",
    },
)

NODE = Node(
    label="Agreement",
    plural="agreements",
    caption="title",
    description="An information sharing agreement: the lasting thing and its current terms. Several versions "
    "may stand behind it, two of them live at once.",
    properties=(
        text("reference", "The reference its own parties or register use.", order=True, search=True, index=True),
        text("title", "What the agreement is called.", required=True, order=True, search=True),
        code("kind", AGREEMENT_KIND, "What kind of instrument it is.", index=True),
        text("kindStated", "The kind of instrument in the source's own words."),
        code("state", AGREEMENT_STATE, "Where people have moved it to.", required=True, index=True),
        text("statusStated", "The status its publisher gives, in the publisher's words."),
        day("statusStatedAsAt", "The day the publisher's status was true."),
        text("version", "The version whose terms are shown.", filters=()),
        day("startsOn", "First day it has effect.", order=True, recording=True, precision=True),
        day("endsOn", "Last day it has effect, inclusive.", order=True, recording=True, precision=True),
        day("reviewOn", "The day it is due for review.", order=True, recording=True, precision=True),
        prose("purposeText", "Why the data is shared, in the agreement's words.", search=True, recording=True),
        prose("benefits", "The benefits expected, in the agreement's words."),
        prose("dataText", "The data shared, in the agreement's words.", search=True),
        prose("legalBasisText", "The legal basis in the agreement's words.", recording=True),
        prose("methodText", "How the data is shared, in the agreement's words."),
        text(
            "retention",
            "How long recipients keep the data: an ISO 8601 duration such as P1Y.",
            recording=True,
        ),
        code("onwardSharing", ONWARD_SHARING, "Whether recipients may pass the data on."),
        *term_properties(),
        flag("laterVersionKnown", "A later version is known to exist, which nobody here has read."),
        flag("oneOff", "Every release under it is one-off, so it needs no end date."),
        code("visibility", VISIBILITY, "Who may see it.", required=True, index=True),
        text("contact", "The post or mailbox that answers for it.", filters=()),
        text("note", "What the source remarks, and what was and was not verified.", filters=()),
    ),
    edges=(
        Edge(
            "UNDER",
            ("Agreement",),
            "The agreement sits under a framework.",
            out=Link("frameworks", "Frameworks it sits under."),
            back=Link("agreementsUnder", "Agreements that sit under this framework."),
        ),
        Edge(
            "SUPERSEDES",
            ("Agreement",),
            "The agreement replaces another.",
            out=Link("supersedes", "Agreements it replaces."),
            back=Link("supersededBy", "Agreements that replace it."),
        ),
        Edge(
            "LED_BY",
            ("Organisation",),
            "The body that leads on the agreement.",
            out=Link("leads", "Bodies that lead on it."),
            back=Link("leadsAgreements", "Agreements the body leads on."),
        ),
        Edge(
            "IN_PROGRAMME",
            ("Programme",),
            "The agreement belongs to a programme.",
            out=Link("programmes", "Programmes it belongs to."),
            back=Link("agreements", "Agreements of the programme."),
        ),
        Edge(
            "COVERS",
            ("Dataset",),
            "The agreement covers a dataset.",
            out=Link("datasets", "Datasets it covers."),
            back=Link("agreements", "Agreements that cover the dataset."),
        ),
        Edge(
            "FOR_PURPOSE",
            ("Purpose",),
            "The agreement is for a purpose.",
            out=Link("purposes", "Purposes it is for."),
            back=Link("agreements", "Agreements for the purpose."),
        ),
    ),
    conditions=AGREEMENT_CONDITIONS,
    concerns=CONCERNED_BY_AGREEMENT,
    scope=OwnVisibility(
        parties="(this)<-[:IN]-(:Party)-[:OF]->(body:Organisation)",
        partners="(this)-[:UNDER]->(:Agreement)<-[:IN]-(:Party)-[:OF]->(body:Organisation)",
    ),
    default_order="title",
)
