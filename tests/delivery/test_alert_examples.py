"""The examples of running alerts every morning: each accepted by the tool made for it, and by ours."""

from __future__ import annotations

import copy
import os
import shutil
import subprocess
from pathlib import Path

import kubernetes_validate
import pytest
import yaml

from alerts.arrangements import load_arrangements
from alerts.channels.declared import open_channels
from alerts.kind import load_kinds
from alerts.links import Links
from tests.delivery.commands import ROOT

EXAMPLES = ROOT / "docs" / "examples" / "alerts"
KUBERNETES = "1.30"


def test_the_arrangements_are_those_of_a_deployment() -> None:
    arranged = load_arrangements(EXAMPLES / "alerts.yaml", load_kinds())
    channels = open_channels(arranged.channels, Links("https://sharing.example"), {"SMTP_PASSWORD": "a password"})
    assert (arranged.send, sorted(channels)) == (("mail",), ["mail"])


def test_kubernetes_accepts_the_cron_job() -> None:
    job = yaml.safe_load((EXAMPLES / "cronjob.yaml").read_text(encoding="utf-8"))
    kubernetes_validate.validate(job, KUBERNETES, strict=True)
    wrong = copy.deepcopy(job)
    wrong["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0]["argz"] = ["alerts", "run"]
    with pytest.raises(kubernetes_validate.ValidationError, match="argz"):
        kubernetes_validate.validate(wrong, KUBERNETES, strict=True)


def verified(*units: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not here")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    done = verified(EXAMPLES / "isa-alerts.service", EXAMPLES / "isa-alerts.timer")
    assert (done.returncode, done.stderr) == (0, "")
    for unit in ("isa-alerts.service", "isa-alerts.timer"):
        shutil.copy(EXAMPLES / unit, tmp_path)
    timer = tmp_path / "isa-alerts.timer"
    timer.write_text(timer.read_text(encoding="utf-8").replace("06:30:00", "26:30:00"), encoding="utf-8")
    assert "Failed to parse calendar specification" in verified(timer).stderr


@pytest.mark.skipif(shutil.which("docker-compose") is None, reason="docker-compose is not here")
def test_compose_accepts_the_service(tmp_path: Path) -> None:
    nothing = tmp_path / "env"
    nothing.touch()
    names = ("ISA_NEO4J_PASSWORD", "ISA_PUBLIC_URL", "SMTP_PASSWORD")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ISA_")}
    command = [
        "docker-compose",
        "--env-file",
        str(nothing),
        "-f",
        "docker-compose.yml",
        "-f",
        str(EXAMPLES / "compose.yml"),
        "config",
    ]

    def accepted(**given: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=ROOT, env=clean | given, capture_output=True, text=True, check=False)

    done = accepted(**dict.fromkeys(names, "a long enough password"))
    assert done.returncode == 0, done.stderr
    made = yaml.safe_load(done.stdout)["services"]
    assert made["alerts"]["command"] == ["alerts", "schedule", "--at", "06:30"]
    assert "ports" not in made["alerts"]
    told = accepted(ISA_NEO4J_PASSWORD="a long enough password", SMTP_PASSWORD="a password").stderr
    assert "ISA_PUBLIC_URL is not set" in told
