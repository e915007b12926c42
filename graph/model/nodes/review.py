"""A review of an agreement, planned or done."""

from graph.model.agreement_scope import leads_through
from graph.model.declaration import Edge, Link, Node
from graph.model.property import CodeList, code, day, prose
from graph.model.row_scope import Follows

REVIEW_OUTCOME = CodeList(
    "ReviewOutcome",
    "What a review decided.",
    {
        "CONTINUE": "Goes on as it is.",
        "AMEND": "Goes on with changes.",
        "RENEW": "Renewed with new dates.",
        "TERMINATE": "Ended.",
    },
)

NODE = Node(
    label="Review",
    plural="reviews",
    caption="outcome",
    description="A review of an agreement, planned or done.",
    properties=(
        day("dueOn", "The day it was due.", order=True),
        day("doneOn", "The day it was done.", order=True),
        code("outcome", REVIEW_OUTCOME, "What it decided."),
        prose("notes", "What was noted."),
    ),
    edges=(
        Edge(
            "REVIEWS",
            ("Agreement",),
            "The agreement reviewed.",
            out=Link("agreement", "The agreement reviewed.", many=False),
            back=Link("reviews", "Its reviews, planned and done."),
        ),
    ),
    concerns=(
        "(this)-[:REVIEWS]->(:Agreement)<-[:IN]-(:Party)-[:OF]->(body:Organisation)",
        *leads_through("(this)-[:REVIEWS]->(:Agreement)"),
    ),
    scope=Follows(paths=("(this)-[:REVIEWS]->(:Agreement)",)),
    roots=False,
    default_order="dueOn",
)
