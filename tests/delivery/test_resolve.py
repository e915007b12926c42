"""`isa resolve` on the demonstration: names in files, what awaits a decision, deciding and undoing."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.delivery.commands import isa
from tests.delivery.conftest import Demo


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_file_of_names_as_csv_and_json(demo: Demo, tmp_path: Path) -> None:
    file = tmp_path / "names.txt"
    file.write_text("Pennine Acute Hospitals NHS Trust\nAcme\n", encoding="utf-8")
    ended = isa("resolve", str(file), "--format", "csv", env=demo.env)
    assert (ended.code, ended.err) == (0, "")
    [pennine, acme] = rows(ended.out)
    assert (pennine["outcome"], pennine["body"], pennine["holders"]) == ("HELD", "ods:RW6", "ods:R0A; ods:RM3")
    assert pennine["since"] == "2021-10-01; 2021-10-01"
    assert pennine["chain"] == (
        "ods:RW6 to ods:R0A on 1 October 2021 (split); ods:RW6 to ods:RM3 on 1 October 2021 (split)"
    )
    assert (acme["asked"], acme["outcome"], acme["holders"]) == ("Acme", "UNKNOWN", "")
    earlier = isa("resolve", "holders", str(file), "--as-of", "2020-01-01", "--format", "json", env=demo.env)
    first = json.loads(earlier.out)[0]
    assert [(each["body"]["key"], each["since"]) for each in first["holders"]] == [("ods:RW6", None)]
    drawn = isa("resolve", str(file), env=demo.env)
    assert "Held by Manchester University NHS" in drawn.out


def test_decisions_are_recorded_followed_and_undone(demo: Demo, tmp_path: Path) -> None:
    file = tmp_path / "names.txt"
    file.write_text("Bolton Town Hall\n", encoding="utf-8")

    def found() -> dict[str, str]:
        [row] = rows(isa("resolve", str(file), "--format", "csv", env=demo.env).out)
        return row

    assert found()["outcome"] == "UNKNOWN"
    decided = isa("resolve", "decide", "Bolton Town Hall", "--is", "E08000001", "--by", "IG lead", env=demo.env)
    assert (decided.code, decided.err) == (0, "")
    assert decided.out == "Recorded: Bolton Town Hall is gss:E08000001 (IG lead)\n"
    assert (found()["outcome"], found()["body"]) == ("HELD", "gss:E08000001")
    twice = isa("resolve", "decide", "bolton town hall", "--new", "--by", "IG lead", env=demo.env)
    assert twice.code == 2
    assert twice.err.startswith("isa: It is decided already that Bolton Town Hall is gss:E08000001 (IG lead, ")
    undone = isa("resolve", "undo", "BOLTON TOWN HALL", "--by", "DPO", env=demo.env)
    assert undone.out == "Undone: Bolton Town Hall is gss:E08000001 (IG lead)\n"
    assert found()["outcome"] == "UNKNOWN"
    listed = isa("resolve", "decisions", "--format", "json", env=demo.env)
    [entry] = [each for each in json.loads(listed.out) if each["name"] == "Bolton Town Hall"]
    assert (entry["decision"], entry["bodies"], entry["by"], entry["undoneBy"]) == (
        *("IS", "gss:E08000001", "IG lead", "DPO"),
    )


def test_what_awaits_a_decision_is_listed_without_a_word(demo: Demo) -> None:
    ended = isa("resolve", env=demo.env)
    assert (ended.code, ended.err) == (0, "")
    assert "look like no other: isa resolve --all" in ended.out
    [mind] = [
        row
        for row in rows(isa("resolve", "--all", "--format", "csv", env=demo.env).out)
        if row["name"] == "Stockport & District MIND"
    ]
    assert (mind["why"], mind["writtenBy"], mind["keptAs"]) == (
        *("matches none", "gm-seed", "gm-seed:stockport-and-district-mind"),
    )


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["none.txt"], "there is no file none.txt. Name a file with a name of a body on each line."),
        (["decide", "X", "--by", "me"], "Give one of --is BODY, --not BODY, --none and --new."),
        (["decide", "X", "--is", "RW6", "--new", "--by", "me"], "Give one of --is BODY, --not BODY, --none and --new."),
        (["undo", "X", "--by", "me"], "No decision on X is in force. isa resolve decisions lists them."),
        (["decide", "X", "--is", "RW6"], None),
    ],
)
def test_bad_input_is_one_line(demo: Demo, arguments: list[str], line: str | None) -> None:
    ended = isa("resolve", *arguments, env=demo.env)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.count("\n") == 1
    if line is not None:
        assert ended.err == f"isa: {line}\n"
