"""What one row of the workbook says, stated in the model's terms."""

from __future__ import annotations

from typing import Any

from ingest.drafting.draft import RowFacts
from ingest.drafting.ref import Ref
from ingest.sheets.declaration import DataSheet, Holds
from ingest.sources.workbook.references import is_name, state_outside
from ingest.sources.workbook.reliance import state_reliance
from ingest.sources.workbook.rows import MEMORY, Prepared, ReadRow
from ingest.who.bodies import TITLES


def state_row(sheet: DataSheet, facts: RowFacts) -> None:
    """State the facts of one row. Raises RowRejected for a row that cannot be taken."""
    prepared: Prepared = facts.draft.memory[MEMORY]["prepared"]
    each = prepared.rows[facts.row.file, facts.row.place]
    if each.fault is not None:
        raise each.fault
    if each.reliance is not None:
        state_reliance(facts, each.reliance)
    elif each.ref is not None:
        facts.node(*each.ref, **_stated(each.values))
        if each.ref[0] in TITLES:
            _name(facts, each, each.ref)
        _link(facts, sheet, each, each.ref, prepared)


def _stated(values: dict[str, Any]) -> dict[str, Any]:
    if "identifiers" in values:
        return {**values, "identifiers": sorted(values["identifiers"])}
    return values


def _name(facts: RowFacts, each: ReadRow, ref: Ref) -> None:
    """Keep every spelling, and tell who is who in the rows that follow and in later loads."""
    label, key = ref
    name = str(each.values[TITLES[label]])
    spellings = tuple(dict.fromkeys(text for text in (name, *each.names) if is_name(text)))
    for text in spellings:
        facts.spelling(text, ref)
    if key not in facts.draft.directories[label].keys:
        facts.created.append((label, name, key))
    facts.known.append((label, key, spellings, tuple(each.values.get("identifiers", ()))))


def _link(facts: RowFacts, sheet: DataSheet, each: ReadRow, ref: Ref, prepared: Prepared) -> None:
    for column in sheet.columns:
        for target, text in each.refers.get(column.field, ()):
            if target not in prepared.stating:
                state_outside(facts, target, text)
            if column.link is not None:
                ends = (ref, target) if column.link.outward else (target, ref)
                facts.edge(column.link.edge.type, *ends)
            elif column.holds is Holds.PARTIES:
                party = facts.node("Party", f"{ref[1]}:party:{target[1]}", state="STATED", nameStated=text)
                facts.edge("OF", party, target)
                facts.edge("IN", party, ref)
