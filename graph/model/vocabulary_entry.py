"""What every entry of a dated vocabulary carries."""

from graph.model.property import CodeList, Property, code, day, prose, text, texts

EVIDENCE_GRADE = CodeList(
    "EvidenceGrade",
    "How well the entry was checked against a published text.",
    {
        "CONFIRMED": "The text or official list was seen.",
        "PROVISION_SEEN": "The provision or term was seen to exist; details are general knowledge.",
        "UNVERIFIED": "General knowledge only. To be checked before anybody relies on it.",
    },
)

VOCABULARY_STATUS = CodeList(
    "VocabularyStatus",
    "Where an entry stands.",
    {
        "IN_FORCE": "In force.",
        "PARTLY": "Partly in force.",
        "PENDING": "Enacted and not yet in force.",
        "REPEALED": "Repealed or withdrawn.",
        "DROPPED": "No longer in the vocabulary; kept for what rests on it.",
    },
)


def vocabulary_properties() -> tuple[Property, ...]:
    """Declare the properties every vocabulary entry shares."""
    return (
        text("code", "The stable code of the entry.", required=True, order=True),
        text("title", "What the entry is called.", required=True, order=True, search=True),
        prose("description", "What the entry means.", search=True),
        day("validFrom", "First day the entry is valid."),
        day("validTo", "Last day the entry is valid. Empty while it is."),
        code("status", VOCABULARY_STATUS, "Where the entry stands, as its vocabulary records it."),
        code("evidence", EVIDENCE_GRADE, "How well the entry was checked."),
        texts("closeMatches", "The closest terms of the Data Privacy Vocabulary, as addresses.", filters=()),
    )
