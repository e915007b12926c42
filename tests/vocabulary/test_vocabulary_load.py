"""The vocabulary in the graph: written once, changed where an entry changed, one node a provision."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from graph.model.registry import registry_model
from graph.store.bootstrap import ensure_schema
from graph.store.store import Store
from graph.vocabulary.catalogue import FOLDER, read_vocabulary, vocabulary
from graph.vocabulary.load import VocabularyReport, load_vocabulary
from tests.servers.wipe import wipe_data

ENTRIES = 254 + 27 + 26 + 12


def changed_files(folder: Path) -> Path:
    """The vocabulary with one entry worded otherwise, and one gone."""
    for path in FOLDER.rglob("*.yaml"):
        copy = folder / path.relative_to(FOLDER)
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    purposes = folder / "purposes.yaml"
    text = purposes.read_text(encoding="utf-8")
    text = text.replace("title: Debt\n", "title: Public debt\n")
    start = text.index("  - code: purpose-fraud\n")
    end = text.index("  - code: purpose-debt\n")
    purposes.write_text(text[:start] + text[end:], encoding="utf-8")
    return folder


async def test_a_load_changes_only_what_changed(store: Store, tmp_path: Path) -> None:
    model = registry_model()
    await wipe_data(store)
    await ensure_schema(store, model.schema_plan)
    # As a source left it that was loaded before there was a vocabulary.
    await store.write(
        [
            (
                "MERGE (n:LegalBasis {key: 'ea96-s537a'}) SET n.code = n.key, n.title = 'Pupil data', n.validTo = $day "
                "MERGE (r:Record {key: 'r'}) MERGE (r)-[:STATES]->(n)",
                {"day": dt.date(2020, 1, 1)},
            )
        ]
    )
    assert await load_vocabulary(store, model, vocabulary()) == VocabularyReport(ENTRIES, 0, 0)
    [counts] = await store.read(
        "RETURN [COUNT { (:LegalBasis)-[:BROADER]->() }, COUNT { (:LegalBasis)-[:ENABLES]->() }, "
        "COUNT { (:DataCategory)-[:RESTRICTED_BY]->(:LegalBasis) }]",
        {},
    )
    # Six objectives, five cases of section 261, three routes of section 251, notices under one
    # of those, one of section 42; five conditions of
    # Annex 1, four and 23 of Schedule 1, nine of Schedule 8; seven limits on five categories.
    assert counts == [6 + 5 + 3 + 1 + 1, 5 + 4 + 23 + 9, 7]
    # One node a provision: the vocabulary's words, without what it does not say, and still tied to the source's row.
    [node] = await store.rows(
        "MATCH (n:LegalBasis {code: 'ea96-s537a'}) RETURN n.title, n.url, n.validTo, COUNT { (n)<--(:Record) }", {}
    )
    assert node == [
        "Individual pupil information for the Department for Education",
        "https://www.legislation.gov.uk/ukpga/1996/56/section/537A",
        None,
        1,
    ]
    assert await load_vocabulary(store, model, vocabulary()) == VocabularyReport(0, 0, ENTRIES)

    other = read_vocabulary(changed_files(tmp_path))
    assert await load_vocabulary(store, model, other) == VocabularyReport(1, 1, ENTRIES - 2)
    rows = await store.rows(
        "MATCH (n:Purpose) WHERE n.key IN ['purpose-debt', 'purpose-fraud'] RETURN n.title, n.titleSort, n.status "
        "ORDER BY n.key",
        {},
    )
    assert rows == [["Public debt", "public debt", None], ["Fraud", "fraud", "DROPPED"]]
    # What came back is what it was.
    assert await load_vocabulary(store, model, vocabulary()) == VocabularyReport(2, 0, ENTRIES - 2)
    [status] = await store.read("MATCH (n:Purpose {key: 'purpose-fraud'}) RETURN collect(n.status)", {})
    assert status == []


async def test_a_load_cut_short_is_completed(store: Store) -> None:
    model = registry_model()
    await wipe_data(store)
    # As after a fault between writing nodes and writing edges: the nodes are there, and no entry counts as written.
    alone = replace(vocabulary(), edges=())
    await load_vocabulary(store, model, alone)
    await store.write([("MATCH (n:LegalBasis) WHERE n.kind = 'SCHEDULE_8' SET n.vocabularyDigest = null", {})])
    report = await load_vocabulary(store, model, vocabulary())
    # 64 entries lead to another or are restricted; nothing else differs from what was written.
    assert report.written == len({edge.start for edge in vocabulary().edges})
    [edges] = await store.read("MATCH (a:LegalBasis)-[r:ENABLES]->() RETURN count(r)", {})
    assert edges == 5 + 4 + 23 + 9
