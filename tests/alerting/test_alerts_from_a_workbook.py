"""What a team writes into its workbook is enough to be told of it: posts, signatures and approvals come from there."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from alerts.clock import Clock
from alerts.run import run
from api.alerts.wiring import asking
from api.app import prepare
from api.settings import Settings
from graph.store.store import Store
from ingest.loading.pipeline import load
from tests.alerting.alerting_world import DAY, GO_LIVE, LONDON, Desk, Scripted, Wall
from tests.servers.under_test import EngineUnderTest
from tests.servers.wipe import wipe_data

ROWS = {
    "Agreements": [
        {
            "Reference": "ISA-1",
            "Title": "Care",
            "State": "SIGNED",
            "Version": "2.0",
            "Starts": "2024-01-01",
            "Ends": "2026-07-01",
            "Led by": "Alpha",
        }
    ],
    "Parties": [
        {"Agreement": "ISA-1", "Organisation": "Alpha", "Role": "CONTROLLER"},
        {"Agreement": "ISA-1", "Organisation": "Beta", "Role": "PROCESSOR"},
    ],
    "Versions": [
        {"Agreement": "ISA-1", "Version": "1.0", "Starts": "2024-01-01"},
        {"Agreement": "ISA-1", "Version": "2.0", "Starts": "2026-05-21"},
    ],
    "Posts": [
        {
            "Organisation": "Alpha",
            "Post": "Head of care",
            "Role": "AGREEMENT_LEAD",
            "Mailbox": "care@alpha.example",
            "Agreements led": "ISA-1",
        },
        {"Organisation": "Beta", "Post": "IG lead", "Role": "IG_LEAD", "Mailbox": "ig@beta.example"},
    ],
    "Signatures": [
        {"Party": "ISA-1 / Alpha", "Version signed": "ISA-1 / 2.0", "Signed": "2026-05-01"},
        {"Party": "ISA-1 / Beta", "Version signed": "ISA-1 / 1.0", "Signed": "2023-12-12"},
    ],
    "Documents": [
        {"Document": "26/CAG/0042", "Kind": "SECTION_251_APPROVAL", "Agreements": "ISA-1", "Expires": "2026-06-08"}
    ],
}


async def test_who_is_told_of_what_a_workbook_says(engine: EngineUnderTest, store: Store, tmp_path: Path) -> None:
    await wipe_data(store)
    await prepare(store)
    path = tmp_path / "ours.jsonl"
    path.write_text(
        "".join(json.dumps({"sheet": sheet, **row}) + "\n" for sheet, rows in ROWS.items() for row in rows),
        encoding="utf-8",
    )
    report = await load(store, "workbook", [path], today=GO_LIVE)
    assert report.rejected == ()
    wall = Wall(dt.datetime(2026, 5, 20, 5, 30, tzinfo=dt.UTC))
    settings = Settings(data_dir=engine.settings.data_dir)
    desk = Desk(store, asking(settings, store, Clock(LONDON, lambda: wall.now)), wall)
    await run(desk.job(Scripted()))
    wall.on(DAY + dt.timedelta(days=3))
    post = Scripted()
    await run(desk.job(post))
    old = (
        "Beta has signed only an old version of Care (ISA-1). Another is in use since 21 May 2026, 14 days ago. "
        "In use is version 2.0; signed is version 1.0."
    )
    care = "Care (ISA-1) ends on 1 July 2026, in 27 days."
    approval = "The section 251 support of Care (ISA-1) ends on 8 June 2026, in 4 days. It is kept as 26/CAG/0042."
    # Each night has a digest: the first two were due on 1 June, the last today.
    assert post.told() == {"care@alpha.example": [approval, care, old], "ig@beta.example": [care, old]}
