"""A register as long as wanted: a row is one flow of one dataset between two bodies, under one agreement."""

from __future__ import annotations

from ingest.drafting.draft import RowFacts
from ingest.source import Source, SourceInfo
from ingest.tables.layout import Column, Table

NAME = "synthetic-register"
HEADINGS = ("Row", "Agreement", "Giver", "Receiver", "Dataset", "Frequency")

_FLOWS = Table(
    "flows",
    (
        Column("row", ("Row",), row_label=True),
        Column("agreement", ("Agreement",)),
        Column("giver", ("Giver",)),
        Column("receiver", ("Receiver",)),
        Column("dataset", ("Dataset",)),
        Column("frequency", ("Frequency",)),
    ),
)


def _read(facts: RowFacts) -> None:
    row = facts.row
    giver = facts.named("Organisation", row.raw("giver"), kind="OTHER")
    receiver = facts.named("Organisation", row.raw("receiver"), kind="OTHER")
    dataset = facts.named("Dataset", row.raw("dataset"), title="title")
    reference = row.text("agreement")
    agreement = facts.node(
        "Agreement",
        f"{NAME}:{reference}",
        title=reference,
        reference=reference,
        kind="ISA",
        state="SIGNED",
        visibility="PUBLIC",
    )
    flow = facts.node(
        "Flow",
        f"{NAME}:{row.text('row')}",
        title=f"{row.text('dataset')}: {row.text('giver')} to {row.text('receiver')}",
        state="LIVE",
        frequencyStated=row.text("frequency"),
    )
    facts.edge("DISCLOSES", giver, flow)
    facts.edge("RECEIVED_BY", flow, receiver)
    facts.edge("CARRIES", flow, dataset)
    facts.edge("GOVERNED_BY", flow, agreement)


SOURCE = Source(
    info=SourceInfo(
        name=NAME,
        title="Synthetic register",
        publisher="Nobody",
        description="Made up, to measure how fast a register loads.",
        licence="None",
        credit="None",
        url=None,
        completeness="WHOLE",
        completeness_note="All that was made.",
        collects=("Flow.frequencyStated",),
        formats=("csv",),
    ),
    tables=(_FLOWS,),
    readers={"flows": _read},
)
