"""Where the embedded engine keeps its files, and how private ones are written.

<data folder>/engine/
    databases/ config/ log/   the engine's own
    run/users.lock            held shared by every process that uses the engine
    run/supervisor.lock       held by the supervisor as long as it lives
    run/start.lock            held while somebody starts or joins
    run/state.json            where the running engine listens (readable by the owner only)
    run/password              the engine's password, new at every start (readable by the owner only)
    run/engine.log            what the engine and its supervisor said since the last start
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.store.errors import DataFolderUnusable

DATABASE = "registry"
USER = "root"

SPACE_NEEDED = 64 * 1024 * 1024
"""Free bytes without which the engine is not started: it writes whole pages ahead of the data."""


@dataclass(frozen=True)
class EngineFiles:
    """The paths of one embedded engine."""

    root: Path

    @property
    def run(self) -> Path:
        """The folder of locks and state."""
        return self.root / "run"

    @property
    def users_lock(self) -> Path:
        """Held shared by every user: while anyone holds it the engine stays."""
        return self.run / "users.lock"

    @property
    def supervisor_lock(self) -> Path:
        """Held by the supervisor for as long as it lives."""
        return self.run / "supervisor.lock"

    @property
    def start_lock(self) -> Path:
        """Held by whoever starts or joins, one at a time."""
        return self.run / "start.lock"

    @property
    def state(self) -> Path:
        """Where the running engine listens."""
        return self.run / "state.json"

    @property
    def password(self) -> Path:
        """The engine's password."""
        return self.run / "password"

    @property
    def log(self) -> Path:
        """What engine and supervisor said since the last start."""
        return self.run / "engine.log"

    @property
    def logging_settings(self) -> Path:
        """The engine's logging configuration."""
        return self.run / "logging.properties"


@dataclass(frozen=True)
class EngineState:
    """A running engine: process ids, when the engine's process began (seconds since 1970), and its ports."""

    supervisor: int
    engine: int
    engine_began: float
    bolt_port: int = 0
    http_port: int = 0
    ready: bool = False


def write_private(path: Path, text: str) -> None:
    """Put text in a file only its owner can read, in one step: a reader sees the old or the new, never a part."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mkstemp makes mode 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_state(files: EngineFiles, state: EngineState) -> None:
    """Say where the engine listens."""
    write_private(files.state, json.dumps(asdict(state)))


def read_state(files: EngineFiles) -> EngineState | None:
    """What was last said about the engine; None where nothing readable is there. It may be stale."""
    try:
        return EngineState(**json.loads(files.state.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def prepare_folder(data_dir: Path) -> EngineFiles:
    """Make the engine's folders, private to their owner.

    Raises DataFolderUnusable where they cannot be made or written, or the disk has no room left.
    """
    files = EngineFiles(data_dir.expanduser().resolve() / "engine")
    try:
        files.root.mkdir(parents=True, exist_ok=True)
        files.run.mkdir(exist_ok=True)
        files.root.chmod(0o700)
        files.run.chmod(0o700)
        with tempfile.TemporaryFile(dir=files.run) as probe:
            probe.write(b"\0" * 4096)
            probe.flush()
        free = free_space(files)
    except OSError as error:
        raise folder_trouble(data_dir, error) from error
    if free < SPACE_NEEDED:
        raise DataFolderUnusable(
            f"The disk of the data folder {data_dir} has {free // 1024 // 1024} MB left and the engine needs "
            f"{SPACE_NEEDED // 1024 // 1024} MB to start. Free some space, or set ISA_DATA_DIR to another disk."
        )
    return files


def free_space(files: EngineFiles) -> int:
    """Bytes that can still be written to the disk of the engine."""
    return shutil.disk_usage(files.root).free


def folder_trouble(data_dir: Path, error: OSError) -> DataFolderUnusable:
    """The message for a data folder that the operating system will not let us use."""
    return DataFolderUnusable(
        f"The data folder {data_dir} cannot be used: {error.strerror or error}. "
        "Make it writable, free its disk, or set ISA_DATA_DIR to another folder."
    )
