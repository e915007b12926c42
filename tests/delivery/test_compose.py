"""docker-compose.yml and Dockerfile: accepted by compose, closed to strangers, clear about a missing password."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.settings import SettingsError, load_settings
from tests.delivery.commands import ROOT

FILE = ROOT / "docker-compose.yml"
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
PASSWORD = "a long enough password"


def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["services"]
    return found


def image_environment() -> dict[str, str]:
    """What the last stage of the Dockerfile sets."""
    last = DOCKERFILE.rpartition("\nFROM ")[2].replace("\\\n", " ")
    line = re.search(r"^ENV (.*)$", last, re.MULTILINE)
    assert line is not None
    return dict(pair.split("=", 1) for pair in line[1].split())


@pytest.fixture(scope="module")
def compose() -> list[str]:
    """A compose program; its `config` needs no engine."""
    if shutil.which("docker"):
        plugin = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False)
        if plugin.returncode == 0:
            return ["docker", "compose"]
    if shutil.which("docker-compose"):
        return ["docker-compose"]
    pytest.skip("neither docker compose nor docker-compose is here")


def config(compose: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `compose config` on a copy, so that no .env of this checkout is read."""
    shutil.copy(FILE, folder / FILE.name)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ISA_", "NEO4J_"))}
    return subprocess.run(
        [*compose, "config"], cwd=folder, env=clean | environment, capture_output=True, text=True, check=False
    )


def test_compose_accepts_it(compose: list[str], tmp_path: Path) -> None:
    done = config(compose, tmp_path, ISA_NEO4J_PASSWORD=PASSWORD)
    assert done.returncode == 0, done.stderr
    made = yaml.safe_load(done.stdout)
    assert sorted(made["services"]) == ["api", "neo4j"]
    assert made["services"]["neo4j"]["environment"]["NEO4J_AUTH"] == f"neo4j/{PASSWORD}"
    assert made["services"]["api"]["environment"]["ISA_NEO4J_PASSWORD"] == PASSWORD


def test_compose_refuses_a_key_that_does_not_exist(compose: list[str], tmp_path: Path) -> None:
    """The validator does validate."""
    wrong = FILE.read_text(encoding="utf-8").replace("read_only: true", "reed_only: true")
    (tmp_path / FILE.name).write_text(wrong, encoding="utf-8")
    done = subprocess.run(
        [*compose, "config"],
        cwd=tmp_path,
        env=os.environ | {"ISA_NEO4J_PASSWORD": PASSWORD},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "reed_only" in done.stderr


@pytest.mark.parametrize("environment", [{}, {"ISA_NEO4J_PASSWORD": ""}])
def test_a_missing_password_is_a_clear_error(compose: list[str], tmp_path: Path, environment: dict[str, str]) -> None:
    done = config(compose, tmp_path, **environment)
    assert done.returncode != 0
    assert (
        "ISA_NEO4J_PASSWORD is not set: copy .env.example to .env and put a password of at least 8 characters into it"
        in done.stderr
    )


def test_a_password_in_the_file_is_read(compose: list[str], tmp_path: Path) -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    filled = example.replace("ISA_NEO4J_PASSWORD=\n", f"ISA_NEO4J_PASSWORD={PASSWORD}\n")
    assert filled != example
    (tmp_path / ".env").write_text(filled, encoding="utf-8")
    assert config(compose, tmp_path).returncode == 0


def test_only_this_machine_reaches_the_server_and_nobody_the_database() -> None:
    assert services()["api"]["ports"] == ["127.0.0.1:${ISA_PORT:-8000}:8000"]
    assert "ports" not in services()["neo4j"]
    networks = yaml.safe_load(FILE.read_text(encoding="utf-8"))["networks"]
    assert services()["neo4j"]["networks"] == ["graph"]
    assert networks["graph"] == {"internal": True}


def test_the_server_may_do_nothing_that_it_need_not() -> None:
    api = services()["api"]
    assert api["read_only"] is True
    assert api["cap_drop"] == ["ALL"]
    assert api["security_opt"] == ["no-new-privileges:true"]
    assert api["user"] == "10001:10001"
    assert api["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    assert "\nUSER 10001:10001\n" in last
    assert "COPY --from=build" in last
    assert not re.search(r"apt-get|gcc|pip install", last)
    assert services()["neo4j"]["healthcheck"]["test"][0] == "CMD-SHELL"
    assert services()["neo4j"]["volumes"] == ["neo4j-data:/data"]


def test_the_container_serves_because_compose_says_the_network_is_trusted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("ISA_"):
            monkeypatch.delenv(name)
    for name, value in image_environment().items():
        if name.startswith("ISA_"):
            monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match="there is no sign-in yet"):
        load_settings().refuse_exposure()
    for name, value in services()["api"]["environment"].items():
        monkeypatch.setenv(name, re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value))
    settings = load_settings()
    settings.refuse_exposure()
    assert (settings.host, settings.port, settings.neo4j_uri) == ("0.0.0.0", 8000, "bolt://neo4j:7687")
    assert settings.timezone == "Europe/London"


def test_the_health_check_asks_whether_the_server_is_ready() -> None:
    command = re.search(r"HEALTHCHECK [^\[]*CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
    assert command is not None
    program = json.loads(command[1])
    assert program[:2] == ["python", "-c"]
    compile(program[2], "healthcheck", "exec")
    assert "http://127.0.0.1:8000/health/ready" in program[2]
