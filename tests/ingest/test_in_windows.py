"""A register that passes in small pieces, most of it on disk, ends up as one that is held whole."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from graph.store.store import Store
from ingest.loading import apply, edition_reader, fact_reader, long_reads, statements
from ingest.loading.pipeline import load
from ingest.loading.report import LoadReport
from ingest.spool import lists, room
from tests.ingest.disturbing import SOURCE, TODAY
from tests.ingest.graph_dump import dump
from tests.ingest.small_register import release, write_xlsx
from tests.servers.wipe import wipe_data


def _edition(folder: Path, name: str, rows: range, renamed: str) -> Path:
    """Bodies and datasets recur, one dataset is called otherwise by the second edition, and laws differ."""
    return write_xlsx(
        folder / name,
        [
            release(
                n,
                organisation=f"Council {n % 5}",
                dataset=renamed if n % 7 == 0 else f"Dataset {n % 7}",
                sensitivity="Sensitive" if n % 4 else "Non-Sensitive",
                frequency="One-Off" if n % 3 or "03" in name else "Monthly",
                reference=f"DARS-NIC-{10000 + n % 12}-A1B2C-v1.{n % 2}",
            )
            for n in rows
        ],
    )


def _in_order(report: LoadReport) -> LoadReport:
    return dataclasses.replace(report, changes=tuple(sorted(report.changes, key=repr)))


async def test_an_edition_and_the_next_in_pieces_are_those_that_are_held_whole(
    registry: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _edition(tmp_path, "register-2021-02.xlsx", range(1, 61), "Deaths")
    second = _edition(tmp_path, "register-2021-03.xlsx", range(11, 71), "Deaths (Civil Registration)")
    whole = [await load(registry, SOURCE, [path], today=TODAY) for path in (first, second)]
    kinds = {change.kind for change in whole[1].changes}
    assert {"NEW", "AMENDED", "WITHDRAWN"} <= kinds
    expected = await dump(registry, moments=False)
    await wipe_data(registry)
    for module, name, size in (
        *((room, "ENTRIES", 8), (lists, "_CHUNK", 3), (long_reads, "WINDOW", 7), (fact_reader, "KEYS", 11)),
        *((edition_reader, "KEYS", 11), (fact_reader, "REFS", 13), (apply, "WRITES", 150), (statements, "_RECORDS", 9)),
    ):
        monkeypatch.setattr(module, name, size)
    pieces = [await load(registry, SOURCE, [path], today=TODAY) for path in (first, second)]
    assert list(map(_in_order, pieces)) == list(map(_in_order, whole))
    assert await dump(registry, moments=False) == expected
    again = await load(registry, SOURCE, [second], today=TODAY)
    assert again.changes_nothing
