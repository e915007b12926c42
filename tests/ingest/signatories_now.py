"""Who holds today what each signatory of the old Greater Manchester protocol held: the answers, worked out by hand."""

from __future__ import annotations

from dataclasses import dataclass

MFT = ("ods:R0A", "2017-10-01")
BOARD = ("ods:QOP", "2022-07-01")


@dataclass(frozen=True)
class Expected:
    """The body, what became of it, and who holds it since when."""

    body: str
    outcome: str
    holders: tuple[tuple[str, str | None], ...]


def itself(key: str) -> Expected:
    """A body that is still open."""
    return Expected(key, "HELD", ((key, None),))


def followed(key: str, *holders: tuple[str, str]) -> Expected:
    """A body that others followed."""
    return Expected(key, "HELD", holders)


def unconfirmed(key: str) -> Expected:
    """A body of which nothing is recorded but what it is called: somebody must find out."""
    return Expected(key, "UNCONFIRMED", ((key, None),))


DEMONSTRATION = {
    # The demonstration holds no register of trusts, so of this one it has the name and code alone.
    "Bridgewater Community Health Care NHS Trust": unconfirmed("ods:RY2"),
    "Bolton Hospitals NHS Trust": itself("ods:RMC"),
    "Central Manchester and Manchester Children's University Hospitals NHS Trust": followed("ods:RW3", MFT),
    "Pennine Acute Hospitals NHS Trust": followed("ods:RW6", ("ods:R0A", "2021-10-01"), ("ods:RM3", "2021-10-01")),
    "University Hospital of South Manchester NHS Foundation Trust": followed("ods:RM2", MFT),
    "Wrightington, Wigan and Leigh NHS Foundation Trust": itself("ods:RRF"),
    "Greater Manchester West Mental Health NHS Foundation Trust": itself("ods:RXV"),
    "Manchester Mental Health and Social Care NHS Trust": unconfirmed(
        "gm-seed:manchester-mental-health-and-social-care-nhs-trust"
    ),
    "The Christie NHS Foundation Trust": itself("ods:RBV"),
    "Tameside Hospital NHS Foundation Trust": itself("ods:RMP"),
    "Pennine Care NHS Foundation Trust": itself("ods:RT2"),
    # By way of Central Manchester, which it joined in 2012.
    "Trafford Healthcare NHS Trust": followed("ods:RM4", MFT),
    "Salford Royal NHS Foundation Trust": itself("ods:RM3"),
    "Bolton CCG": followed("ods:00T", BOARD),
    "Bury CCG": followed("ods:00V", BOARD),
    # By way of Manchester CCG, from 2017 to 2022.
    "Central Manchester CCG": followed("ods:00W", BOARD),
    "Heywood, Middleton & Rochdale CCG": followed("ods:01D", BOARD),
    "North Manchester CCG": followed("ods:01M", BOARD),
    "Oldham CCG": followed("ods:00Y", BOARD),
    "South Manchester CCG": followed("ods:01N", BOARD),
    "Salford CCG": followed("ods:01G", BOARD),
    # Glossop went to the board of Derbyshire, the rest to that of Greater Manchester.
    "Tameside & Glossop CCG": followed("ods:01Y", ("ods:QJ2", "2022-07-01"), BOARD),
    "Trafford CCG": followed("ods:02A", BOARD),
    "Wigan Borough CCG": followed("ods:02H", BOARD),
    "Oldham Metropolitan Borough Council": itself("gss:E08000004"),
    "Wigan Council": itself("gss:E08000010"),
    "Tameside Metropolitan Borough Council": itself("gss:E08000008"),
    "Manchester City Council": itself("gss:E08000003"),
    "Rochdale Metropolitan Borough Council": itself("gss:E08000005"),
    "Stockport & District MIND": unconfirmed("gm-seed:stockport-and-district-mind"),
    "High Level Northern Trust": unconfirmed("gm-seed:high-level-northern-trust"),
    "New Charter Housing Group": unconfirmed("gm-seed:new-charter-housing-group"),
    "Greater Manchester Police": itself("gss:E23000005"),
    "Greater Manchester Resilience Forum": unconfirmed("gm-seed:greater-manchester-resilience-forum"),
}

WITH_REGISTERS = DEMONSTRATION | {
    # Open in the file of trusts of March 2022, and nobody followed it.
    "Bridgewater Community Health Care NHS Trust": itself("ods:RY2"),
}
