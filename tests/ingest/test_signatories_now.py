"""The 34 signatories of the old Greater Manchester protocol: who holds today what they held."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from api.app import SCHEMA_FILE
from api.graphql.execute import Engine
from api.holdings.asking import holdings
from api.holdings.words import chain, told
from api.schema.build import executable_schema
from graph.access import ADMINISTRATOR
from graph.compile.plan import Compiler
from graph.model.registry import registry_model
from graph.store.store import Store
from ingest.loading.pipeline import load
from tests.ingest.body_drafting import write_rows
from tests.ingest.signatories_now import DEMONSTRATION, WITH_REGISTERS, Expected

TODAY = dt.date(2026, 11, 22)

ODS = {
    "ods-trusts": "nhs-ods/etr-2022-03.csv",
    "ods-successions": "gm-seed/successions.csv",
    "sub-icb": "reference/nhs-sub-icb-location-to-icb-2022-07.xlsx",
    "practice-map": "nhs-ods/gp-reg-pat-prac-map-2022-01-greater-manchester.csv",
    "dspt": "nhs-ods/dspt-status-2022-02-08.csv",
}


def signatories(demo_data: Path) -> list[dict[str, str]]:
    with (demo_data / "gm-seed" / "gm-isp-signatories.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


async def followed(store: Store, *names: str) -> list[dict[str, Any]]:
    engine = Engine(executable_schema(SCHEMA_FILE.read_text(encoding="utf-8")), Compiler(registry_model()), store)
    return await holdings(engine, names, TODAY, ADMINISTRATOR)


def brief(holding: dict[str, Any]) -> Expected:
    holders = tuple((each["body"]["key"], each["since"]) for each in holding["holders"])
    return Expected(holding["body"]["key"], holding["outcome"], holders)


async def check(store: Store, demo_data: Path, expected: dict[str, Expected]) -> None:
    rows = signatories(demo_data)
    assert [row["name_as_published"] for row in rows] == list(expected)
    assert len(rows) == 34
    found = await followed(store, *expected)
    assert {each["asked"]: brief(each) for each in found} == expected
    for row, each in zip(rows, found, strict=True):
        if row["expected_code"]:
            assert f"{row['expected_scheme']}:{row['expected_code']}" in each["body"]["identifiers"]


async def test_with_the_demonstration(registry: Store, demo_data: Path) -> None:
    await load(registry, "gm-seed", [demo_data / "gm-seed"], today=TODAY)
    await check(registry, demo_data, DEMONSTRATION)
    [trafford, glossop, mind] = await followed(
        registry, "Trafford Healthcare NHS Trust", "01Y", "Stockport & District MIND"
    )
    assert chain(trafford) == [
        "ods:RM4 to ods:RW3 on 1 April 2012 (acquisition)",
        "ods:RW3 to ods:R0A on 1 October 2017 (merger)",
    ]
    assert told(trafford) == "Held by Manchester University NHS Foundation Trust (ods:R0A) since 1 October 2017."
    assert glossop["steps"][0]["note"] == (
        "six Glossop practices only (C81077, C81081, C81106, C81615, C81640, C81660)"
    )
    assert told(mind) == (
        "Nothing is recorded of it but what it is called: neither that it is open nor who followed it. Find out, or "
        "decide which known body it is."
    )


@pytest.mark.proof
async def test_with_every_ods_source(registry: Store, demo_data: Path, registers: Path) -> None:
    await load(registry, "gm-seed", [demo_data / "gm-seed"], today=TODAY)
    for source, file in ODS.items():
        await load(registry, source, [registers / file], today=TODAY)
    await check(registry, demo_data, WITH_REGISTERS)


async def test_a_trust_that_closed_without_a_successor_says_so(
    registry: Store, registers: Path, demo_data: Path, tmp_path: Path
) -> None:
    await load(registry, "gm-seed", [demo_data / "gm-seed"], today=TODAY)
    with (registers / "nhs-ods" / "etr-2022-03.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file) if row[0] == "RY2"]
    rows[0][11] = "20260331"
    await load(registry, "ods-trusts", [write_rows(tmp_path / "etr-2026-04.csv", *rows)], today=TODAY)
    [found] = await followed(registry, "Bridgewater Community Health Care NHS Trust")
    assert brief(found) == Expected("ods:RY2", "NO_SUCCESSOR", ())
    assert told(found) == (
        "Bridgewater Community Health Care NHS Trust (ods:RY2) closed on 31 March 2026, and no successor is recorded. "
        "Decide who holds it, or that nobody does."
    )
