"""The sources there are: one folder each in `ingest/sources/`, found and never listed."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping

from ingest.errors import SourceBroken, UnknownSource
from ingest.source import Source, SourceInfo

SOURCE_PACKAGES = ("ingest.sources",)


def load_sources(*packages: str) -> Mapping[str, Source]:
    """Read every source folder of the packages (default: ours), by name.

    Raises SourceBroken for a folder that declares no SOURCE, lacks a reader, or takes a name that is taken.
    """
    found: dict[str, Source] = {}
    for package in packages or SOURCE_PACKAGES:
        for module in pkgutil.iter_modules(importlib.import_module(package).__path__, package + "."):
            source = getattr(importlib.import_module(module.name), "SOURCE", None)
            if not isinstance(source, Source):
                raise SourceBroken(f"{module.name} declares no SOURCE. See docs/sources.md.")
            lacking = [table.name for table in source.tables if table.name not in source.readers]
            if lacking:
                raise SourceBroken(f"{module.name} has no reader for its table {lacking[0]}.")
            if source.info.name in found:
                raise SourceBroken(f"Two source folders are called {source.info.name}.")
            found[source.info.name] = source
    return dict(sorted(found.items()))


def sources(*packages: str) -> tuple[SourceInfo, ...]:
    """Return what people are told of every source, by name."""
    return tuple(source.info for source in load_sources(*packages).values())


def find_source(name: str, *packages: str) -> Source:
    """Return a source by name. Raises UnknownSource, naming those there are."""
    known = load_sources(*packages)
    try:
        return known[name]
    except KeyError:
        raise UnknownSource(f"There is no source {name!r}. Sources: {', '.join(known) or 'none'}.") from None
