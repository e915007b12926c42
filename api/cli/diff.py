"""`isa diff`: what an edition of a source changed."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.faults import BadInput

if TYPE_CHECKING:
    from api.settings import Settings
    from ingest.loading.difference import ChangeLine

_EDITIONS = """
query ($source: ID!) {
  editions(where: {source: {key: {eq: $source}}}, orderBy: [{loadedAt: DESC}], first: 100) {
    nodes { key title state loadedAt }
  }
}"""
_CHANGES = """
query ($edition: ID!, $after: String) {
  edition(id: $edition) {
    key title asAt loadedAt source { key title }
    changes(first: 200, after: $after, orderBy: [{key: ASC}]) {
      nodes { kind type property before after at by of(first: 1) { totalCount nodes { key } } }
      pageInfo { hasNextPage endCursor }
    }
  }
}"""


class DiffFormat(StrEnum):
    """How changes are written."""

    TABLE = "table"
    JSON = "json"


def diff(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="Name of the register, as `isa sources` lists it.")],
    edition: Annotated[
        str | None,
        typer.Argument(metavar="EDITION", help="Key of one of its editions; the last one loaded where none is named."),
    ] = None,
    form: Annotated[
        DiffFormat, typer.Option("--format", "-f", help="How to write what changed; json has every value whole.")
    ] = DiffFormat.TABLE,
) -> None:
    """Tell what an edition changed: new, amended, relabelled, withdrawn, restored.

    The same words written otherwise wherever they stood are told once, with the number of nodes. What the first
    edition of a source brought is no change. `isa load --dry-run` tells the same of an edition not yet loaded.

    Examples:

    - `isa diff nhs-digital-register`
    - `isa diff dea-register --format json`
    """
    from api.cli.running import run_to_end
    from api.settings import load_settings
    from ingest.catalogue import find_source

    info = find_source(source).info
    found = run_to_end(_found(load_settings(), source, edition))
    if form is DiffFormat.JSON:
        _write_json(found)
        return
    lines = _lines([_line(each) for each in found["changes"]])
    typer.echo(f"{info.title}: {found['key']}, {found['title']}")
    for line in lines or ["Nothing it was loaded over changed."]:
        typer.echo(line)


async def _found(settings: Settings, source: str, wanted: str | None) -> dict[str, Any]:
    """The edition with all its changes. Raises BadInput where there is no such edition."""
    from api.app import make_engine
    from api.cli.asking import answered
    from api.cli.registry import opened

    async with opened(settings) as store:
        engine = make_engine(settings, store)
        editions = (await answered(engine, _EDITIONS, {"source": source}))["editions"]["nodes"]
        key = _chosen(source, editions, wanted)
        changes: list[dict[str, Any]] = []
        after = None
        while True:
            edition = (await answered(engine, _CHANGES, {"edition": key, "after": after}))["edition"]
            page = edition.pop("changes")
            changes += page["nodes"]
            if not page["pageInfo"]["hasNextPage"]:
                return {**edition, "changes": changes}
            after = page["pageInfo"]["endCursor"]


def _chosen(source: str, editions: list[dict[str, Any]], wanted: str | None) -> str:
    if not editions:
        raise BadInput(f"no edition of {source} is loaded. Load one with: isa load {source} FILE")
    if wanted is None:
        loaded = [each for each in editions if each["state"] == "LOADED"]
        return str((loaded or editions)[0]["key"])
    for each in editions:
        if wanted in (each["key"], each["key"].removeprefix(f"{source}:")):
            return str(each["key"])
    known = ", ".join(f"{each['key']} ({each['title']})" for each in editions[:5])
    raise BadInput(f"{source} has no edition {wanted}. The last ones: {known}.")


def _lines(changes: list[ChangeLine]) -> list[str]:
    from ingest.loading.difference import difference_lines

    return difference_lines(changes)


def _line(change: dict[str, Any]) -> ChangeLine:
    from ingest.loading.difference import ChangeLine

    nodes = change["of"]
    told = {name: change[name] for name in ("kind", "type", "property", "before", "after")}
    return ChangeLine(node=nodes["nodes"][0]["key"], nodes=nodes["totalCount"], **told)


def _write_json(found: dict[str, Any]) -> None:
    import json

    changes = [
        {
            **{name: value for name, value in change.items() if name != "of"},
            "node": change["of"]["nodes"][0]["key"],
            "nodes": change["of"]["totalCount"],
        }
        for change in found["changes"]
    ]
    typer.echo(json.dumps({**found, "changes": changes}, ensure_ascii=False, indent=2))
