"""Every root field over the graph on the real registers, as plain Python says over what the registry holds of them."""

from __future__ import annotations

from pathlib import Path

import pytest
import pytest_asyncio

from graph.store.store import Store
from tests.property.journeys_on_registers import told_of
from tests.property.test_rules import real_registers
from tests.property.test_side_by_side import agree_on_demonstration
from tests.property.test_tables import DEMO_DAY, check_as_each, over
from tests.seeded.graph import SeededGraph

pytestmark = [pytest.mark.proof, pytest.mark.registers]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def loaded(store: Store, registers: Path) -> SeededGraph:
    """The registers in the store, and what it holds of them."""
    return await real_registers(store, registers, DEMO_DAY)


async def test_what_is_set_side_by_side_and_routes(store: Store, loaded: SeededGraph) -> None:
    await agree_on_demonstration(store, loaded)


async def test_tables(store: Store, loaded: SeededGraph) -> None:
    registry, oracle = over(store, loaded, DEMO_DAY)
    met = await check_as_each(registry, oracle, [1], ("PLACE",))
    assert met.keys() >= {"NOT_LATELY", "groups"}


async def test_what_goes_on_and_what_is_touched(store: Store, loaded: SeededGraph) -> None:
    assert await told_of(store, loaded, bodies=6) > 20
