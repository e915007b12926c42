"""A standard item of data."""

from graph.model.declaration import Edge, Link, Node
from graph.model.property import flag
from graph.model.vocabulary_entry import vocabulary_properties

NODE = Node(
    label="DataElement",
    plural="dataElements",
    caption="title",
    description="A standard item of data, such as NHS number, date of birth or UPRN.",
    properties=(
        *vocabulary_properties(),
        flag("identifier", "Whether the item identifies a person or a home by itself."),
    ),
    edges=(
        Edge(
            "IN_CATEGORY",
            ("DataCategory",),
            "The item belongs to a category of personal data.",
            out=Link("categories", "Categories of personal data the item belongs to."),
            back=Link("elements", "Items in the category."),
        ),
    ),
    default_order="title",
)
