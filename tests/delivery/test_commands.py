"""The commands as people give them: on the demonstration, and on every engine."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from graph.store.store import Store
from tests.delivery.commands import ROOT, environment, isa
from tests.delivery.conftest import Demo
from tests.servers.under_test import EngineUnderTest

COUNCILS = ["Salford City", "Stockport Metropolitan Borough", "Tameside Metropolitan Borough"]
COUNCILS += ["Trafford Metropolitan Borough", "Wigan Metropolitan Borough"]


def test_doctor_says_how_an_engine_is(engine: EngineUnderTest, empty_store: Store) -> None:
    env = environment(engine.settings)
    # Opening the registry puts its schema in place.
    asked = isa("ask", "{ agreements { totalCount } }", "--format", "json", env=env)
    assert (asked.code, asked.err) == (0, "")
    assert list(json.loads(asked.out)) == ["agreements"]
    ended = isa("doctor", env=env)
    assert (ended.code, ended.err) == (0, ""), ended.out
    kind = "embedded" if engine.name == "embedded" else "server"
    [first] = [line for line in ended.out.splitlines() if line.startswith("engine")]
    assert first.endswith(f"({kind})")
    assert "codec     rust\n" in ended.out
    assert ended.out.endswith("\nAll is well.\n")


def test_doctor_says_that_there_is_no_registry_yet(tmp_path: Path) -> None:
    ended = isa("doctor", env=environment(ISA_DATA_DIR=str(tmp_path / "none")))
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == f"isa: there is no registry in {tmp_path / 'none'} yet. Make one with: isa demo\n"
    assert not (tmp_path / "none").exists()


def test_the_demonstration_is_not_loaded_twice(demo: Demo) -> None:
    ended = isa("demo", "--no-serve", env=demo.env)
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert len(lines) == 3
    assert [line.partition(": ")[2] for line in lines] == ["already loaded"] * 3


def test_a_prepared_question_as_csv(demo: Demo) -> None:
    ended = isa("ask", "identifiable-data-to-councils", "--format", "csv", env=demo.env)
    assert (ended.code, ended.err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(ended.out)))
    assert [row["recipient"] for row in rows] == [f"{name} Council" for name in COUNCILS]
    assert {row["datasets"] for row in rows} == {"Primary Care Mortality Data"}


def test_how_a_question_is_answered(demo: Demo) -> None:
    ended = isa("ask", "agreements-of-a-body", "--explain", "--param", "body=gm:tfgm", env=demo.env)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("// agreements\n// $p0 = 100\n")
    assert '= "gm:tfgm"\n' in ended.out
    assert "MATCH (n1:Agreement)" in ended.out


def test_what_is_exported_is_what_the_registry_holds_already(demo: Demo, tmp_path: Path) -> None:
    """Each form is written whole, and loading one would take every row of it."""
    said = "Organisations 107, Datasets 61, Agreements 45, Parties 158, Versions 21, Flows 196, "
    said += "Legal bases 220, Notices 11"
    for form, name in (("workbook", "register.xlsx"), ("csv-folder", "register"), ("jsonl", "register.jsonl")):
        ended = isa("export", form, str(tmp_path / name), env=demo.env)
        assert (ended.code, ended.err) == (0, "")
        assert ended.out == f"Wrote {tmp_path / name}: {said}.\n"
    ended = isa("load", "workbook", str(tmp_path / "register.jsonl"), "--dry-run", env=demo.env)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("Our own register: 819 of 819 rows would be taken ")


def test_a_template_replaces_nothing_unasked(tmp_path: Path, demo: Demo) -> None:
    ended = isa("template", env=demo.env, cwd=tmp_path)
    assert (ended.code, ended.out) == (0, "Wrote register.xlsx. Fill it in, then: isa load workbook register.xlsx\n")
    ended = isa("template", env=demo.env, cwd=tmp_path)
    line = "isa: register.xlsx is there already. Name another file, or replace it with --force.\n"
    assert (ended.code, ended.err) == (2, line)
    assert isa("template", "--force", env=demo.env, cwd=tmp_path).code == 0
    ended = isa("load", "workbook", "register.xlsx", "--dry-run", env=demo.env, cwd=tmp_path)
    line = "isa: register.xlsx: it holds example rows alone, which are not loaded. Fill in rows of your own.\n"
    assert (ended.code, ended.err) == (2, line)


def test_a_question_from_a_file_with_parameters_as_json(demo: Demo, tmp_path: Path) -> None:
    file = tmp_path / "mine.graphql"
    file.write_text(
        "query Mine($kinds: [OrganisationKind!], $few: Int) {\n"
        "  organisations(where: {kind: {in: $kinds}}, orderBy: [{name: ASC}], first: $few) {\n"
        "    totalCount nodes { name }\n"
        "  }\n"
        "}\n",
        encoding="utf-8",
    )
    ended = isa(
        *("ask", str(file), "--format", "json", "--param", "kinds=POLICE,FIRE", "--param", "few=1"), env=demo.env
    )
    assert (ended.code, ended.err) == (0, "")
    assert json.loads(ended.out) == {
        "organisations": {"totalCount": 2, "nodes": [{"name": "Greater Manchester Fire and Rescue Service"}]}
    }


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (
            ["ask", "{ agreements { nodes { name } } }"],
            "Cannot query field 'name' on type 'Agreement'. Did you mean 'note'? (line 1, column 24)",
        ),
        (
            ["ask", "{ agreements(first: 100000) { nodes { title } } }"],
            "first: 100000 is more than the 500 nodes a page may hold. Ask for 500 or fewer and follow "
            "pageInfo.endCursor, or use an export. (line 1, column 3)",
        ),
        (
            ["ask", "who-shares-what", "--param", "direction=UP"],
            None,
        ),
        (
            ["ask", "{ agreements(first: 1) { nodes { title } } flows(first: 1) { nodes { title } } }", "-f", "csv"],
            "the answer has 2 tables (agreements, flows) and CSV holds one. Say which with --table, or use --format "
            "json.",
        ),
        (
            ["ask", "who-shares-what", "--table", "flows"],
            "the answer has no table flows. It has sharing, sharing.flows, sharing.agreements.",
        ),
        (["load", "no-such-register", "README.md"], None),
        (["load", "dea-register", "README.md"], None),
        (["load", "nhs-digital-register", "pyproject.toml"], None),
    ],
)
def test_bad_input_is_one_line(demo: Demo, arguments: list[str], line: str | None) -> None:
    ended = isa(*arguments, env=demo.env)
    assert (ended.code, ended.out) == (2, ""), ended.err
    assert ended.err.startswith("isa: ")
    assert ended.err.count("\n") == 1
    assert "fault of this software" not in ended.err
    if line is not None:
        assert ended.err == f"isa: {line}\n"


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    env = environment(ISA_DATA_DIR=str(tmp_path / "data"))
    folder = str(ROOT / "ingest/demo_data/dea-register")
    tried = isa("load", "dea-register", folder, "--dry-run", env=env)
    assert (tried.code, tried.err) == (0, "")
    assert tried.out.splitlines()[-1] == "Dry run: nothing was written."
    asked = isa("ask", "{ agreements { totalCount } }", "--format", "json", env=env)
    assert json.loads(asked.out) == {"agreements": {"totalCount": 0}}


def test_a_registry_is_loaded_while_it_is_served(demo: Demo) -> None:
    """The demonstration is being served: this joins its engine."""
    ended = isa(
        "load", "dea-register", str(ROOT / "ingest/demo_data/dea-register"), "--extract", "a part", env=demo.env
    )
    assert (ended.code, ended.err) == (0, "")
    assert "5 of 5 rows taken" in ended.out.splitlines()[0]


def test_sources_can_be_loaded_by_the_names_shown(demo: Demo) -> None:
    ended = isa("sources", env=demo.env)
    assert (ended.code, ended.err) == (0, "")
    for name in ("dea-register", "gm-seed", "nhs-digital-register"):
        assert any(line.split()[:1] == [name] for line in ended.out.splitlines())


def test_settings_show_what_is_in_force_and_no_secret(tmp_path: Path) -> None:
    env = environment(ISA_DATA_DIR=str(tmp_path), ISA_NEO4J_URI="bolt://h", ISA_NEO4J_PASSWORD="hunter2", ISA_PORT="9")
    ended = isa("settings", env=env, cwd=tmp_path)
    assert (ended.code, ended.err) == (0, "")
    assert "hunter2" not in ended.out
    shown = {line.split()[0]: line for line in ended.out.splitlines() if line.startswith("ISA_")}
    assert "set, not shown" in shown["ISA_NEO4J_PASSWORD"]
    assert shown["ISA_PORT"].split()[1:3] == ["9", "Port"]
    assert "8000" not in shown["ISA_PORT"]


def test_an_installed_command_says_its_version(demo: Demo) -> None:
    ended = isa("--version", env=demo.env)
    assert (ended.code, ended.out) == (0, "isa 0.1.0\n")


def test_a_backup_is_taken_while_the_registry_is_served_and_put_over_nothing_unasked(
    demo: Demo, tmp_path: Path
) -> None:
    file = tmp_path / "demo.backup"
    taken = isa("backup", str(file), env=demo.env)
    assert (taken.code, taken.err) == (0, "")
    assert re.fullmatch(rf"Wrote {file}: [\d,]+ nodes and [\d,]+ edges\.\n", taken.out)
    refused = isa("restore", str(file), env=demo.env)
    assert refused.code == 2
    assert "would delete it. Keep it with isa backup" in refused.err


@pytest.mark.proof
def test_a_registry_is_moved_by_its_backup(demo: Demo, tmp_path: Path) -> None:
    file, there = tmp_path / "demo.backup", environment(ISA_DATA_DIR=str(tmp_path / "data"))
    assert isa("backup", str(file), env=demo.env).code == 0
    moved = isa("restore", str(file), env=there)
    assert (moved.code, moved.err) == (0, "")
    for question in ("how-many", "ended-or-overdue"):
        asked = [isa("ask", question, "--format", "csv", env=env) for env in (demo.env, there)]
        assert asked[0].code == 0
        assert asked[0].out == asked[1].out
    again = isa("backup", str(file), env=demo.env)
    assert (again.code, again.err) == (
        2, f"isa: {file} is there already, and a backup replaces nothing. Name another file.\n"
    )  # fmt: skip
    nothing = isa("restore", str(tmp_path / "nothing"), "--replace", env=demo.env)
    assert (nothing.code, nothing.err) == (
        2, f"isa: {tmp_path / 'nothing'} cannot be read: No such file or directory.\n"
    )  # fmt: skip
