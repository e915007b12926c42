"""`isa diff` and `isa load --dry-run` as people give them."""

from __future__ import annotations

import json
from pathlib import Path

from graph.store.store import Store
from tests.delivery.commands import environment, isa
from tests.ingest.small_register import release, write_xlsx
from tests.servers.under_test import EngineUnderTest

SOURCE = "nhs-digital-register"
TITLE = "NHS Digital data release register"
FLOW = f"{SOURCE}:DARS-NIC-1000{{0}}-A1B2C-v1.0:anytown-council:civil-registration-deaths:1"


async def test_what_an_edition_changed(registry: Store, engine: EngineUnderTest, tmp_path: Path) -> None:
    env = environment(engine.settings, ISA_TODAY="2026-11-22")
    none = isa("diff", SOURCE, env=env)
    assert (none.code, none.err) == (
        2,
        f"isa: no edition of {SOURCE} is loaded. Load one with: isa load {SOURCE} FILE\n",
    )
    references = [f"DARS-NIC-1000{n}-A1B2C-v1.0" for n in (1, 2)]
    first = write_xlsx(
        tmp_path / "register-2021-02.xlsx", [release(n, reference=r) for n, r in enumerate(references, 1)]
    )
    words = "Anonymised – ICO Code compliant"
    rows = [release(n, reference=r, identifiability=words) for n, r in enumerate(references, 1)]
    second = write_xlsx(tmp_path / "register-2021-03.xlsx", rows)
    assert isa("load", SOURCE, str(first), env=env).code == 0
    told = [
        "Relabelled (1):",
        f"  Flow: identifiabilityStated, 'Anonymised - ICO code compliant' -> {words!r} in 2 nodes",
    ]
    dry = isa("load", SOURCE, str(second), "--dry-run", env=env)
    assert told == [line for line in dry.out.splitlines() if line in told]
    assert isa("load", SOURCE, str(second), env=env).code == 0
    ended = isa("diff", SOURCE, env=env)
    assert (ended.code, ended.err) == (0, "")
    head, *lines = ended.out.splitlines()
    assert head.endswith(", 2021-03 (register-2021-03.xlsx)")
    assert lines == told
    found = json.loads(isa("diff", SOURCE, "--format", "json", env=env).out)
    assert (found["title"], found["asAt"], found["source"]["key"]) == (
        "2021-03 (register-2021-03.xlsx)",
        "2021-03-01",
        SOURCE,
    )
    [change] = found["changes"]
    assert {name: change[name] for name in ("kind", "type", "property", "after", "nodes")} == {
        "kind": "RELABELLED",
        "type": "Flow",
        "property": "identifiabilityStated",
        "after": words,
        "nodes": 2,
    }
    [[key]] = await registry.rows("MATCH (e:Edition) WHERE e.title STARTS WITH '2021-02' RETURN e.key", {})
    of_first = isa("diff", SOURCE, key.removeprefix(f"{SOURCE}:"), env=env)
    assert of_first.out.splitlines()[1:] == ["Nothing it was loaded over changed."]
    wrong = isa("diff", SOURCE, "2020", env=env)
    assert wrong.code == 2
    assert wrong.err.startswith(f"isa: {SOURCE} has no edition 2020. The last ones: {found['key']} (2021-03 ")
