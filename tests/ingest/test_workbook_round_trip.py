"""Out and back in without loss: the demonstration through every form, into a registry that held nothing."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from graph.model.registry import registry_model
from graph.store.bootstrap import ensure_schema
from graph.store.store import Store
from ingest.demo import load_demo
from ingest.loading.pipeline import load
from ingest.sheets.declaration import sheets
from ingest.sheets.export import Exported, export_csv_folder, export_json_lines, export_workbook
from tests.ingest.graph_dump import count
from tests.servers.wipe import wipe_data

TODAY = dt.date(2026, 11, 24)


async def content(store: Store, folder: Path) -> list[Any]:
    """What an export says, row by row."""
    path = folder / "content.jsonl"
    await export_json_lines(store, path)
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


async def emptied(store: Store) -> None:
    await wipe_data(store)
    await ensure_schema(store, registry_model().schema_plan)


FORMS: dict[str, Callable[[Store, Path], Awaitable[Exported]]] = {
    "register.xlsx": export_workbook,
    "register": export_csv_folder,
    "register.jsonl": export_json_lines,
}


@pytest.mark.parametrize(
    "name", ["register.xlsx", *(pytest.param(n, marks=pytest.mark.proof) for n in ("register", "register.jsonl"))]
)
async def test_the_demonstration_goes_out_and_comes_back_the_same(registry: Store, tmp_path: Path, name: str) -> None:
    await load_demo(registry, today=TODAY)
    before = await content(registry, tmp_path)
    told = await FORMS[name](registry, tmp_path / name)
    # As many as the demonstration holds of each; each law of a flow and of a party is a row of its own.
    [laws] = await registry.read("MATCH ()-[r:RELIES_ON|PARTY_RELIES_ON]->(:LegalBasis) RETURN count(r)", {})
    counted = {s.name: await count(registry, s.label) if s.label is not None else laws for s in sheets()}
    assert told.rows == counted
    assert sum(counted.values()) == len(before)
    await emptied(registry)
    report = await load(registry, "workbook", [tmp_path / name], today=TODAY)
    assert (report.rejected, report.rows_taken) == ((), len(before))
    assert await content(registry, tmp_path) == before
