"""The built bundle: what a page has to link to, and the application that serves it."""

import gzip
import json
import mimetypes
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

STATIC_FOLDER: Final = Path(__file__).resolve().parent.parent / "static"
BUNDLE_FOLDER: Final = STATIC_FOLDER / "dist"

_YEAR_IN_SECONDS: Final = 31_536_000
_HASHED: Final = f"public, max-age={_YEAR_IN_SECONDS}, immutable"
_UNHASHED: Final = "public, max-age=3600"
_COMPRESSIBLE: Final = frozenset({".css", ".js", ".json", ".svg", ".ttf", ".txt"})


class BundleMissing(RuntimeError):
    """The built bundle is absent or was not built from these sources."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            f"{detail} Build the pages' bundle with 'npm ci && npm run build' in api/web, "
            "or take api/static/dist from the repository as it stands."
        )


@dataclass(frozen=True)
class Entry:
    """What a page that uses one entry of the bundle links to, as paths under the static mount."""

    script: str | None
    stylesheets: tuple[str, ...]
    preloads: tuple[str, ...]


def read_manifest(folder: Path = BUNDLE_FOLDER) -> dict[str, Entry]:
    """Read what the bundler wrote: entry name (``explorer``, ``site``) to what a page links to.

    Raises:
        BundleMissing: the manifest is absent, damaged or names a file that is not there.
    """
    path = folder / "manifest.json"
    try:
        chunks = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BundleMissing(f"{path.name} is not in {folder}.") from None
    except ValueError as fault:
        raise BundleMissing(f"{path.name} in {folder} is not readable JSON ({fault}).") from None

    def linked(file: str) -> str:
        if not (folder / file).is_file():
            raise BundleMissing(f"{path.name} names {file}, which is not in {folder}.")
        return f"dist/{file}"

    entries: dict[str, Entry] = {}
    for chunk in chunks.values():
        if not chunk.get("isEntry"):
            continue
        file = chunk["file"]
        styles = [file] if file.endswith(".css") else chunk.get("css", [])
        entries[chunk["name"]] = Entry(
            script=None if file.endswith(".css") else linked(file),
            stylesheets=tuple(linked(style) for style in styles),
            preloads=tuple(linked(chunks[name]["file"]) for name in chunk.get("imports", [])),
        )
    return entries


@dataclass(frozen=True)
class _StaticFile:
    path: Path
    media_type: str
    cache_control: str

    @cached_property
    def content(self) -> bytes:
        return self.path.read_bytes()

    @cached_property
    def compressed(self) -> bytes | None:
        """The content as gzip, made once: the editor is too large to compress at every visit."""
        if self.path.suffix not in _COMPRESSIBLE:
            return None
        return gzip.compress(self.content, compresslevel=6, mtime=0)

    def read(self, gzipped: bool) -> tuple[bytes, bool]:
        body = self.compressed if gzipped else None
        return (self.content, False) if body is None else (body, True)


class StaticFiles:
    """ASGI application that serves ``api/static``: only the files there when it was made, compressed, long cached.

    Files whose name carries a hash of their content may be kept for a year without asking again; others for an hour.
    """

    def __init__(self, folder: Path = STATIC_FOLDER) -> None:
        self._files = {
            "/" + path.relative_to(folder).as_posix(): _StaticFile(
                path=path,
                media_type=_media_type(path),
                cache_control=_HASHED if path.parent.name == "assets" else _UNHASHED,
            )
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer GET and HEAD for a file of the folder, 404 for anything else, 405 for other methods."""
        request = Request(scope)
        response = await self._answer(request)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            return PlainTextResponse("Method Not Allowed", 405, {"Allow": "GET, HEAD"})
        path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
        file = self._files.get(path)
        if file is None:
            return PlainTextResponse("Not Found", 404)
        wants_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
        body, gzipped = await run_in_threadpool(file.read, wants_gzip)
        headers = {"Cache-Control": file.cache_control, "Vary": "Accept-Encoding", "Content-Length": str(len(body))}
        if gzipped:
            headers["Content-Encoding"] = "gzip"
        return Response(b"" if request.method == "HEAD" else body, 200, headers, file.media_type)


def _media_type(path: Path) -> str:
    if path.suffix == ".js":
        return "text/javascript"
    return mimetypes.guess_type(path.name)[0] or "application/octet-stream"
