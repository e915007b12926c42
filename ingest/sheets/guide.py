"""The first sheet of a workbook: what it is and how it is filled in."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.drafting.wordlists import read_yaml
from ingest.sheets.declaration import sheets

GUIDE_SHEET = "Read me"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its two cells, how it looks (title, heading, text) and the place in the workbook it leads to."""

    left: str
    right: str = ""
    kind: str = "text"
    link: str | None = None


def guide_lines(opening: str) -> tuple[Line, ...]:
    """Return the lines of the first sheet. `opening` is `template` or `export`."""
    guide = read_yaml("ingest.sheets", "guide.yaml")
    lines = [Line(guide["title"], kind="title"), Line(""), Line("", guide[opening])]
    for section in guide["sections"]:
        lines += [Line(""), Line(section["heading"], kind="heading")]
        if section.get("sheets"):
            lines += [Line(sheet.name, sheet.about, link=f"#'{sheet.name}'!A1") for sheet in sheets()]
        lines += [Line("", text) for text in section.get("lines", ())]
    return tuple(lines)
