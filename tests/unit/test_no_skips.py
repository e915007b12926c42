"""With `CI=true` a skip fails the run, but for the registers where they are absent."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SKIPS = """
import pytest

def test_passes():
    pass

def test_needs_a_tool():
    pytest.skip("no such tool here")

@pytest.mark.registers
def test_needs_a_register():
    pytest.skip("no registers here")

@pytest.mark.xfail(strict=True)
def test_is_known_to_fail():
    assert False
"""


SKIPS_WHOLLY = """
import pytest

pytest.skip("nothing of this here", allow_module_level=True)
"""


def ended(tmp_path: Path, *options: str, **environment: str) -> tuple[int, str]:
    (tmp_path / "test_it.py").write_text(SKIPS, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = registers\n", encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if name not in ("CI", "ISA_REGISTERS_DIR")}
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "tests.plugins.no_skips",
            "-p",
            "no:cacheprovider",
            *options,
            str(tmp_path),
        ],
        cwd=ROOT,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.fixture
def absent(tmp_path: Path) -> str:
    return str(tmp_path / "absent")


def test_on_a_laptop_a_skip_is_a_skip(tmp_path: Path, absent: str) -> None:
    code, said = ended(tmp_path, ISA_REGISTERS_DIR=absent)
    assert code == 0
    assert "1 passed, 2 skipped, 1 xfailed" in said


def test_with_ci_a_skip_is_a_failure(tmp_path: Path, absent: str) -> None:
    code, said = ended(tmp_path, CI="true", ISA_REGISTERS_DIR=absent)
    assert code == 1
    assert "skipped, which is a failure with CI=true" in said
    assert "test_it.py::test_needs_a_tool: no such tool here" in said
    assert "no registers here" not in said


def test_with_ci_a_register_that_is_there_must_be_read(tmp_path: Path) -> None:
    code, said = ended(tmp_path, CI="true", ISA_REGISTERS_DIR=str(tmp_path))
    assert code == 1
    assert "test_it.py::test_needs_a_register: no registers here" in said


def test_skips_are_seen_when_processes_share_the_tests(tmp_path: Path, absent: str) -> None:
    (tmp_path / "test_all_of_it.py").write_text(SKIPS_WHOLLY, encoding="utf-8")
    code, said = ended(tmp_path, "-p", "tests.plugins.processes", "-n", "2", CI="true", ISA_REGISTERS_DIR=absent)
    assert code == 1
    assert "test_it.py::test_needs_a_tool: no such tool here" in said
    assert "test_all_of_it.py: nothing of this here" in said
    assert "no registers here" not in said
