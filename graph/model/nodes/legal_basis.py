"""A provision of law that sharing rests on, or that limits it."""

from graph.model.declaration import Condition, Edge, Link, Node
from graph.model.property import CodeList, code, flag, text, texts
from graph.model.vocabulary_entry import vocabulary_properties

LEGAL_BASIS_KIND = CodeList(
    "LegalBasisKind",
    "What part a provision plays in making sharing lawful.",
    {
        "ARTICLE_6": "Lawful basis under Article 6 of the UK GDPR.",
        "RECOGNISED_LEGITIMATE_INTEREST": "Condition of Annex 1 to the UK GDPR.",
        "ARTICLE_9": "Condition for special category data under Article 9.",
        "SCHEDULE_1_PART_1": "Condition of Schedule 1 Part 1 to the Data Protection Act 2018.",
        "SCHEDULE_1_PART_2": "Substantial public interest condition of Schedule 1 Part 2.",
        "SCHEDULE_1_PART_3": "Further condition for criminal offence data, Schedule 1 Part 3.",
        "ARTICLE_10": "Condition for criminal offence data under Article 10.",
        "LAW_ENFORCEMENT": "Basis for law enforcement processing, Data Protection Act 2018 Part 3.",
        "SCHEDULE_8": "Condition for sensitive law enforcement processing, Schedule 8.",
        "CONFIDENTIALITY": "How the common law duty of confidentiality is met.",
        "GATEWAY": "Statutory gateway: a power or duty to share.",
        "GENERAL_POWER": "A general power of a public body.",
        "RESTRICTION": "A provision that limits sharing.",
        "EXEMPTION": "An exemption from data protection duties.",
        "REUSE": "A basis for using data again for another purpose.",
        "TRANSFER": "A basis for sending data abroad.",
        "STATED": "A legal basis in a source's own words, not yet matched to a provision.",
    },
)

GATEWAY_EFFECT = CodeList(
    "GatewayEffect",
    "What a gateway does.",
    {
        "DUTY": "The body must disclose.",
        "REQUIRE": "The recipient may compel disclosure.",
        "POWER": "The body may disclose.",
        "COOPERATION": "A duty to co-operate; sharing is implied.",
        "FUNCTION": "Only an underlying function; sharing is implied.",
        "FRAMEWORK": "A framework that other provisions work in.",
    },
)

NODE = Node(
    label="LegalBasis",
    plural="legalBases",
    caption="title",
    description="A provision of law that sharing rests on, or that limits it. Where a source states a basis in "
    "words that no entry matches, the words themselves stand here, marked STATED.",
    properties=(
        *vocabulary_properties(),
        code("kind", LEGAL_BASIS_KIND, "What part the provision plays.", index=True),
        text("citation", "The provision as lawyers cite it.", search=True),
        text("url", "Where the provision can be read.", filters=()),
        code("effect", GATEWAY_EFFECT, "For a gateway: what it does."),
        text("extent", "The parts of the United Kingdom it extends to: E, W, S, NI or UK."),
        texts("requires", "What relying on it needs, such as appropriate-policy-document."),
        texts("dataScope", "Codes of the categories of data it is limited to. Empty: it is not limited to some."),
        flag("liftsConfidentiality", "Whether it says that disclosing under it breaks no duty of confidence."),
    ),
    edges=(
        Edge(
            "BROADER",
            ("LegalBasis",),
            "The provision is a special case of a broader one.",
            out=Link("broader", "Broader provisions."),
            back=Link("narrower", "Narrower provisions."),
        ),
        Edge(
            "ENABLES",
            ("LegalBasis",),
            "The provision opens the way to another: a Schedule 1 condition to its Article 9 condition.",
            out=Link("enables", "Provisions it opens the way to."),
            back=Link("enabledBy", "Provisions that open the way to it."),
        ),
    ),
    conditions=(
        Condition(
            "NO_LONGER_IN_FORCE",
            "It was repealed, or its last day has passed.",
            "this.status = 'REPEALED' OR this.validTo < $today",
        ),
    ),
    held=("validFrom", "validTo"),
    default_order="title",
)
