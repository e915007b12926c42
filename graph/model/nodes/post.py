"""A job that answers for information governance."""

from graph.model.declaration import Edge, Link, Node
from graph.model.property import CodeList, code, day, text

POST_ROLE = CodeList(
    "PostRole",
    "The jobs that answer for information governance.",
    {
        "IG_LEAD": "Information governance lead.",
        "DPO": "Data protection officer.",
        "SIRO": "Senior information risk owner.",
        "CALDICOTT_GUARDIAN": "Caldicott Guardian.",
        "ASSET_OWNER": "Information asset owner.",
        "SENIOR_OFFICER": "Senior officer who signs agreements.",
        "AGREEMENT_LEAD": "Leads on an agreement.",
        "PROGRAMME_LEAD": "Leads a programme.",
    },
)

NODE = Node(
    label="Post",
    plural="posts",
    caption="title",
    description="A job and its mailbox, between two dates. A job, never a person's file.",
    properties=(
        text("title", "What the post is called.", required=True, order=True),
        code("role", POST_ROLE, "What it answers for."),
        text("mailbox", "The role's mailbox, not a person's.", filters=()),
        day("from", "First day the post was filled."),
        day("to", "Last day the post was filled."),
    ),
    edges=(
        Edge(
            "AT",
            ("Organisation",),
            "The body the post is at.",
            out=Link("organisation", "The body the post is at.", many=False),
            back=Link("posts", "Posts at the body."),
        ),
        Edge(
            "LEADS",
            ("Agreement", "Programme"),
            "What the post leads on.",
            out=Link("leads", "Agreements and programmes it leads on."),
            back=Link("leadPosts", "Posts that lead on it."),
        ),
    ),
    concerns=("(this)-[:AT]->(body:Organisation)",),
    held=("from", "to"),
    roots=False,
    default_order="title",
)
