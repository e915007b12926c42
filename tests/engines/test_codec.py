"""Seeing which codec the driver really uses."""

from __future__ import annotations

import subprocess
import sys

_ASK = "from graph.store.engine import codec_in_use; print(codec_in_use())"
_HIDE = "import sys; sys.modules['neo4j._rust'] = None; "


def _said(program: str) -> str:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()


def test_the_compiled_codec_is_seen() -> None:
    assert _said(_ASK) == "rust"


def test_its_absence_is_seen() -> None:
    assert _said(_HIDE + _ASK) == "python"
