"""`isa alerts schedule` over nights on which clocks change, by a clock that only waiting moves. No engine."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

import pytest

from alerts.clock import Clock
from api.alerts import wiring as alerting
from api.cli import alerts as command
from api.settings import Settings
from graph.store.errors import EngineUnavailable
from tests.alerting.alerting_world import LONDON


@pytest.mark.parametrize(
    ("began", "ran"),
    [
        # Clocks go forward on 29 March: 23 hours between two runs.
        ("2026-03-27T12:00", ["2026-03-28T06:30", "2026-03-29T05:30", "2026-03-30T05:30"]),
        # And back on 25 October: 25 hours.
        ("2026-10-23T12:00", ["2026-10-24T05:30", "2026-10-25T06:30", "2026-10-26T06:30"]),
        # Over a leap day.
        ("2028-02-27T12:00", ["2028-02-28T06:30", "2028-02-29T06:30", "2028-03-01T06:30"]),
    ],
)
async def test_it_runs_once_a_morning_and_goes_on_after_a_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], began: str, ran: list[str]
) -> None:
    now = dt.datetime.fromisoformat(began).replace(tzinfo=dt.UTC)
    runs: list[str] = []

    async def wait(seconds: float) -> None:
        nonlocal now
        assert 0 < seconds <= 60
        now += dt.timedelta(seconds=seconds)

    async def one_run(_settings: Settings) -> int:
        runs.append(f"{now:%Y-%m-%dT%H:%M}")
        if len(runs) == 3:
            raise KeyboardInterrupt
        raise EngineUnavailable("The engine is away.")

    def clock(_settings: Any) -> Clock:
        return Clock(LONDON, lambda: now)

    monkeypatch.setattr(asyncio, "sleep", wait)
    monkeypatch.setattr(command, "_run", one_run)
    monkeypatch.setattr(alerting, "alert_clock", clock)
    with pytest.raises(KeyboardInterrupt):
        await command._every_night(Settings(), dt.time(6, 30))
    assert runs == ran
    told = capsys.readouterr()
    assert told.err == "The run failed: The engine is away.\n" * 2
    assert [line.rpartition(" ")[0] for line in told.out.splitlines()] == [
        f"The next run is at {run[:10]} 06:30" for run in ran
    ]
