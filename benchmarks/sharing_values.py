"""What the nodes of the generated registry say, with how often, and what its sources collect."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from typing import Any, Final

from graph.model.registry import registry_model
from ingest.catalogue import find_source

TODAY: Final = dt.date(2026, 4, 1)
"""The day on which the rules look at it."""

Values = Mapping[str, Sequence[tuple[Any, int]]]
"""By property, each value with its weight; None is a value that is not there."""

BODY: Final[Values] = {
    "kind": [
        *(("LOCAL_AUTHORITY", 3), ("NHS_TRUST", 2), ("GP_PRACTICE", 4), ("UNIVERSITY", 2), ("COMPANY", 2)),
        *(("POLICE", 1), ("COLLECTIVE", 1), (None, 2)),
    ],
    "publicAuthority": [(True, 6), (False, 2), (None, 2)],
    "competentAuthority": [(True, 1), (False, 6), (None, 3)],
    "jurisdiction": [("England", 8), ("Wales", 1), ("Scotland", 1), (None, 3)],
}
AGREEMENT: Final[Values] = {
    "state": [("SIGNED", 16), ("AWAITING_SIGNATURES", 1), ("DRAFT", 1), ("TERMINATED", 1), ("UNKNOWN", 1)],
    "kind": [("ISA", 6), ("DATA_ACCESS", 6), ("JCA", 1), ("DPA", 2), ("MOU", 1), ("FRAMEWORK", 1), (None, 3)],
    "purposeText": [("To plan care.", 8), (None, 2)],
    "retention": [("P1Y", 5), ("P5Y", 3), (None, 2)],
    "onwardSharing": [("PROHIBITED", 2), ("WITH_CONSENT", 1), ("PERMITTED", 1), (None, 6)],
    "securityText": [("Encrypted.", 6), (None, 4)],
    "rightsText": [("Write to us.", 5), (None, 5)],
    "dpiaTriggers": [([], 7), (["MATCHING"], 1), (["GENETIC", "TRACKING"], 1)],
    "classification": [("OFFICIAL", 3), (None, 7)],
}
PARTY: Final[Values] = {
    "role": [("CONTROLLER", 10), ("JOINT_CONTROLLER", 3), ("PROCESSOR", 3), ("SUB_PROCESSOR", 1), (None, 3)],
    "state": [("SIGNED", 8), ("AWAITING_SIGNATURE", 1), ("WITHDRAWN", 1), (None, 10)],
}
FLOW: Final[Values] = {
    "state": [("LIVE", 15), ("COMPLETED", 3), ("CEASED", 2)],
    "identifiability": [("IDENTIFIABLE", 5), ("PSEUDONYMISED", 3), ("AGGREGATE", 1), ("ANONYMOUS", 1), (None, 1)],
    "frequency": [("MONTHLY", 4), ("ONE_OFF", 3), ("DAILY", 1), (None, 2)],
    "retention": [("P1Y", 2), ("P8Y", 1), (None, 7)],
    "optOut": [("APPLIED", 3), ("NOT_IDENTIFIABLE", 2), ("OTHER", 1), (None, 4)],
    "confidentiality": [("CONSENT", 2), ("SECTION_251", 2), (None, 6)],
    "regime": [("UK_GDPR", 5), ("LAW_ENFORCEMENT", 1), (None, 14)],
    "countries": [(["GB"], 6), (["GB", "US"], 1), ([], 3)],
    "onFile": [([], 7), (["INTERESTS_ASSESSMENT", "APPROPRIATE_POLICY"], 3)],
    "machineDecisions": [(True, 1), (False, 4), (None, 15)],
}
ASSURANCE: Final[Values] = {
    "status": [("MET", 7), ("APPROACHING", 2), ("NOT_MET", 1)],
    "year": [("2024", 1), ("2025", 3)],
}
DPIA: Final[Values] = {
    "status": [("APPROVED", 6), ("DRAFT", 3), ("AWAITING_SIRO", 1)],
    "residualRisk": [("HIGH", 1), ("LOW", 6), (None, 3)],
}

ALL_FIELDS: Final = tuple(
    f"{label}.{name}"
    for label in registry_model().nodes
    for name in (*(prop.name for prop in registry_model().properties(label)), *registry_model().links(label))
)

SOURCES: Final[Mapping[str, tuple[int, Sequence[str] | None]]] = {
    "a register that asks for everything": (3, None),
    **{
        name: (weight, find_source(name).info.collects)
        for name, weight in (("nhs-digital-register", 3), ("uksa-projects", 2), ("workbook", 2))
    },
}
"""By name, the share of agreements that it states, and what it collects; None is everything."""


def drawn(rng: random.Random, values: Values) -> dict[str, Any]:
    """Return one value of each property, drawn by weight."""
    return {
        name: rng.choices([value for value, _ in some], [weight for _, weight in some])[0]
        for name, some in values.items()
    }
