"""What a person decided about a name: which body it stands for, or which it does not."""

from graph.model.declaration import Edge, Link, Node
from graph.model.property import CodeList, code, instant, text, texts

RESOLUTION_KIND = CodeList(
    "ResolutionKind",
    "What a person decided about a name.",
    {
        "IS": "The name stands for a body that was known already.",
        "NONE_OF": "The name stands for none of the bodies given. Others stay possible.",
        "NEW": "The name stands for a body of its own, whatever it looks like.",
    },
)

NODE = Node(
    label="Resolution",
    plural="resolutions",
    caption="text",
    description="What a person decided about the name of a body, with who and when. Loads and questions follow it "
    "until it is undone; one that was undone stays, and says by whom.",
    properties=(
        text("text", "The name, as the person wrote it.", required=True, order=True),
        text("normal", "The name without case, dashes and doubled spaces, by which it is found again.", index=True),
        code("kind", RESOLUTION_KIND, "What was decided."),
        text("by", "Who decided: a post or a mailbox."),
        instant("at", "When it was decided."),
        text("reason", "Why, in a sentence.", filters=()),
        texts(
            "writtenBefore",
            "Sources that had written the name for that body before it was decided. Undoing leaves their spelling.",
            filters=(),
        ),
        text("undoneBy", "Who undid it. Empty while it is in force."),
        instant("undoneAt", "When it was undone. Empty while it is in force."),
    ),
    edges=(
        Edge(
            "MEANS",
            ("Organisation",),
            "The name stands for this body.",
            out=Link("means", "The body the name stands for.", many=False),
            back=Link("resolutions", "Names that a person said stand for this body."),
        ),
        Edge(
            "RULES_OUT",
            ("Organisation",),
            "The name does not stand for this body.",
            out=Link("rulesOut", "Bodies the name does not stand for."),
            back=Link("ruledOutFor", "Names that a person said do not stand for this body."),
        ),
    ),
    default_order="text",
)
