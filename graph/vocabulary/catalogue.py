"""The whole vocabulary, read from its files and checked against the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from graph.model.records import EdgeRecord, NodeRecord, RecordError, Records
from graph.model.registry import registry_model
from graph.vocabulary.entry import Entry, checked
from graph.vocabulary.reading import RawEntry, VocabularyError, read_entries

FOLDER = Path(__file__).parent
PLACES: Mapping[str, str] = {
    "LegalBasis": "legal_bases/*.yaml",
    "DataCategory": "data_categories.yaml",
    "DataSubject": "data_subjects.yaml",
    "Purpose": "purposes.yaml",
}
"""Where the entries of each node type stand."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every entry by node type and code, with the nodes and edges they make. The key of a node is its code."""

    entries: Mapping[str, Mapping[str, Entry]]
    nodes: tuple[NodeRecord, ...]
    edges: tuple[EdgeRecord, ...]

    def legal_basis(self, code: str) -> Entry:
        """Return a provision. Raises KeyError where the vocabulary has none of that code."""
        return self.entries["LegalBasis"][code]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Return the vocabulary that comes with the software, read once. Raises VocabularyError."""
    return read_vocabulary(FOLDER)


def read_vocabulary(folder: Path) -> Vocabulary:
    """Read and check every vocabulary file of a folder.

    Raises VocabularyError, naming file, line and entry: for what does not fit the model, a code that stands twice or
    leads nowhere.
    """
    raws = {label: _unique(folder, pattern) for label, pattern in PLACES.items()}
    entries = {label: {code: checked(raw, label) for code, raw in found.items()} for label, found in raws.items()}
    records = Records(registry_model())
    nodes: list[NodeRecord] = []
    edges: list[EdgeRecord] = []
    for label, found in entries.items():
        for code, entry in found.items():
            raw = raws[label][code]
            try:
                nodes.append(records.node(label, code, **entry.properties()))
                for edge, to_label, to_code in entry.links():
                    target = to_label or label
                    if to_code not in entries[target]:
                        raise raw.fault(f"{to_code} is no {target} of the vocabulary")
                    edges.append(records.edge(edge, (label, code), (target, to_code)))
            except RecordError as error:
                raise raw.fault(str(error)) from None
    return Vocabulary(entries, tuple(nodes), tuple(edges))


def _unique(folder: Path, pattern: str) -> dict[str, RawEntry]:
    found: dict[str, RawEntry] = {}
    for path in sorted(folder.glob(pattern)):
        for raw in read_entries(path):
            code = str(raw.values.get("code", ""))
            if code in found:
                other = found[code]
                raise raw.fault(f"the code stands in {other.path.name}, line {other.line}, too; give it another")
            found[code] = raw
    if not found:
        raise VocabularyError(folder / pattern, 1, "there is no such file")
    return found
