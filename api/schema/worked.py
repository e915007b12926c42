"""Root fields and types of lists whose entries are worked out in Python, and which these are."""

from __future__ import annotations

from typing import Any

import strawberry

from api.schema.names_awaiting import NAMES_AWAITING
from api.schema.outputs import Outputs
from api.schema.shells import argument, definition, field, listed, optional, output
from graph.compile.declared.worked import WorkedList, WorkedParts, WorkedValue
from graph.compile.shape import Leaf

WORKED_LISTS = (NAMES_AWAITING,)


def worked_field(declared: WorkedList, outputs: Outputs) -> Any:
    """Return the field of Query that lists the entries."""
    entry = output(declared.entry, declared.entry_description)
    definition(entry).fields = [_field(each, outputs) for each in declared.fields]
    codes = next(each.of for each in declared.fields if isinstance(each, WorkedValue) and each.name == declared.chosen)
    narrowing = argument(declared.chosen, optional(listed(outputs.enums[codes])), declared.chosen_description)
    of = declared.entry_description
    page = outputs.made_connection(declared.entry, entry, f"A page of: {of[0].lower()}{of[1:]}")
    return field(declared.root, page, declared.description, [narrowing, *outputs.page_arguments(None)])


def _field(declared: WorkedValue | WorkedParts, outputs: Outputs) -> Any:
    if isinstance(declared, WorkedParts):
        part = output(declared.part, declared.part_description)
        definition(part).fields = [_field(each, outputs) for each in declared.fields]
        return field(declared.name, listed(part), declared.description)
    match declared.leaf:
        case Leaf.ID:
            kind: Any = strawberry.ID
        case Leaf.CODE:
            kind = outputs.enums[declared.of]
        case _:
            kind = str
    kind = listed(kind) if declared.several else kind
    return field(declared.name, optional(kind) if declared.optional else kind, declared.description)
