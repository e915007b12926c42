"""Who may see an agreement or document."""

from graph.model.property import CodeList

VISIBILITY = CodeList(
    "Visibility",
    "Who may see an agreement and all that hangs on it.",
    {
        "PUBLIC": "Anybody.",
        "PARTNERS": "Its parties, and the parties of the frameworks it sits under.",
        "PARTIES": "Its parties alone.",
    },
)
