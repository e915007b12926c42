"""A row of the catalogue: one dataset."""

from __future__ import annotations

from graph.model.spelling import plain
from ingest.drafting.draft import RowFacts
from ingest.sources.hdruk_datasets.controllers import controllers


def read_dataset(facts: RowFacts) -> None:
    """State the dataset under its identifier in the catalogue, with its controllers."""
    row = facts.row
    number, title = row.text("id"), plain(row.text("title"))
    if not number or not title:
        raise facts.reject("title" if number else "id", "a dataset needs both an identifier and a title")
    dataset = facts.named(
        "Dataset",
        title,
        key=f"hdruk-datasets:{number}",
        identifiers=[f"hdruk:{number}"],
        title="title",
        description=row.text("abstract") or None,
    )
    for name in controllers(facts):
        facts.edge("CONTROLLED_BY", dataset, facts.named("Organisation", name))
