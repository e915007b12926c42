"""The root field `namesAwaiting`: the names that people must settle, as their page and `isa resolve` list them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph.compile.declared.worked import Entry, WorkedList, WorkedParts, WorkedValue
from graph.compile.shape import Leaf
from graph.model.property import CodeList
from ingest.who.awaiting import FACTS, Awaiting, awaiting_in

WHY_AWAITING = CodeList(
    "WhyAwaiting",
    "Why a name awaits a decision.",
    {
        "SEVERAL": "It stands for several bodies.",
        "ALIKE": "It looks like the name of another body, or like one of several.",
        "ALONE": "It is all that is known of a body, and looks like no other.",
    },
)


def _entries(facts: Sequence[Any]) -> list[Entry]:
    return [_entry(each) for each in awaiting_in(facts)]


def _entry(each: Awaiting) -> Entry:
    rank, folded = each.place
    return {
        "rank": rank,
        "folded": folded,
        "name": each.name,
        "why": each.why.name,
        "sources": list(each.sources),
        "keptAs": each.kept_as,
        "candidates": [
            {"id": body.key, "key": body.key, "name": body.name, "reason": body.reason} for body in each.candidates
        ],
    }


NAMES_AWAITING = WorkedList(
    root="namesAwaiting",
    description="The names of bodies that await a decision: those of several bodies first, then those that look like "
    "another, then those that look like none; each by name. They are what the page of names and `isa resolve` list. "
    "decideName settles one.",
    entry="NameAwaiting",
    entry_description="A name that awaits a decision.",
    labels=("Organisation", "Name", "Resolution"),
    facts=FACTS,
    work=_entries,
    fields=(
        WorkedValue("name", "The name, as a source wrote it."),
        WorkedValue("why", "Why somebody must decide.", Leaf.CODE, WHY_AWAITING.name),
        WorkedValue("sources", "The sources that write it.", several=True),
        WorkedValue("keptAs", "The key of the body that is kept for it meanwhile, if there is one.", optional=True),
        WorkedParts(
            "candidates",
            "The bodies it may stand for. Nothing was merged.",
            "NameCandidate",
            "A body that a name may stand for.",
            (
                WorkedValue("id", "The opaque id of the body, for node(id:) and decideName.", Leaf.ID, "Organisation"),
                WorkedValue("key", "The key of the body."),
                WorkedValue("name", "Its name."),
                WorkedValue("reason", "What speaks for it."),
            ),
        ),
    ),
    sorted_by=("rank", "folded"),
    chosen="why",
    chosen_description="Only those that await a decision for one of these reasons.",
    codes=(WHY_AWAITING,),
)
