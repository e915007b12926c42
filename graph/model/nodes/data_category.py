"""A category of personal data."""

from graph.model.declaration import Edge, Link, Node
from graph.model.property import CodeList, code
from graph.model.vocabulary_entry import vocabulary_properties

PROTECTION = CodeList(
    "DataProtectionClass",
    "What data protection law makes of a category of data.",
    {
        "PERSONAL": "Personal data.",
        "SPECIAL_CATEGORY": "Special category data under Article 9 of the UK GDPR.",
        "CRIMINAL_OFFENCE": "Criminal offence data under Article 10.",
    },
)

NODE = Node(
    label="DataCategory",
    plural="dataCategories",
    caption="title",
    description="A category of personal data, such as health data or data about criminal offences.",
    properties=(
        *vocabulary_properties(),
        code("protection", PROTECTION, "What data protection law makes of it.", index=True),
    ),
    edges=(
        Edge(
            "BROADER",
            ("DataCategory",),
            "The entry is a special case of a broader one.",
            out=Link("broader", "Broader entries."),
            back=Link("narrower", "Narrower entries."),
        ),
        Edge(
            "RESTRICTED_BY",
            ("LegalBasis",),
            "A provision limits disclosing data of this category, or some of it.",
            out=Link("restrictions", "Provisions that limit disclosing it, or some of it."),
            back=Link("restricts", "Categories of data it limits disclosing."),
        ),
    ),
    default_order="title",
)
