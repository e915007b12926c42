"""A record: a dataset, or what gives access to one."""

from __future__ import annotations

from graph.model.spelling import plain
from ingest.drafting.draft import Draft, RowFacts
from ingest.sources.metadata_exchange.checks import check, type_of

_SCHEME = "metadata-exchange"
_UNDER_AGREEMENT = "DATA_SHARE_AGREEMENT"


def read_record(facts: RowFacts) -> None:
    """State the dataset that a record describes. Refuses a record that the model does not allow, whatever its type."""
    label = type_of(facts)
    check(facts, label)
    row = facts.row
    if row.text("licence") == _UNDER_AGREEMENT:
        facts.remark("under a data share agreement", f"{row.text('title')!r}: the record does not say which")
    if label == "Dataset":
        facts.named(
            "Dataset",
            plain(row.text("title")),
            key=f"{_SCHEME}:{row.text('identifier')}",
            identifiers=[f"{_SCHEME}:{row.text('identifier')}"],
            title="title",
            description=row.text("description"),
            classification=row.text("securityClassification"),
        )


def join_services(draft: Draft) -> None:
    """Say of each record of a data service which datasets it gives, where records of this load describe them."""
    datasets = draft.directories["Dataset"]
    for row, mentions in draft.taken():
        if not row.text("type").endswith("DataService"):
            continue
        for identifier in row.texts("servesData"):
            key = datasets.find(None, [f"{_SCHEME}:{identifier}"])
            if key is not None and ("Dataset", key) in draft.nodes:
                mentions["Dataset", key] = None
            else:
                draft.remark("data that no record describes", f"{row.place}: {identifier}")
