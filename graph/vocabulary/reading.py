"""YAML as vocabulary files are written in it, with the line of every entry for messages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

# Ten times as fast; every wheel of PyYAML has it, a build from source may not.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class VocabularyError(ValueError):
    """A vocabulary file is wrong. The message names the file, the line, the entry and what to change."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path.name}, line {line}: {message}")


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry as its file has it, with what the file says of all of them, and the line it begins on."""

    values: Mapping[str, Any]
    path: Path
    line: int

    def fault(self, message: str) -> VocabularyError:
        """Return the error that says what is wrong with this entry."""
        return VocabularyError(self.path, self.line, f"{self.values.get('code', 'entry')}: {message}")


def read_entries(path: Path) -> tuple[RawEntry, ...]:
    """Return the entries of a file, each over the `defaults` of the file.

    Raises VocabularyError where it is not YAML, or not of the form `as_at`, `defaults`, `entries`.
    """
    loader = _Loader(path.read_text(encoding="utf-8"))
    try:
        root = loader.get_single_node()
        content = loader.construct_document(root) if root is not None else None
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark
        raise VocabularyError(path, mark.line + 1 if mark else 1, f"not readable as YAML: {fault.problem}") from None
    finally:
        loader.dispose()
    if not isinstance(content, dict) or not isinstance(content.get("entries"), list):
        raise VocabularyError(path, 1, "the file must say as_at, then a list of entries")
    unknown = sorted(content.keys() - {"as_at", "defaults", "entries"})
    if unknown:
        raise VocabularyError(
            path, 1, f"beside as_at, defaults and entries there is nothing to say: {', '.join(unknown)}"
        )
    if not isinstance(content.get("as_at"), dt.date):
        raise VocabularyError(path, 1, "as_at must be the day the file was checked, such as 2026-11-22")
    nodes = next(value for key, value in root.value if key.value == "entries").value
    defaults = content.get("defaults") or {}
    found = []
    for entry, node in zip(content["entries"], nodes, strict=True):
        if not isinstance(entry, dict):
            raise VocabularyError(path, node.start_mark.line + 1, "an entry must be of the form 'name: value'")
        found.append(RawEntry({**defaults, **entry}, path, node.start_mark.line + 1))
    return tuple(found)
