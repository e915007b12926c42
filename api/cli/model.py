"""`isa model`: the page and the pictures of the model in docs/."""

from __future__ import annotations

from typing import Annotated

import typer

PAGE = "docs/model.md"
PICTURES = "docs/pictures"


def model(
    write: Annotated[bool, typer.Option("--write", help=f"Write {PAGE} and its pictures.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Fail where they are not current.")] = False,
) -> None:
    """Print the page that tells what the registry can hold, or keep the one in docs/ current."""
    from api.cli.pages import deliver

    deliver(made(), write=write, check=check, command="isa model")


def made() -> dict[str, str]:
    """Return the page and its pictures, by path in the checkout."""
    import yaml

    from api.cli.model_page import page
    from api.cli.model_picture import edges_shown, pictures, svg
    from api.cli.pages import checkout
    from graph.model.registry import registry_model

    held = registry_model()
    layout = yaml.safe_load((checkout() / PICTURES / "layout.yaml").read_text(encoding="utf-8"))
    drawn = pictures(held, layout)
    text = page(held, [(each.title, f"model-{each.name}.svg") for each in drawn])
    files = {
        f"{PICTURES}/model-{each.name}.svg": svg(each, shown)
        for each, shown in zip(drawn, edges_shown(held, drawn), strict=True)
    }
    return {PAGE: text, **files}
