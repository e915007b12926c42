"""Where the registry stands with a source before a load: what it holds of the source, and of the edition given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ingest.errors import EditionOlder, RejectsUnusable
from ingest.loading.bookkeeping import EditionName
from ingest.loading.edition_reader import EditionReader
from ingest.loading.fact_reader import FactReader
from ingest.loading.given import Given
from ingest.source import Source


@dataclass(frozen=True, slots=True)
class Standing:
    """The properties held of a source and of the edition given, None where there are none.

    `newer` says that another edition of the source was loaded to its end.
    """

    source: Mapping[str, Any] | None
    edition: Mapping[str, Any] | None
    newer: bool

    @property
    def begun(self) -> bool:
        """Whether the source ever began to load. If not, it states nothing yet."""
        return self.source is not None

    @property
    def cut_short(self) -> bool:
        """Whether this edition was begun and is not loaded to the end."""
        return self.edition is not None and self.edition.get("state") == "LOADING"

    @property
    def loads(self) -> int:
        """How often this edition was loaded to the end."""
        return int((self.edition or {}).get("loads") or 0)

    def edition_to_write(self, given: Given) -> EditionName:
        """Return the edition as it is to be written; corrected rows leave its own facts as they are."""
        if given.corrects is None or self.edition is None:
            return given.edition
        return given.edition.of_held(self.edition)

    def is_part(self, given: Given, source: Source, extract: str | None) -> bool:
        """Whether the files are known to be a part of the source, so that what they leave out still stands."""
        if given.corrects is None:
            return extract is not None or given.partial
        # Corrected rows do not tell; the edition they complete may itself have been a part.
        held = (self.source or {}).get("completeness")
        return bool(source.whole_formats) or held != source.info.completeness


async def standing_with(facts: FactReader, editions: EditionReader, source: str, given: Given) -> Standing:
    """Return where the registry stands with a source.

    Raises RejectsUnusable where corrected rows belong to an edition it does not hold, EditionOlder where it holds a
    newer one, and StoreErrors.
    """
    held_edition = await facts.properties("Edition", given.edition.key)
    held_source = await facts.properties("Source", source)
    if given.corrects is not None and held_edition is None:
        raise RejectsUnusable(
            f"The registry holds no edition {given.edition.key} of {source}. "
            "Load the file that these rows were refused from first."
        )
    known = await editions.editions(source)
    mine = given.edition.as_at
    if mine is not None and given.corrects is None:
        for edition in known:
            if edition.as_at is not None and edition.as_at > mine.day:
                raise EditionOlder(
                    f"These files describe {mine.day}; the registry already holds {source} as at {edition.as_at}. "
                    "An older edition would undo newer facts, so nothing was loaded."
                )
    newer = any(edition.loaded and edition.key != given.edition.key for edition in known)
    return Standing(held_source, held_edition, newer)
