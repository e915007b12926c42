"""A body that shares, receives, hosts or oversees personal data."""

from graph.model.declaration import Edge, Link, Node
from graph.model.property import CodeList, code, day, flag, number, text, texts

ORGANISATION_KIND = CodeList(
    "OrganisationKind",
    "What kind of body an organisation is.",
    {
        "NHS_TRUST": "NHS trust or foundation trust.",
        "GP_PRACTICE": "General practice.",
        "PCN": "Primary care network.",
        "CCG": "Clinical commissioning group (closed on 30 June 2022).",
        "ICB": "Integrated care board.",
        "SUB_ICB": "Sub-ICB location.",
        "CSU": "Commissioning support unit.",
        "PHARMACY": "Community pharmacy.",
        "CARE_PROVIDER": "Adult or children's social care provider.",
        "INDEPENDENT_HEALTH": "Independent or private health provider.",
        "LOCAL_AUTHORITY": "Council.",
        "COMBINED_AUTHORITY": "Combined authority.",
        "POLICE": "Police force or police and crime commissioner.",
        "FIRE": "Fire and rescue service or authority.",
        "PROBATION": "Probation service or provider.",
        "GOV_DEPARTMENT": "Ministerial or non-ministerial government department.",
        "ARMS_LENGTH_BODY": "Agency or other arm's-length public body.",
        "SCHOOL": "School, college or academy trust.",
        "UNIVERSITY": "University or other academic institution.",
        "HOUSING_PROVIDER": "Housing association or other registered provider.",
        "VCSE": "Charity, voluntary or community organisation, social enterprise.",
        "COMPANY": "Private company.",
        "TRANSPORT": "Transport body.",
        "PARTNERSHIP": "A partnership of bodies that is no legal entity of its own.",
        "HOSTED_BODY": "A team or service hosted by another body, no legal entity of its own.",
        "COLLECTIVE": "Several bodies named together, such as 'GP practices', never expanded into a list.",
        "OTHER": "A body of a kind not listed here.",
    },
)

SUCCESSION_KIND = CodeList(
    "SuccessionKind",
    "How one body followed another.",
    {
        "MERGER": "Several bodies became one.",
        "ACQUISITION": "One body took in another.",
        "SPLIT": "One body's work went to several.",
        "STATUTORY_SUCCESSION": "Legislation moved functions, staff and liabilities.",
        "BOUNDARY_TRANSFER": "Part of an area or some sites moved; the rest went elsewhere.",
        "RENAME": "The same body under another name and code.",
    },
)

NODE = Node(
    label="Organisation",
    plural="organisations",
    caption="name",
    description="A body that shares, receives, hosts or oversees personal data: a council, an NHS body, a "
    "police force, a charity, a company. Also a collective such as 'GP practices' where no list was given.",
    properties=(
        text("name", "The name the registry knows the body by.", required=True, order=True, search=True),
        code("kind", ORGANISATION_KIND, "What kind of body it is.", index=True),
        texts(
            "identifiers",
            "Its identifiers, each written scheme:value, such as ods:R0A or gss:E08000003.",
            search=True,
        ),
        text("kindStated", "The kind in the source's own words.", filters=()),
        day("openedOn", "The day the body came into being.", order=True, precision=True),
        day("closedOn", "The last day of the body. Empty while it exists.", order=True, precision=True),
        flag("legalEntity", "Whether the body is a legal person of its own, able to be a controller."),
        flag("publicAuthority", "Whether it is a public authority in data protection law."),
        flag("competentAuthority", "Whether it is a competent authority for law enforcement processing."),
        text("jurisdiction", "The part of the United Kingdom, or the country, whose law it is under."),
        text("statusStated", "The status its source gives, in the source's words."),
        number("statedSize", "For a collective: how many bodies the source says it covers."),
        text("note", "What the source remarks about the body.", filters=()),
    ),
    edges=(
        Edge(
            "PART_OF",
            ("Organisation",),
            "The body is an inseparable part of another legal body.",
            out=Link("partOf", "The bodies this one is a part of."),
            back=Link("parts", "Bodies that are parts of this one."),
        ),
        Edge(
            "MEMBER_OF",
            ("Organisation", "Programme"),
            "The body is a member of a partnership or programme, between two dates where known.",
            out=Link("memberOf", "Partnerships and programmes it belongs to."),
            back=Link("members", "Bodies that belong to it."),
            properties=(
                day("from", "First day of membership.", filters=()),
                day("to", "Last day of membership.", filters=()),
            ),
            held=("from", "to"),
        ),
        Edge(
            "HOSTED_BY",
            ("Organisation",),
            "The body is hosted by a legal body that answers for it.",
            out=Link("hostedBy", "The bodies that host this one and answer for it."),
            back=Link("hosts", "Teams and services this body hosts."),
        ),
        Edge(
            "SUPPORTED_BY",
            ("Organisation",),
            "Another body administers this one's part in the registry.",
            out=Link("supportedBy", "Bodies that act for this one in the registry."),
            back=Link("supports", "Bodies this one acts for."),
        ),
        Edge(
            "SUCCEEDED_BY",
            ("Organisation",),
            "The body's functions passed to another on a day.",
            out=Link("successors", "The bodies that took over from this one."),
            back=Link("predecessors", "The bodies this one took over from."),
            properties=(
                day("on", "The day the succession took effect.", filters=()),
                code("kind", SUCCESSION_KIND, "How one followed the other.", filters=()),
                text("note", "What the source remarks about the succession.", filters=()),
            ),
        ),
        Edge(
            "IN_PLACE",
            ("Place",),
            "The body serves, or lies in, an area.",
            out=Link("places", "Areas the body serves."),
            back=Link("organisations", "Bodies that serve the area."),
        ),
        Edge(
            "ELIGIBLE_FOR",
            ("LegalBasis",),
            "The law names the body, or its class, as one that may use a power.",
            out=Link("eligibleFor", "Powers the body may use because the law names it or its class."),
            back=Link("eligibleOrganisations", "Bodies that may use the power."),
        ),
        Edge(
            "DISCLOSES",
            ("Flow",),
            "The body gives the data of a flow.",
            out=Link("discloses", "Flows of data the body gives."),
            back=Link("discloser", "The body that gives the data.", many=False),
        ),
    ),
    concerns=("(body:Organisation {key: this.key})",),
    held=("openedOn", "closedOn"),
    default_order="name",
)
