"""What a load did, or would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ingest.loading.difference import ChangeLine, difference_lines
from ingest.loading.tally import Tally
from ingest.who.bodies import Proposal

_SHOWN = 5
"""Remarks and changes shown of each kind; the rest is counted."""


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was not taken: where it stands, the column and value at fault, and why."""

    file: str
    row: str
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        shown = self.value if len(self.value) <= 60 else self.value[:57] + "..."
        return f"{self.file}, {self.row}: {self.column} {shown!r}: {self.reason}"


@dataclass(frozen=True, slots=True)
class LoadReport:
    """The outcome of a load, or of a dry run, which writes nothing.

    `rows_taken` counts the rows whose facts are in the graph, `rejected` those not taken. `nodes` is by node type,
    `edges` by relationship type. `remarks` are (kind, text). `changes` are what it changes of what the registry held.
    `seconds` is the time it took.
    """

    source: str
    title: str
    edition: str
    dry_run: bool
    rows_read: int
    rows_taken: int
    rejected: tuple[RejectedRow, ...]
    rejects_files: tuple[Path, ...]
    nodes: Mapping[str, Tally]
    edges: Mapping[str, Tally]
    records: Tally
    remarks: tuple[tuple[str, str], ...]
    proposals: tuple[Proposal, ...]
    changes: tuple[ChangeLine, ...]
    seconds: float = field(compare=False)

    @property
    def changes_nothing(self) -> bool:
        """Whether the graph already says all of this."""
        tallies = (*self.nodes.values(), *self.edges.values(), self.records)
        return not any(t.new or t.changed or t.withdrawn or t.restored or t.removed for t in tallies)

    def lines(self) -> list[str]:
        """Return the report for people, one line each."""
        would = "would be " if self.dry_run else ""
        lines = [f"{self.title}: {self.rows_taken:,} of {self.rows_read:,} rows {would}taken ({self.seconds:.1f} s)."]
        if self.changes_nothing:
            lines.append("Nothing to change: the registry already holds this.")
        else:
            shown = {**self.nodes, "Record": self.records, **self.edges}
            width = max(map(len, shown), default=0)
            lines += [f"  {name:<{width}}  {tally}" for name, tally in shown.items()]
            lines += difference_lines(self.changes, None if self.dry_run else _SHOWN)
        counted = Counter(kind for kind, _ in self.remarks)
        for kind, count in counted.items():
            lines.append(f"{kind[0].upper() + kind[1:]} ({count:,}):")
            texts = [text for other, text in self.remarks if other == kind]
            lines += [f"  {text}" for text in texts[:_SHOWN]]
            if count > _SHOWN:
                lines.append(f"  and {count - _SHOWN:,} more")
        if self.proposals:
            lines.append(f"Perhaps the same body, nothing merged ({len(self.proposals):,}):")
            lines += [f"  {proposal}" for proposal in self.proposals[:_SHOWN]]
            if len(self.proposals) > _SHOWN:
                lines.append(f"  and {len(self.proposals) - _SHOWN:,} more")
        if self.rejected:
            lines.append(f"Rows refused ({len(self.rejected):,}):")
            lines += [f"  {row}" for row in self.rejected[:_SHOWN]]
            if len(self.rejected) > _SHOWN:
                lines.append(f"  and {len(self.rejected) - _SHOWN:,} more")
            lines.append(self._what_to_do())
        if self.dry_run:
            lines.append("Dry run: nothing was written.")
        return lines

    def _what_to_do(self) -> str:
        if not self.rejects_files:
            return "While rows are refused, nothing is withdrawn or removed."
        files = ", ".join(map(str, self.rejects_files))
        return (
            f"They are in {files}: correct them there and load that with the same command. "
            "Until then nothing is withdrawn or removed."
        )
