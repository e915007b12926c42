"""How much of the catalogue of gap rules is carried out by rule files, and what the model lacks for the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from queries.gap_rules.catalogue import Rule
from queries.gap_rules.rule import RuleError
from queries.heading import HeadingError, read_heading

CATALOGUE_FILE: Final = Path(__file__).resolve().parent / "coverage.yaml"


class CatalogueEntry(BaseModel):
    """A rule that the catalogue asks for. `missing` says what the model lacks for it, where it cannot be written."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    title: Annotated[str, Field(min_length=1)]
    missing: Annotated[str, Field(min_length=1)] | None = None


_ENTRIES: Final = TypeAdapter(dict[Annotated[str, Field(pattern=r"^[A-Z]{2}-\d{3}$")], CatalogueEntry])


@dataclass(frozen=True, slots=True)
class Coverage:
    """The catalogue by id, which rules carry out each entry, and which entries no rule carries out."""

    entries: Mapping[str, CatalogueEntry]
    carried_out: Mapping[str, tuple[str, ...]]

    @property
    def not_expressible(self) -> Mapping[str, CatalogueEntry]:
        """Return the entries that the model cannot express, in the order of the catalogue."""
        return {id_: entry for id_, entry in self.entries.items() if entry.missing is not None}

    @property
    def to_be_written(self) -> Mapping[str, CatalogueEntry]:
        """Return the entries that could be rules and are none yet."""
        return {
            id_: entry for id_, entry in self.entries.items() if entry.missing is None and id_ not in self.carried_out
        }


def coverage(rules: Sequence[Rule], path: Path = CATALOGUE_FILE) -> Coverage:
    """Hold rules against the catalogue.

    Raises:
        RuleError: the catalogue cannot be read, a rule names an entry that it does not have, or one it calls missing.
    """
    entries = _entries(path)
    carried_out: dict[str, tuple[str, ...]] = {}
    for rule in rules:
        for i, id_ in enumerate(rule.text.covers):
            entry = entries.get(id_)
            if entry is None or entry.missing is not None:
                why = "is no rule of the catalogue" if entry is None else "stands as missing in the catalogue"
                line = rule.heading.line_of(("covers", i))
                raise RuleError(rule.file, line, f"covers: {id_} {why}; see {path.name}")
            carried_out[id_] = (*carried_out.get(id_, ()), rule.id)
    return Coverage(entries, carried_out)


def _entries(path: Path) -> Mapping[str, CatalogueEntry]:
    try:
        heading = read_heading(path.read_text(encoding="utf-8"))
        return _ENTRIES.validate_python(heading.values)
    except HeadingError as fault:
        raise RuleError(path, fault.line, str(fault)) from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise RuleError(path, heading.line_of(first["loc"]), f"{where}: {first['msg']}") from None
