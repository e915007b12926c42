"""One load of a source."""

from graph.model.declaration import ANY_NODE, Edge, Link, Node
from graph.model.property import CodeList, code, day, instant, number, text

EDITION_STATE = CodeList(
    "EditionState",
    "How far a load came.",
    {
        "LOADING": "Begun and not finished; loading it again completes it.",
        "LOADED": "Complete.",
    },
)

NODE = Node(
    label="Edition",
    plural="editions",
    caption="title",
    description="One edition of a source as it was loaded: from which file, when, how many rows were taken and "
    "refused.",
    properties=(
        text("title", "What the edition is called.", required=True, order=True),
        day("asAt", "The day it describes.", order=True, precision=True),
        instant("loadedAt", "When it was loaded.", order=True),
        text("fileName", "The name of the file it was read from.", filters=()),
        text("sha256", "The SHA-256 digest of the file, in hexadecimal.", index=True),
        code("state", EDITION_STATE, "How far the load came."),
        number("rowsRead", "Rows read."),
        number("rowsRejected", "Rows refused, each with its reason."),
        number("loads", "How often it was loaded to the end: again where refused rows were corrected."),
    ),
    edges=(
        Edge(
            "OF_SOURCE",
            ("Source",),
            "The source it is an edition of.",
            out=Link("source", "The source it is an edition of.", many=False),
            back=Link("editions", "Its editions."),
        ),
        Edge(
            "WITHDRAWS",
            (ANY_NODE,),
            "The edition was the first of its source to leave the node out, which stays in the registry. Gone once the "
            "source states it again.",
            out=Link("withdraws", "What it was the first of its source to leave out, and the source has not since."),
            back=Link(
                "withdrawnIn",
                "Of each source that stated it once and does no longer: the first edition that left it out.",
            ),
        ),
    ),
    default_order="title",
)
