"""A generated registry of many flows for measuring how data is followed: hubs give and receive thousands."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from graph.model.records import Records
from graph.model.registry import registry_model
from graph.model.schema_plan import SchemaPlan, UniqueKey
from graph.store.batches import batches
from graph.store.bootstrap import ensure_schema
from graph.store.store import Store

BATCH = 10_000
_IDENTIFIABILITY = ("IDENTIFIABLE", "PSEUDONYMISED", "DE_PERSONALISED", "AGGREGATE", None)
_WEIGHTS = (40, 20, 15, 15, 10)
_LABELS = ("Organisation", "Dataset", "Agreement")

# A flow with all that hangs on it at once: a statement for each edge would take several times as long.
_FLOWS = """
UNWIND $rows AS row
MATCH (giver:Organisation {key: row[1]}) MATCH (taker:Organisation {key: row[2]}) MATCH (a:Agreement {key: row[3]})
CREATE (giver)-[:DISCLOSES]->(f:Flow {key: row[0]})-[:RECEIVED_BY]->(taker), (f)-[:GOVERNED_BY]->(a)
SET f += row[4]
WITH f, row UNWIND row[5] AS carried MATCH (d:Dataset {key: carried}) CREATE (f)-[:CARRIES]->(d)
"""


@dataclass(frozen=True)
class Size:
    """How large the registry is. A fraction of the full size keeps its proportions."""

    bodies: int
    agreements: int
    flows: int

    @property
    def datasets(self) -> int:
        """A tenth as many as agreements."""
        return max(20, self.agreements // 10)


FULL = Size(bodies=20_000, agreements=100_000, flows=1_000_000)


def fraction(share: float) -> Size:
    """Return the full size times a share."""
    return Size(*(max(20, int(each * share)) for each in (FULL.bodies, FULL.agreements, FULL.flows)))


Progress = Callable[[str, int, int], None]
"""Told after each batch: what is written, how many there are now, and of how many."""


def _unseen(_what: str, _done: int, _all: int) -> None:
    """Tell nobody."""


def content_of(size: Size, seed: int = 1) -> str:
    """Return what `fill` writes, in so few words that another text means another registry."""
    made = hashlib.sha256(Path(__file__).read_bytes())
    made.update(repr(next(_flows(random.Random(seed), Records(registry_model()), size))).encode())  # noqa: S311
    return f"{size} {seed} {made.hexdigest()}"


async def fill(store: Store, size: Size, seed: int = 1, progress: Progress = _unseen) -> None:
    """Write the registry into an empty store, batch by batch as it is made.

    It leaves no schema but the keys that edges are found by: an index that is made afterwards costs a fraction of one
    that is kept up with each node.
    """
    await ensure_schema(store, SchemaPlan(tuple(UniqueKey(label) for label in _LABELS), (), ()))
    chance = random.Random(seed)  # noqa: S311
    make = Records(registry_model())
    for label, nodes in (
        ("Organisation", (make.node("Organisation", f"b:{n}", name=f"Body {n:05}") for n in range(size.bodies))),
        ("Dataset", (make.node("Dataset", f"d:{n}", title=f"Dataset {n:05}") for n in range(size.datasets))),
        (
            "Agreement",
            (
                make.node("Agreement", f"a:{n}", title=f"Agreement {n:06}", state="SIGNED", visibility="PUBLIC")
                for n in range(size.agreements)
            ),
        ),
    ):
        text = f"UNWIND $rows AS row CREATE (n:{label} {{key: row[0]}}) SET n += row[1]"
        count = {"Organisation": size.bodies, "Dataset": size.datasets, "Agreement": size.agreements}[label]
        for done, batch in _batches([each.key, dict(each.properties)] for each in nodes):
            await store.write([(text, {"rows": batch})])
            progress(label, done, count)
    for done, batch in _batches(_flows(chance, make, size)):
        await store.write([(_FLOWS, {"rows": batch})])
        progress("Flow", done, size.flows)


def _flows(chance: random.Random, make: Records, size: Size) -> Iterator[list[object]]:
    """Flows between bodies drawn by rank, so that the first gives and receives a hundredth of all."""
    weights = list(accumulate(1 / (rank + 10) ** 0.8 for rank in range(size.bodies)))
    bodies, datasets = range(size.bodies), range(size.datasets)
    for n in range(size.flows):
        giver, taker = chance.choices(bodies, cum_weights=weights, k=2)
        code = chance.choices(_IDENTIFIABILITY, _WEIGHTS)[0]
        values = {"identifiability": code} if code else {}
        flow = make.node("Flow", f"f:{n}", title=f"Flow {n:07}", state="LIVE", **values)
        carried = {f"d:{chance.choice(datasets)}" for _ in range(chance.choice((1, 1, 2, 3)))}
        agreement = f"a:{chance.randrange(size.agreements)}"
        yield [flow.key, f"b:{giver}", f"b:{taker}", agreement, dict(flow.properties), sorted(carried)]


def _batches(rows: Iterator[list[object]]) -> Iterator[tuple[int, list[list[object]]]]:
    """Yield batches, each with how many rows there are up to its end."""
    done = 0
    for batch in batches(rows, BATCH):
        done += len(batch)
        yield done, batch
