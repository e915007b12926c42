"""The template engine of the pages and what every template knows."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.pages.assets import Entry, read_manifest

SITE_NAME: Final = "Information sharing registry"
STATIC_PATH: Final = "/static"

_TEMPLATES: Final = Path(__file__).resolve().parent / "templates"


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = lambda value: f"{value:,}"
    return environment


@cache
def _entries() -> dict[str, Entry]:
    return read_manifest()


def render_page(
    request: Request, template: str, status: int = 200, headers: Mapping[str, str] | None = None, /, **context: Any
) -> HTMLResponse:
    """Render one page of the site, with headers of its own where they are given.

    `template` is a file under ``api/pages/templates``; it sees `context`, the current path, the bundle's entries and
    ``url``, which turns a path of ours into one that works behind a proxy that strips a prefix.

    Raises:
        BundleMissing: the built bundle is absent.
        jinja2.UndefinedError: the template asks for something that was not given.
    """
    prefix = request.scope.get("root_path", "").rstrip("/")

    def url(path: str) -> str:
        return f"{prefix}{path}"

    html = (
        _environment()
        .get_template(template)
        .render(
            site_name=SITE_NAME,
            path=request.url.path.removeprefix(prefix),
            entries=_entries(),
            url=url,
            static=lambda file: url(f"{STATIC_PATH}/{file}"),
            **context,
        )
    )
    return HTMLResponse(html, status, {"Cache-Control": "no-cache", **(headers or {})})
