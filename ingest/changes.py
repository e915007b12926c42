"""What a load overwrites, kept as changes: before, after, when, by which edition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from graph.model.records import NodeRecord, Records
from ingest.draft import Ref
from ingest.plan import WITHDRAWN, NodeWrite


@dataclass(frozen=True, slots=True)
class ChangeWrite:
    """A change to write, and the node it happened to."""

    record: NodeRecord
    of: Ref


def changes_of(
    writes: Iterable[NodeWrite], records: Records, edition: str, by: str, at: dt.datetime
) -> Iterator[ChangeWrite]:
    """Yield a change for each value that a load takes from a node that was there before.

    Keys are made of edition, node and property, so that a load cut short and run again writes each change once.
    What is new is no change: the records of its edition tell when it came.
    """
    for write in writes:
        if write.new:
            continue
        declared = {p.name for p in records.model.properties(write.ref[0])}
        for name, after in sorted(write.values.items()):
            if name in declared:
                before = write.before.get(name)
                node = records.node(
                    "Change",
                    f"{edition}:{write.ref[0]}:{write.ref[1]}:{name}",
                    kind=_kind(name, before, after),
                    property=name,
                    before=_text(before),
                    after=_text(after),
                    at=at,
                    by=by,
                )
                yield ChangeWrite(node, write.ref)


def _kind(name: str, before: Any, after: Any) -> str:
    if name == "state" and after == WITHDRAWN:
        return "WITHDRAWN"
    return "RESTORED" if name == "state" and before == WITHDRAWN else "AMENDED"


def _text(value: Any) -> str | None:
    match value:
        case None | str():
            return value
        case bool():
            return "true" if value else "false"
        case list():
            return "; ".join(map(str, value))
        case dt.date():
            return value.isoformat()
    return str(value)
