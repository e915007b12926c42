"""What an agreement says about looking after the data: terms that its parties are asked for, beside its dates."""

from graph.model.nodes.dataset import CLASSIFICATION
from graph.model.property import CodeList, Property, code, codes, prose, text

DISPOSAL = CodeList(
    "Disposal",
    "What is done with data whose time is over.",
    {
        "DELETE": "Deleted.",
        "RETURN": "Given back to the discloser.",
        "ANONYMISE": "Made anonymous.",
        "ARCHIVE": "Kept in an archive.",
        "LEGAL_HOLD": "Kept while legal proceedings need it.",
        "OTHER": "Dealt with otherwise.",
    },
)

PROCESSOR_TERM = CodeList(
    "ProcessorTerm",
    "What Article 28(3) of the UK GDPR asks of a contract with a processor.",
    {
        "SUBJECT_MATTER": "The subject matter of the processing.",
        "DURATION": "How long it lasts.",
        "NATURE_AND_PURPOSE": "Its nature and purpose.",
        "DATA_AND_SUBJECTS": "The types of data and the people it is about.",
        "DOCUMENTED_INSTRUCTIONS": "Processing on documented instructions alone.",
        "CONFIDENTIALITY": "People who process the data are bound to confidentiality.",
        "SECURITY": "Security measures under Article 32.",
        "SUB_PROCESSORS": "Conditions for engaging another processor.",
        "RIGHTS_ASSISTANCE": "Help with requests of the people the data is about.",
        "DUTIES_ASSISTANCE": "Help with Articles 32 to 36: security, breaches, impact assessments.",
        "DELETE_OR_RETURN": "Deletion or return at the end.",
        "AUDIT": "Information and audits.",
    },
)

DPIA_TRIGGER = CodeList(
    "DpiaTrigger",
    "What in a sharing calls for a data protection impact assessment: Article 35(3) and the regulator's list.",
    {
        "AUTOMATED_EVALUATION": "Systematic and extensive automated evaluation with significant effects.",
        "LARGE_SCALE_SENSITIVE": "Special category or criminal offence data on a large scale.",
        "PUBLIC_MONITORING": "Systematic monitoring of public areas on a large scale.",
        "INNOVATIVE_TECHNOLOGY": "Innovative technology; only beside another trigger.",
        "DENIAL_OF_SERVICE": "Access to a service decided by automation or special category data.",
        "LARGE_SCALE_PROFILING": "Profiling on a large scale.",
        "BIOMETRIC": "Identification by biometric data; only beside another trigger.",
        "GENETIC": "Genetic data beyond direct care; only beside another trigger.",
        "MATCHING": "Data from several sources combined, compared or matched.",
        "INVISIBLE_PROCESSING": "Data not had from the people and of which they are not told; only beside another.",
        "TRACKING": "Tracking of location or behaviour; only beside another trigger.",
        "VULNERABLE_PEOPLE": "Children or vulnerable people as a target.",
        "PHYSICAL_HARM": "A breach could endanger somebody's health or safety.",
    },
)


def term_properties() -> tuple[Property, ...]:
    """Declare what an agreement says about looking after the data."""
    return (
        code("disposal", DISPOSAL, "What recipients do with the data when its time is over.", recording=True),
        code("classification", CLASSIFICATION, "The security classification of what is shared."),
        prose("securityText", "How the data is kept secure, in the agreement's words."),
        prose("onwardSharingText", "To whom and on what conditions data may be passed on, in the agreement's words."),
        prose("dataQualityText", "How errors are noticed, corrected and told to the others, in the agreement's words."),
        prose("rightsText", "Who answers people's requests about their data, in the agreement's words."),
        prose("complaintsText", "Where people can complain, in the agreement's words."),
        prose("breachText", "Who tells whom of a breach, and how fast, in the agreement's words."),
        prose("freedomOfInformationText", "Who answers requests under freedom of information law, in its words."),
        codes("processorTerms", PROCESSOR_TERM, "For a contract with a processor: the terms of Article 28(3) it has."),
        codes("dpiaTriggers", DPIA_TRIGGER, "What in the sharing calls for an impact assessment."),
        text("registerUrl", "Where a public register lists it.", filters=(), recording=True),
    )
