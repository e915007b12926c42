"""Word lists in data files beside a source: the texts a publisher uses and what each stands for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import yaml

from graph.model.spelling import normal_name


def read_yaml(package: str, name: str) -> Any:
    """Return the content of a data file inside a package."""
    return yaml.safe_load(files(package).joinpath(name).read_text(encoding="utf-8"))


def by_words(entries: Mapping[str, Any]) -> dict[str, Any]:
    """Return a mapping whose texts are compared without case, with one kind of dash and single spaces."""
    return {normal_name(text): value for text, value in entries.items()}
