"""Making the names of the model known to Neo4j before any data bears them.

A plan that Neo4j made while a name in the statement was unknown is thrown away once something bears it: on a young
registry most statements would be planned twice, some for seconds. The embedded engine keeps no plans.
"""

from __future__ import annotations

from typing import Final

from graph.model.schema_plan import SchemaPlan
from graph.store.store import Store

_CALLS: Final = {"labels": "db.createLabel", "types": "db.createRelationshipType", "properties": "db.createProperty"}


async def declare_names(store: Store, plan: SchemaPlan) -> None:
    """Make every label, type of edge and property of a plan known. Those that are known stay as they are.

    Raises StoreErrors.
    """
    if store.engine.kind != "neo4j":
        return
    names = {
        "labels": [key.label for key in plan.unique_keys],
        "types": list(plan.edge_types),
        "properties": list(plan.properties),
    }
    for what, call in _CALLS.items():
        if names[what]:
            await store.run_alone(f"UNWIND $names AS name CALL {call}(name) RETURN count(*)", {"names": names[what]})
