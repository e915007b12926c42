"""What an edition changed, told to people: relabellings folded, the rest by kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.loading.changes import ChangeWrite

_HEADINGS = {
    "RELABELLED": "Relabelled",
    "NEW": "New",
    "AMENDED": "Amended",
    "WITHDRAWN": "Withdrawn",
    "RESTORED": "Restored",
    "CONTRADICTED": "Contradicted within the edition",
}
_SHOWN = 60
"""Characters of a value that are shown; JSON and GraphQL have the whole."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change as people are told it: `node` is the key of the node, or of one of `nodes` that were relabelled."""

    kind: str
    type: str
    node: str
    nodes: int
    property: str | None
    before: str | None
    after: str | None

    def __str__(self) -> str:
        where = self.type if self.nodes > 1 else f"{self.type} {self.node}"
        match self.kind:
            case "NEW" | "WITHDRAWN" | "RESTORED":
                return where
            case "CONTRADICTED":
                return f"{where}: {self.property} is {_short(self.before)}; another row has {_short(self.after)}"
        many = f" in {self.nodes:,} nodes" if self.nodes > 1 else ""
        return f"{where}: {self.property}, {_short(self.before)} -> {_short(self.after)}{many}"


def planned(changes: Iterable[ChangeWrite]) -> tuple[ChangeLine, ...]:
    """Return the changes of a load that is planned or was done."""
    counts: dict[str, int] = {}
    first: dict[str, ChangeLine] = {}
    for change in changes:
        key, values = change.record.key, change.record.properties
        counts[key] = counts.get(key, 0) + 1
        if key not in first:
            told = {name: _text(values.get(name)) for name in ("property", "before", "after")}
            first[key] = ChangeLine(str(values["kind"]), str(values["type"]), change.of[1], 1, **told)
    return tuple(
        ChangeLine(line.kind, line.type, line.node, counts[key], line.property, line.before, line.after)
        for key, line in first.items()
    )


def difference_lines(changes: Iterable[ChangeLine], most: int | None = None) -> list[str]:
    """Return the changes as lines, by kind with the count of each, at most so many of a kind."""
    by_kind: dict[str, list[ChangeLine]] = {kind: [] for kind in _HEADINGS}
    for change in changes:
        by_kind[change.kind].append(change)
    lines: list[str] = []
    for kind, found in by_kind.items():
        if found:
            lines.append(f"{_HEADINGS[kind]} ({len(found):,}):")
            lines += [f"  {line}" for line in _shown(found, most)]
            if most is not None and len(found) > most:
                lines.append(f"  and {len(found) - most:,} more")
    return lines


def _shown(found: Sequence[ChangeLine], most: int | None) -> list[str]:
    return [str(change) for change in sorted(found, key=_order)[:most]]


def _order(change: ChangeLine) -> tuple[str, str, str, str]:
    return change.type, change.node if change.nodes == 1 else "", change.property or "", change.before or ""


def _short(value: str | None) -> str:
    if value is None:
        return "nothing"
    return repr(value if len(value) <= _SHOWN else value[: _SHOWN - 3] + "...")


def _text(value: object) -> str | None:
    return None if value is None else str(value)
