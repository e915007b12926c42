"""Dates and months as registers and the names of their files write them."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.drafting.file_names import latest_day, latest_day_or_month, latest_month
from ingest.drafting.values import parts
from ingest.drafting.written_dates import written_date
from ingest.reading.cells import FileContent
from ingest.source import AsAt


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("2018-05-17", dt.date(2018, 5, 17), "DAY"),
        ("2018-05-17 00:00:00", dt.date(2018, 5, 17), "DAY"),
        # The day stands before the month.
        ("03/05/2018", dt.date(2018, 5, 3), "DAY"),
        ("3.5.18", dt.date(2018, 5, 3), "DAY"),
        ("17 May 2018", dt.date(2018, 5, 17), "DAY"),
        ("1st  Sept. 2018", dt.date(2018, 9, 1), "DAY"),
        # A month is kept as a month.
        ("Jul-19", dt.date(2019, 7, 1), "MONTH"),
        ("July 2019", dt.date(2019, 7, 1), "MONTH"),
        ("2019", dt.date(2019, 1, 1), "YEAR"),
    ],
)
def test_dates_are_read_as_they_are_written(text: str, day: dt.date, precision: str) -> None:
    assert written_date(text) == (day, precision)


@pytest.mark.parametrize("text", ["31/02/2018", "soon", "Smarch 2019", "5/2018", ""])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a date written as|out of range"):
        written_date(text)


def test_the_name_of_a_file_tells_its_day_or_month() -> None:
    def named(*names: str) -> list[FileContent]:
        return [FileContent(name, "csv", "") for name in names]

    # Of a period the last month, of several files the latest.
    assert str(latest_month(named("releases-2017-04-to-2020-09.ods"))) == str(
        latest_month(named("r September 2020.csv"))
    )
    assert latest_day_or_month(named("projects-2026-03-25.xlsx", "projects-2025.xlsx")) == AsAt(dt.date(2026, 3, 25))
    # The 31st of February is no day.
    assert latest_day(named("projects-2026-02-31.xlsx")) is None


def test_values_are_parted_outside_brackets_alone() -> None:
    assert parts("A, B (c, d); E\nA") == ("A", "B (c, d)", "E")
