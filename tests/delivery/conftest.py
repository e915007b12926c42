"""The demonstration, loaded and served once by the `isa` command, on the embedded engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.delivery.commands import environment, isa, serving


@dataclass(frozen=True)
class Demo:
    """A running registry that holds the demonstration: the environment of its commands, and its address."""

    env: dict[str, str]
    address: str


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demonstration."""
    folder = tmp_path_factory.mktemp("demonstration")
    env = environment(ISA_DATA_DIR=str(folder / "data"))
    loaded = isa("demo", "--no-serve", env=env)
    assert loaded.code == 0, loaded.err
    with serving(folder / "log", env=env) as (_, address):
        yield Demo(env, address)
