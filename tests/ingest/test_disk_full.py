"""A disk that fills while a load writes: a clear error, an unharmed registry, and the load run again completes it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.model.registry import registry_model
from graph.store.bootstrap import ensure_schema
from graph.store.errors import DataFolderUnusable
from graph.store.opening import open_store
from graph.store.settings import StoreSettings
from graph.store.store import Store
from ingest.errors import RejectsNotWritten
from ingest.loading.pipeline import load
from tests.ingest.disturbing import SOURCE, TODAY, Stopping, assert_readable, sizeable_register, undisturbed
from tests.ingest.graph_dump import dump
from tests.ingest.small_register import release, write_xlsx
from tests.servers.pool import EMBEDDED, EnginePool
from tests.servers.under_test import NotHere

pytestmark = pytest.mark.usefixtures("small_transactions")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of 600 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=600m", "tmpfs", str(folder)], capture_output=True, check=False, text=True
    )
    if mounted.returncode:
        pytest.skip(f"a file system of a given size cannot be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.proof
async def test_the_disk_of_the_embedded_engine_fills(engine_pool: EnginePool, tmp_path: Path, small_disk: Path) -> None:
    try:
        engine_pool.get(EMBEDDED)
    except NotHere as missing:
        pytest.skip(str(missing))
    register = sizeable_register(tmp_path)
    ballast = small_disk / "ballast"

    def fill() -> None:
        with ballast.open("wb") as file:
            file.truncate(0)
            try:
                while True:
                    file.write(b"\0" * 65536)
                    file.flush()
            except OSError:
                pass

    settings = StoreSettings(None, "", "", None, small_disk)
    async with open_store(settings) as store:
        await ensure_schema(store, registry_model().schema_plan)
        with pytest.raises(DataFolderUnusable) as refused:
            await load(store, SOURCE, [register], today=TODAY, progress=Stopping(0.4, fill))
        assert "is full and the write was not kept. Free some space and try again." in str(refused.value)
        ballast.unlink()
        await assert_readable(store)
        await load(store, SOURCE, [register], today=TODAY)
        after = await dump(store, moments=False)
        assert after == await undisturbed(store, register)
    async with open_store(settings) as store:
        [flows] = await store.read("MATCH (f:Flow) RETURN count(f)", {})
        assert flows > 0


async def test_refused_rows_that_cannot_be_written_down_are_told_and_lose_nothing(
    registry: Store, tmp_path: Path
) -> None:
    register = write_xlsx(tmp_path / "register-2021-02.xlsx", [release(1), release(2, reference="")])
    rejects = tmp_path / "rejects"
    rejects.write_text("a file where a folder should be")
    with pytest.raises(RejectsNotWritten) as refused:
        await load(registry, SOURCE, [register], today=TODAY, rejects_dir=rejects)
    assert str(refused.value) == (
        f"1 row was refused and could not be written to {rejects}: File exists. The other rows are loaded. Put that "
        "right (is the disk full?) and run the same command again."
    )
    rejects.unlink()
    report = await load(registry, SOURCE, [register], today=TODAY, rejects_dir=rejects)
    assert (report.changes_nothing, report.rejects_files) == (True, (rejects / f"{SOURCE}-rejects.csv",))
    shutil.rmtree(rejects)
