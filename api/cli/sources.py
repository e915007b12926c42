"""`isa sources`: which registers can be loaded."""

from __future__ import annotations


def sources() -> None:
    """List the registers that can be loaded, with who publishes them and in which formats."""
    from rich.console import Console
    from rich.table import Table

    from ingest.catalogue import sources as known

    console = Console()
    table = Table(box=None, padding=(0, 2, 1, 0), header_style="bold")
    for heading in ("source", "what it is", "files"):
        table.add_column(heading, overflow="fold")
    for source in known():
        words = f"{source.title}\n{source.publisher}, {source.licence}"
        table.add_row(source.name, words, ", ".join(source.formats))
    console.print(table)
    console.print("Load one with: isa load SOURCE FILE")
