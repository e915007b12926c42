"""A body of data that flows carry."""

from graph.model.declaration import Edge, Link, Node
from graph.model.property import CodeList, code, flag, prose, text, texts

IDENTIFIABILITY = CodeList(
    "Identifiability",
    "How easily a person can be recognised in the data.",
    {
        "IDENTIFIABLE": "People can be recognised directly.",
        "PSEUDONYMISED": "Names and numbers are replaced by a key that somebody holds.",
        "DE_PERSONALISED": "Not identifiable in the recipient's hands under the controls that apply, such as "
        "data that follows the ICO's anonymisation code.",
        "AGGREGATE": "Counts and totals.",
        "ANONYMOUS": "Nobody can be recognised by any means reasonably likely to be used.",
        "MIXED": "Different at different steps or in different parts.",
    },
)

CLASSIFICATION = CodeList(
    "Classification",
    "The government security classification.",
    {
        "OFFICIAL": "Official.",
        "OFFICIAL_SENSITIVE": "Official, with the handling caveat Sensitive.",
        "SECRET": "Secret.",
        "TOP_SECRET": "Top Secret.",
        "NOT_APPLICABLE": "The body does not use the scheme.",
    },
)

NODE = Node(
    label="Dataset",
    plural="datasets",
    caption="title",
    description="A named body of data that agreements cover and flows carry.",
    properties=(
        text("title", "The name the dataset is known by.", required=True, order=True, search=True),
        prose("description", "What the dataset holds.", search=True),
        code("identifiability", IDENTIFIABILITY, "How identifiable the data is as held."),
        code("classification", CLASSIFICATION, "Its security classification."),
        flag("convictionsRegister", "Whether it is a comprehensive register of criminal convictions."),
        flag("heldForLawEnforcement", "Whether its controller holds it under Part 3 of the Data Protection Act 2018."),
        texts("identifiers", "Its identifiers in catalogues, each written scheme:value."),
    ),
    edges=(
        Edge(
            "CONTROLLED_BY",
            ("Organisation",),
            "The controller of the dataset.",
            out=Link("controllers", "Bodies that are controllers of the dataset."),
            back=Link("controlsDatasets", "Datasets the body is controller of."),
        ),
        Edge(
            "CONTAINS",
            ("DataElement",),
            "The dataset holds this item.",
            out=Link("elements", "Data items it contains."),
            back=Link("datasets", "Datasets that contain the item."),
        ),
        Edge(
            "ABOUT",
            ("DataSubject",),
            "The dataset is about people of this kind.",
            out=Link("subjects", "The kinds of people it is about."),
            back=Link("datasets", "Datasets about these people."),
        ),
        Edge(
            "COLLECTED_FOR",
            ("Purpose",),
            "The purpose the data was first collected for.",
            out=Link("collectedFor", "Purposes it was first collected for."),
            back=Link("collections", "Datasets first collected for the purpose."),
        ),
        Edge(
            "COLLECTED_ON",
            ("LegalBasis",),
            "The basis on which the data was first collected.",
            out=Link("collectedOn", "Bases on which it was first collected."),
            back=Link("collections", "Datasets first collected on this basis."),
        ),
        Edge(
            "DERIVED_FROM",
            ("Dataset",),
            "The dataset is made from another.",
            out=Link("derivedFrom", "Datasets it is made from."),
            back=Link("derivatives", "Datasets made from it."),
        ),
    ),
    concerns=("(this)-[:CONTROLLED_BY]->(body:Organisation)",),
    default_order="title",
)
