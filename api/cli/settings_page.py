"""Every setting: what `isa settings` shows, and docs/settings.md."""

from __future__ import annotations

import os

from pydantic import SecretStr
from pydantic_core import PydanticUndefined
from rich.console import Console
from rich.table import Table

from api.settings import Settings, allowed, is_secret, load_settings, variable


def show() -> None:
    """Write every setting with the value it has here. Raises SettingsError."""
    here = load_settings()
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("setting", no_wrap=True)
    table.add_column("value", overflow="fold")
    table.add_column("what it is")
    for field, info in Settings.model_fields.items():
        mark = "" if os.environ.get(variable(field)) or field in here.model_fields_set else " (default)"
        table.add_row(variable(field), f"{_shown(field, getattr(here, field))}{mark}", info.description)
    Console().print(table)


def page() -> str:
    """Return docs/settings.md."""
    lines = [
        "# Settings",
        "",
        "<!-- Made by `isa settings --write`. Change api/settings.py, not this page. -->",
        "",
        "Settings are environment variables. A file called `.env` in the folder you start from is read too; the",
        "environment goes before it. `isa settings` shows what is in force. A value that is not allowed is refused in",
        "one line that names the variable, and so is a variable that begins with `ISA_` and is none of these.",
        "",
        "| variable | what it is | allowed | default |",
        "|---|---|---|---|",
    ]
    for field, info in Settings.model_fields.items():
        lines.append(f"| `{variable(field)}` | {info.description} | {allowed(field)} | {_default(field)} |")
    return "\n".join(lines) + "\n"


def _default(field: str) -> str:
    if field == "data_dir":
        return "depends on the platform"
    default = Settings.model_fields[field].default
    if default is None or default is PydanticUndefined or is_secret(field):
        return "not set"
    return f"`{_shown(field, default)}`"


def _shown(field: str, value: object) -> str:
    if isinstance(value, SecretStr):
        return "set, not shown" if value.get_secret_value() else "not set"
    if value is None:
        return "not set"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)
