"""A registry as one file and back, on every engine: all of it, as at one moment, over nothing that is missed."""

from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path
from typing import Any

import orjson
import pytest

from graph.model.schema_plan import SchemaPlan, UniqueKey
from graph.store.backup import taking
from graph.store.backup.file import About, Edge, Page, checked, pages, writing
from graph.store.backup.restoring import occupied, restore
from graph.store.backup.taking import take_backup
from graph.store.errors import BackupImpossible, BackupUnusable, RestoreRefused, SchemaFailed, SchemaTooNew
from graph.store.migrations.runner import migrate
from graph.store.restoring_mark import RESTORE_AGAIN
from graph.store.revision import next_revision, revision
from graph.store.store import Store

NOW = dt.datetime(2026, 6, 1, 5, 30, tzinfo=dt.UTC)
ABOUT = About(NOW.isoformat(), "isa-registry 0", "an engine", ("m0001_first_schema",))
PLAN = SchemaPlan((UniqueKey("Body"), UniqueKey("Deal")), (), ())
ALL = """MATCH (n) WHERE NOT n:Revision WITH n ORDER BY labels(n)[0], n.key
CALL (n) { OPTIONAL MATCH (n)-[r]->(m) WITH r, m ORDER BY type(r), m.key, r.side
  RETURN collect([type(r), m.key, r.side, toString(r.on)]) AS edges }
RETURN collect([labels(n), n.key, n.name, n.count, n.share, n.open, n.tags, toString(n.on), toString(n.at), edges])"""


def quiet(_what: str, _done: int, _total: int) -> None:
    """Report to nobody."""


async def fill(store: Store) -> None:
    """A little registry: every kind of value, two edges of one type between the same two, several pages."""
    await migrate(store)
    values = {
        "name": "Trafford & “Co”", "count": 2**53 + 1, "share": 0.1, "open": False, "tags": ["a", "b"],
        "on": dt.date(2028, 2, 29), "at": dt.datetime(2026, 3, 29, 0, 59, 59, 123456, tzinfo=dt.UTC),
    }  # fmt: skip
    edge = "MATCH (b:Body {key: 'b:0'}), (d:Deal {key: 'd:0'}) CREATE (b)-[:RELIES_ON {side: $side, on: $on}]->(d)"
    await store.write(
        [
            ("UNWIND $keys AS key CREATE (b:Body {key: key}) SET b += $values",
             {"keys": [f"b:{n}" for n in range(5)], "values": values}),
            ("CREATE (:Deal {key: 'd:0'})", {}),
            (edge, {"side": "A", "on": dt.date(2026, 1, 1)}),
            (edge, {"side": "B", "on": dt.date(2026, 1, 2)}),
            ("MATCH (a:Body {key: 'b:1'}), (b:Body {key: 'b:1'}) CREATE (a)-[:PART_OF]->(b)", {}),
            next_revision(),
        ]
    )  # fmt: skip


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "_NODES", 2)


async def test_what_was_backed_up_is_what_is_restored(empty_store: Store, tmp_path: Path) -> None:
    store, file = empty_store, tmp_path / "registry.backup"
    await fill(store)
    before, was = await store.read(ALL, {}), await revision(store)
    counts = await take_backup(store, file, "isa-registry 0", NOW, quiet)
    assert str(counts) == "8 nodes and 3 edges"
    assert (file.stat().st_mode & 0o777, [each.name for each in tmp_path.iterdir()]) == (0o600, [file.name])
    assert await occupied(store, ()) == {"Body": 5, "Deal": 1, "Revision": 1}
    await store.write([("MATCH (b:Body {key: 'b:0'}) DETACH DELETE b", {}), ("CREATE (:Body {key: 'b:9'})", {})])
    told = about, restored = checked(file)
    await restore(store, file, told, PLAN, NOW, quiet)
    assert (about.taken_at, about.migrations, restored) == ("2026-06-01T05:30:00+00:00", ABOUT.migrations, counts)
    assert await store.read(ALL, {}) == before
    # Whoever kept an answer must ask anew.
    assert await revision(store) != was
    assert await migrate(store) == ()


async def test_a_restore_that_ended_half_way_is_used_by_nothing_and_begun_anew(
    empty_store: Store, tmp_path: Path
) -> None:
    store, file, odd = empty_store, tmp_path / "registry.backup", tmp_path / "odd.backup"
    await fill(store)
    before = await store.read(ALL, {})
    await take_backup(store, file, "isa-registry 0", NOW, quiet)
    with writing(odd, ABOUT) as writer:
        writer.page(Page("Migration", [("m0001_first_schema", {}, [])]))
        writer.page(Page("Body", [("b:0", {}, [Edge("PART_OF", "Body", "b:1", {})])]))
        writer.end()
    with pytest.raises(RestoreRefused, match="holds edges PART_OF to nodes Body that it does not hold"):
        await restore(store, odd, checked(odd), PLAN, NOW, quiet)
    with pytest.raises(SchemaFailed, match=RESTORE_AGAIN):
        await migrate(store)
    assert await occupied(store, ()) == {}
    await restore(store, file, checked(file), PLAN, NOW, quiet)
    assert await store.read(ALL, {}) == before
    assert await migrate(store) == ()


async def test_what_is_written_meanwhile_makes_it_copy_again_and_then_refuse(
    empty_store: Store, tmp_path: Path
) -> None:
    store, file = empty_store, tmp_path / "registry.backup"
    with pytest.raises(BackupImpossible, match="holds no registry"):
        await take_backup(store, file, "isa-registry 0", NOW, quiet)
    await fill(store)
    written: list[str] = []

    class Meddled:
        """A store of which somebody writes to the registry while its pages are read, so many times."""

        def __init__(self, times: int) -> None:
            self.times, self.engine, self.database = times, store.engine, store.database

        async def read(self, text: str, *given: Any, **more: Any) -> list[Any]:
            if "n.key > $after" in text and len(written) < self.times:
                written.append(f"d:{len(written) + 1}")
                await store.write([("CREATE (:Deal {key: $key})", {"key": written[-1]})])
            return await store.read(text, *given, **more)

    meddled: Any = Meddled(1)
    assert (await take_backup(meddled, file, "isa-registry 0", NOW, quiet)).nodes["Deal"] == 2
    file.unlink()
    meddled = Meddled(1_000)
    with pytest.raises(BackupImpossible, match="written to each of the 3 times"):
        await take_backup(meddled, file, "isa-registry 0", NOW, quiet)
    assert list(tmp_path.iterdir()) == []
    await store.write([("CREATE (:Body {name: 'without a key'})", {})])
    with pytest.raises(BackupImpossible, match="1 nodes Body without a key"):
        await take_backup(store, file, "isa-registry 0", NOW, quiet)


async def test_nothing_is_put_over_what_is_no_registry_or_by_a_file_that_is_none(
    empty_store: Store, tmp_path: Path
) -> None:
    store = empty_store
    await store.write([("CREATE (:Film {title: 'Kes'})", {})])
    with pytest.raises(RestoreRefused, match=r"is not empty \(Film\) and is not a registry"):
        await occupied(store, ())
    newer = tmp_path / "newer"
    with writing(newer, About(NOW.isoformat(), "isa-registry 9", "an engine", ("m0099_from_the_future",))) as writer:
        writer.end()
    with pytest.raises(SchemaTooNew, match="m0099_from_the_future"):
        await restore(store, newer, checked(newer), PLAN, NOW, quiet)
    with pytest.raises(BackupUnusable):
        await restore(store, tmp_path / "nowhere", checked(tmp_path / "nowhere"), PLAN, NOW, quiet)
    assert await store.read("MATCH (n) RETURN collect(labels(n))", {}) == [[["Film"]]]


def written(path: Path) -> Path:
    with writing(path, ABOUT) as writer:
        writer.page(Page("Body", [(f"b:{n}", {"name": str(n)}, []) for n in range(100)]))
        writer.end()
    return path


def test_a_file_is_whole_or_none(tmp_path: Path) -> None:
    whole = written(tmp_path / "whole")
    about, counts = checked(whole)
    assert (about, str(counts), [len(page.nodes) for page in pages(whole)]) == (ABOUT, "100 nodes and 0 edges", [100])
    raw, lines = whole.read_bytes(), gzip.decompress(whole.read_bytes()).splitlines(keepends=True)
    label = lines[1].replace(b'"Body"', b'"Body`) DETACH DELETE (m"')
    wrong = {
        "cut off": raw[:-20],
        "a bit over": raw[:60] + bytes([raw[60] ^ 1]) + raw[61:],
        "text": b"key,name\n",
        "nothing": b"",
        "without its end": gzip.compress(b"".join(lines[:-1])),
        "another name": gzip.compress(b"".join([lines[0], lines[1].replace(b'"7"', b'"8"'), lines[2]])),
        "more after it": gzip.compress(b"".join([*lines, lines[1]])),
        "no label": gzip.compress(b"".join([lines[0], label, lines[2]])),
        "a list": gzip.compress(b"[]\n"),
    }
    for content in wrong.values():
        (tmp_path / "wrong").write_bytes(content)
        with pytest.raises(BackupUnusable, match="is no whole backup"):
            checked(tmp_path / "wrong")
    told = orjson.loads(lines[0])
    told["about"]["format"] = 2
    (tmp_path / "wrong").write_bytes(gzip.compress(orjson.dumps(told) + b"\n"))
    with pytest.raises(BackupUnusable, match=r"written by newer software \(isa-registry 0\)"):
        checked(tmp_path / "wrong")


def test_what_fails_while_it_is_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), writing(tmp_path / "registry.backup", ABOUT):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []
