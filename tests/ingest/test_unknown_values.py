"""Why a value is missing stays apart: not recorded, not collected and not verified are different answers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from graph.store.store import Store
from ingest.loading.pipeline import load
from tests.ingest.asking import Ask
from tests.ingest.small_register import release, write_xlsx

TODAY = dt.date(2026, 11, 22)


async def test_not_recorded_not_collected_and_not_verified_stay_apart(
    registry: Store, demo_data: Path, tmp_path: Path, ask: Ask
) -> None:
    path = write_xlsx(tmp_path / "register-2021-02.xlsx", [release(1, confidentiality="")])
    await load(registry, "nhs-digital-register", [path], today=TODAY)
    await load(registry, "gm-seed", [demo_data / "gm-seed"], today=TODAY)
    found = await ask(
        """{
          flows(where: {key: {startsWith: "nhs-digital-register:"}}) { nodes {
            confidentiality confidentialityRecording startedOn startedOnRecording
            records(first: 1) { nodes { edition { source { completeness collects } } } } } }
          agreement(id: "gm:working-well-whp") { legalBasisText legalBasisTextRecording }
          sources(orderBy: [{title: ASC}]) { nodes { key completeness } }
        }"""
    )
    [flow] = found["flows"]["nodes"]
    [record] = flow.pop("records")["nodes"]
    # The register has a column for confidentiality, and this row leaves it blank. It has none for a first day.
    assert flow == {
        "confidentiality": None,
        "confidentialityRecording": "NOT_RECORDED",
        "startedOn": None,
        "startedOnRecording": None,
    }
    collects = record["edition"]["source"]["collects"]
    assert "Flow.confidentiality" in collects
    assert "Flow.startedOn" not in collects
    # What is known to exist and was not read is neither: the seed marks it so.
    assert found["agreement"] == {"legalBasisText": None, "legalBasisTextRecording": "NOT_VERIFIED"}
    assert {each["key"]: each["completeness"] for each in found["sources"]["nodes"]} == {
        "nhs-digital-register": "WHOLE",
        "gm-seed": "SELECTION",
    }
