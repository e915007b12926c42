"""Random questions of who holds what a body held: an independent evaluator agrees, whatever the successions."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.property.judgement import agreed, oracle_of
from tests.property.oracle_holders import Holders
from tests.property.oracle_world import Asked
from tests.seeded.operations import Operations
from tests.seeded.registry import Registry
from tests.servers.pool import turns
from tests.servers.under_test import EngineUnderTest


async def test_forty_questions_of_who_holds_what(
    seeded: Registry, engine: EngineUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    met: Counter[str] = Counter()
    answered = Holders.holding

    def noted(self: Holders, text: str, asked: Asked) -> dict[str, Any]:
        holding = answered(self, text, asked)
        met[holding["outcome"]] += 1
        return holding

    monkeypatch.setattr(Holders, "holding", noted)
    operations = Operations(seeded.engine.schema, seeded.graph, seeded.cursors, mistakes=False)
    oracle = oracle_of(seeded)
    for seed in turns(engine, range(40)):
        operation = operations.make(seed, ["holdersNow"])
        caller = seeded.graph.callers[seed % 3]
        await agreed(seeded, oracle, operation, caller, f"seed {seed}")
    assert met.keys() >= {"HELD", "NO_SUCCESSOR", "AMBIGUOUS", "UNKNOWN"}
