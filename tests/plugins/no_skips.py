"""With `CI=true` a skipped test fails the run: what a machine lacks is installed there, never passed over.

One thing may be missing: the real registers, which are no part of the repository. Tests marked `registers`
may skip where their folder is absent, and only there.
"""

import os
from pathlib import Path

import pytest

SKIPS = pytest.StashKey[list[str]]()
ROOT = Path(__file__).resolve().parents[2]


def _registers_are_here() -> bool:
    return Path(os.environ.get("ISA_REGISTERS_DIR") or ROOT.parent / "shared" / "data").is_dir()


class NoSkips:
    """Collects the skips of one run and turns them into a failure."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def _note(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if not report.skipped or hasattr(report, "wasxfail"):
            return
        if "registers" in getattr(report, "keywords", {}) and not _registers_are_here():
            return
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        self.found.append(f"{report.nodeid}: {reason.removeprefix('Skipped: ')}")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a test that skipped."""
        self._note(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a module that skipped as a whole."""
        self._note(report)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail the run."""
        if self.found and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say which tests skipped."""
        if self.found:
            terminalreporter.section("skipped, which is a failure with CI=true", red=True)
            for line in self.found:
                terminalreporter.line(line)


def pytest_configure(config: pytest.Config) -> None:
    """Watch for skips where the run is CI's."""
    if os.environ.get("CI") == "true":
        config.pluginmanager.register(NoSkips(), "no-skips")
