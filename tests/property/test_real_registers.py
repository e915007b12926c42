"""Every root field over the graph on the real registers, as plain Python says over what the registry holds of them.

Three tests that load the same, since one that asks everything would take longer than a busy machine leaves a run.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.store.store import Store
from tests.property.journeys_on_registers import told_of
from tests.property.test_rules import real_registers
from tests.property.test_side_by_side import agree_on_demonstration
from tests.property.test_tables import DEMO_DAY, check_as_each, over

pytestmark = [pytest.mark.proof, pytest.mark.registers]


async def test_what_is_set_side_by_side_and_routes(store: Store, registers: Path) -> None:
    await agree_on_demonstration(store, await real_registers(store, registers, DEMO_DAY))


async def test_tables(store: Store, registers: Path) -> None:
    registry, oracle = over(store, await real_registers(store, registers, DEMO_DAY), DEMO_DAY)
    met = await check_as_each(registry, oracle, 1, ("PLACE",))
    assert met.keys() >= {"NOT_LATELY", "groups"}


async def test_what_goes_on_and_what_is_touched(store: Store, registers: Path) -> None:
    """Each question about a hub takes the walk in Python seconds."""
    assert await told_of(store, await real_registers(store, registers, DEMO_DAY), bodies=6) > 20
