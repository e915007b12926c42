"""The `isa` command."""

from api.cli.application import main

__all__ = ["main"]
