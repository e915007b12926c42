"""The committed bundle is what the sources give, names no registry host, and carries every notice it owes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from api.pages.assets import BUNDLE_FOLDER, BundleMissing, read_manifest
from tests.web.web_sources import WEB, run_npm


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_lock_file_names_no_place_to_download_from() -> None:
    lock = json.loads((WEB / "package-lock.json").read_text())
    packages = {path: entry for path, entry in lock["packages"].items() if path}
    assert len(packages) > 100
    assert [path for path, entry in packages.items() if "resolved" in entry] == []
    assert [path for path, entry in packages.items() if not entry.get("integrity", "").startswith("sha512-")] == []


def test_every_dependency_is_pinned_exactly() -> None:
    package = json.loads((WEB / "package.json").read_text())
    pins = package["dependencies"] | package["devDependencies"]
    assert [name for name, version in pins.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    # Later editors do not fit the GraphQL mode: it accepts monaco-editor below 0.53 only.
    assert pins["monaco-editor"] == "0.52.2"


def test_notices_name_every_package_shipped() -> None:
    lock = json.loads((WEB / "package-lock.json").read_text())
    notices = (BUNDLE_FOLDER / "THIRD-PARTY.txt").read_text(encoding="utf-8")
    headings = set(re.findall(r"^={80}\n(\S+ \S+) \(", notices, flags=re.MULTILINE))
    shipped = {
        f"{path.split('node_modules/')[-1]} {entry['version']}"
        for path, entry in lock["packages"].items()
        if path and not entry.get("dev") and not entry.get("devOptional") and "@types/" not in path
    }
    assert headings == shipped
    assert "Notices of code inside monaco-editor" in notices


def test_bundle_is_what_the_sources_give(web_sources: Path) -> None:
    run_npm(web_sources, "run", "build")
    rebuilt = contents(web_sources.parent / "static" / "dist")
    committed = contents(BUNDLE_FOLDER)
    assert sorted(rebuilt) == sorted(committed)
    assert [name for name in rebuilt if rebuilt[name] != committed[name]] == []


def test_manifest_gives_the_entries_pages_use() -> None:
    entries = read_manifest()
    assert set(entries) == {"explorer", "site"}
    assert entries["site"].script is None
    assert len(entries["site"].stylesheets) == 1
    assert entries["explorer"].script is not None


def test_missing_bundle_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(BundleMissing, match=r"manifest\.json is not in .*npm ci && npm run build"):
        read_manifest(tmp_path)


def test_bundle_that_lost_a_file_is_noticed(tmp_path: Path) -> None:
    manifest = {"src/site.css": {"file": "assets/site-1.css", "name": "site", "isEntry": True}}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(BundleMissing, match=r"names assets/site-1\.css, which is not in"):
        read_manifest(tmp_path)
