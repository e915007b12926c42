"""A dataset of an inventory."""

from __future__ import annotations

from graph.model.spelling import plain
from ingest.drafting.draft import RowFacts
from ingest.who.bodies import slug

_INACTIVE = frozenset({"no", "false", "0"})
_SEEN = "identifiers of inventories"


def read_dataset(facts: RowFacts) -> None:
    """State the dataset under the inventory it stands in and its identifier there, which others may use as well.

    One that is no longer active is told and not stated. Refuses a dataset without identifier or title, one whose
    identifier another of the same inventory has, and any in an inventory that does not say whose it is.
    """
    row = facts.row
    identifier, title = row.text("identifier"), plain(row.text("title"))
    if not identifier or not title:
        raise facts.reject("title" if identifier else "identifier", "a dataset needs both an identifier and a title")
    whose = slug(row.text("publisher").partition("://")[2] or row.text("publisher") or row.text("inventory"))
    if not whose:
        raise facts.reject("publisher", "an inventory needs a publisher or an identifier, which say whose it is")
    own = f"lga-inventory:{whose}:{identifier}"
    first = facts.draft.memory.setdefault(_SEEN, {}).setdefault(own, (row.file, row.place))
    if first != (row.file, row.place):
        raise facts.reject("identifier", f"{first[1]} of the same inventory has this identifier")
    if row.text("active").lower() in _INACTIVE:
        facts.remark("no longer active", f"{title!r}")
        return
    facts.named(
        "Dataset", title, key=own, identifiers=[own], title="title", description=row.text("description") or None
    )
