from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from api.graphql.execute import Engine
from api.schema.build import executable_schema
from api.schema.computed import COMPUTED_FIELDS
from api.schema.worked import WORKED_LISTS
from graph.compile.plan import Compiler
from graph.model.registry import registry_model

SCHEMA = Path(__file__).parents[2] / "api" / "schema.graphql"
TODAY = dt.date(2026, 4, 1)


class NoDatabase:
    """Stands where the store does: knows the names a plan asks for, and refuses to read."""

    degree_switch = 2000

    def search_index(self, label: str) -> str:
        return f"isa_search_{label}"

    async def read(self, text: str, parameters: Mapping[str, object], *, timeout: float | None = None) -> list[Any]:  # noqa: ASYNC109
        raise AssertionError("compiling needs no database")

    async def plan(self, text: str, parameters: Mapping[str, object]) -> str:
        raise AssertionError("compiling needs no database")


@pytest.fixture(scope="session")
def compiling() -> Engine:
    """The engine that compiles; it can explain, and has nothing to ask."""
    return Engine(
        executable_schema(SCHEMA.read_text(encoding="utf-8")),
        Compiler(registry_model(), [each.compiled for each in COMPUTED_FIELDS], worked_lists=WORKED_LISTS),
        NoDatabase(),
        today=lambda: TODAY,
    )
