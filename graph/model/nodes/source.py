"""A register, file or person that facts come from."""

from graph.model.declaration import Node
from graph.model.property import CodeList, code, day, prose, text, texts
from graph.model.row_scope import OwnVisibility
from graph.model.visibility import VISIBILITY

COMPLETENESS = CodeList(
    "Completeness",
    "How much of its subject a source covers.",
    {
        "WHOLE": "Every entry of the register at the edition's date.",
        "EXTRACT": "Part of the register, chosen by a stated rule.",
        "SELECTION": "Some facts gathered by hand. Absence says nothing.",
    },
)

NODE = Node(
    label="Source",
    plural="sources",
    caption="title",
    description="A register or collection that facts come from: which fields it collects and how complete it is.",
    properties=(
        text("title", "What the source is called.", required=True, order=True, search=True),
        text("publisher", "Who publishes it."),
        prose("description", "What it holds and how it was made."),
        code("completeness", COMPLETENESS, "How much of its subject it covers."),
        prose("completenessNote", "What is missing, in a sentence."),
        texts("collects", "The fields it collects, each written Type.property. Others are not collected."),
        text("licence", "The licence it is published under.", filters=()),
        text("credit", "The credit line its licence asks for.", filters=()),
        text("url", "Where it is published.", filters=()),
        code("visibility", VISIBILITY, "Who may see the source and the words of its rows."),
        day("asAt", "The day its latest edition describes.", order=True, precision=True),
    ),
    scope=OwnVisibility(),
    default_order="title",
)
