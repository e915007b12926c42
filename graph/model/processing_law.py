"""Codes that say which data protection law a flow is under, and what shows that it keeps to it."""

from graph.model.property import CodeList

REGIME = CodeList(
    "Regime",
    "Which data protection law processing is under.",
    {
        "UK_GDPR": "The UK GDPR and Part 2 of the Data Protection Act 2018.",
        "LAW_ENFORCEMENT": "Part 3 of the Data Protection Act 2018: law enforcement by competent authorities.",
        "NONE": "Neither, since the data is not about living people.",
    },
)

ON_FILE = CodeList(
    "OnFile",
    "What is held that shows how a flow keeps to the law.",
    {
        "APPROPRIATE_POLICY": "An appropriate policy document (Data Protection Act 2018 Sch 1 Part 4, s.42).",
        "BEST_INTERESTS": "How the best interests of children were weighed.",
        "CONSENT_WORDING": "The words in which people gave consent.",
        "CONSENT_WITHDRAWAL": "How people withdraw their consent.",
        "DECISION_SAFEGUARDS": "Safeguards for decisions by machine alone, such as a person to ask.",
        "INTERESTS_ASSESSMENT": "A legitimate interests assessment.",
        "NECESSITY_OF_ITEMS": "Why each item of the data is needed.",
        "PART_3_ARRANGEMENT": "An arrangement or contract under s.58 or s.59 of the Data Protection Act 2018.",
        "PART_3_LOGGING": "Logs of who consulted, altered and disclosed, under s.62 of the Data Protection Act 2018.",
        "PROFESSIONAL_SECRECY": "A professional, or another under a duty of confidence, who answers for the use.",
        "PUBLIC_TASK_REQUEST": "The recipient's request, which states the public task it needs the data for.",
        "RESEARCH_SAFEGUARDS": "The safeguards for research, archiving or statistics.",
        "SECTION_251_APPROVAL": "The approval under section 251 of the NHS Act 2006.",
    },
)

CAPACITY = CodeList(
    "Capacity",
    "In what capacity a public authority acts.",
    {"PUBLIC_TASK": "Performing its tasks.", "OTHER": "Otherwise, such as an employer or a landlord on the market."},
)
