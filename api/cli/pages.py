"""Files of this checkout that are made by a command: shown, written, or held against what it would write."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import api
from api.cli.faults import BadInput, CommandError


def checkout() -> Path:
    """Return the root of the checkout that this runs from. Raises BadInput where it was installed without one."""
    root = Path(api.__file__).resolve().parents[1]
    if not (root / "pyproject.toml").is_file():
        raise BadInput("this needs a checkout of the project: run it there, with the package installed by make.")
    return root


def deliver(made: Mapping[str, str], *, write: bool, check: bool, command: str) -> None:
    """Write files by their path in the checkout, or check that they are current, or print the first.

    Raises CommandError from a check that finds one missing or different.
    """
    if write and check:
        raise BadInput("--write and --check exclude each other: give one.")
    if not write and not check:
        sys.stdout.write(next(iter(made.values())))
        return
    root = checkout()
    for place, text in made.items():
        path = root / place
        if write:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            sys.stdout.write(f"wrote {place}\n")
        elif not path.is_file() or path.read_text(encoding="utf-8") != text:
            raise CommandError(f"{place} is not what the code says now. Write it with: {command} --write")
