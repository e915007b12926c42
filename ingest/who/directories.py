"""The directory of the bodies, or of the datasets, that the registry knows, with every spelling met."""

from __future__ import annotations

from typing import Final

from graph.compile.declared.worked import facts_text
from graph.store.store import Store
from ingest.who.bodies import TITLES, Directory
from ingest.who.decided_names import MEANT, RULED_OUT

_SECONDS: Final = 120.0


async def read_directory(store: Store, label: str) -> Directory:
    """Return the directory of one of the types that are known by name; of bodies with what people decided on names.

    Raises StoreErrors.
    """
    found = Directory()
    [rows] = await store.read(
        f"MATCH (n:{label}) RETURN collect([n.key, n.{TITLES[label]}, coalesce(n.identifiers, [])])",
        {},
        timeout=_SECONDS,
    )
    for key, name, identifiers in rows:
        found.add(key, [name] if name else [], identifiers)
    [spellings] = await store.read(
        f"MATCH (s:Name)-[:NAMES]->(n:{label}) RETURN collect([n.key, s.text])", {}, timeout=_SECONDS
    )
    for key, text in spellings:
        found.add(key, [text])
    if label == "Organisation":
        meant, ruled_out = await store.read(facts_text((MEANT, RULED_OUT)), {}, timeout=_SECONDS)
        found.decided(meant, ruled_out)
    return found
