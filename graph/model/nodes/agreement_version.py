"""A frozen copy of an agreement's terms at one version."""

from graph.model.agreement_scope import CONCERNED_BY_VERSION, VERSION_SCOPE
from graph.model.declaration import Edge, Link, Node
from graph.model.property import day, prose, text

NODE = Node(
    label="AgreementVersion",
    plural="agreementVersions",
    caption="version",
    description="A frozen copy of an agreement's terms at one version. Two versions may be live at once.",
    properties=(
        text("version", "The version as its register writes it, such as v2.2.", required=True, order=True),
        text("reference", "The full reference of this version.", order=True, index=True),
        text("title", "The title at this version."),
        day("startsOn", "First day of effect at this version.", precision=True),
        day("endsOn", "Last day of effect at this version, inclusive.", order=True, precision=True),
        day("reviewOn", "The review day at this version.", precision=True),
        prose("purposeText", "The purpose at this version, in its own words."),
        prose("processingText", "What is done with the data at this version, in its own words."),
        prose("outputText", "The expected output at this version, in its own words."),
        prose("benefits", "The benefits expected at this version, in its own words."),
        prose("yieldedBenefits", "The benefits that came about by this version, in its own words."),
        text("retention", "Retention at this version: an ISO 8601 duration.", filters=()),
    ),
    edges=(
        Edge(
            "VERSION_OF",
            ("Agreement",),
            "The version belongs to an agreement.",
            out=Link("agreement", "The agreement this is a version of.", many=False),
            back=Link("versions", "Its versions."),
        ),
    ),
    concerns=CONCERNED_BY_VERSION,
    scope=VERSION_SCOPE,
    default_order="reference",
)
