"""A mapping of headings on its way from proposal to decision."""

from __future__ import annotations

import datetime as dt
import getpass
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import typer

from api.cli.faults import BadInput
from api.settings import Settings
from ingest.limits import Limits
from ingest.reading.files import read_file
from ingest.sheets.declaration import DataSheet
from ingest.sheets.mapping import FOLDER, HeadingMapping, MappedSheet, data_sheet, field_of, save
from ingest.sheets.proposal import SheetProposal, Suggestion, propose
from ingest.tables.layout import heading_key
from ingest.who.bodies import Directory

_LEFT_OUT = "-"
_SAMPLE = 28


def chosen(
    file: Path,
    settings: Settings,
    bodies: Directory,
    sheets: Sequence[str],
    changes: Sequence[str],
    *,
    ask: bool,
) -> list[SheetProposal]:
    """Return what is proposed for the sheets of a file, with what a person changed. Raises BadInput, IngestErrors."""
    if not file.is_file():
        raise BadInput(f"{file} does not exist or is a folder. Name a spreadsheet or a CSV file.")
    content = read_file(file, Limits(max_file_bytes=settings.max_file_mb * 1_000_000))
    wanted = _wanted(sheets, [sheet.name for sheet in content.sheets])
    given = [sheet for sheet in content.sheets if not wanted or sheet.name in wanted]
    proposals = [p for sheet in given if (p := propose(sheet, bodies, wanted.get(sheet.name))) is not None]
    if not proposals:
        names = ", ".join(sheet.name for sheet in content.sheets) or "none"
        raise BadInput(
            f"No sheet of {file.name} looks like one of ours (sheets: {names}). Say what one is: "
            "--sheet 'NAME=Agreements'."
        )
    for change in changes:
        proposals = _changed(proposals, change)
    return [_asked(proposal) for proposal in proposals] if ask else proposals


def shown(proposals: Sequence[SheetProposal]) -> Iterator[str]:
    """Yield the proposals for people, a line a column."""
    for proposal in proposals:
        yield f"{proposal.name} -> {proposal.sheet.name}"
        width = max(len(s.heading) for s in proposal.suggestions)
        for each in proposal.suggestions:
            ours = each.column.heading if each.column is not None else _LEFT_OUT
            yield f"  {_one_line(each.heading):<{width}}  {ours:<24}  {'; '.join(each.reasons)}{_sample(each)}"


def kept(settings: Settings, file: Path, proposals: Sequence[SheetProposal], name: str, by: str | None) -> Path:
    """Keep the mapping in the data folder, with who decided and when. Raises MappingRefused."""
    mapping = HeadingMapping(
        name=name,
        made_by=by or getpass.getuser(),
        made_at=dt.datetime.now(tz=dt.UTC),
        file=file.name,
        sheets={p.name: MappedSheet(p.sheet.name, _columns(p)) for p in proposals},
    )
    return save(settings.data_dir / FOLDER, mapping)


def _columns(proposal: SheetProposal) -> Mapping[str, str]:
    return {s.heading: s.column.field for s in proposal.suggestions if s.column is not None}


def _wanted(sheets: Sequence[str], there: Sequence[str]) -> dict[str, DataSheet]:
    found: dict[str, DataSheet] = {}
    for said in sheets:
        name, equals, ours = said.rpartition("=")
        if not equals or name not in there:
            raise BadInput(f"--sheet {said!r}: write SHEET=OURS with a sheet of the file: {', '.join(there)}.")
        found[name] = data_sheet(ours)
    return found


def _changed(proposals: Sequence[SheetProposal], change: str) -> list[SheetProposal]:
    place, equals, said = change.rpartition("=")
    if not equals:
        raise BadInput(f"--set {change!r}: write COLUMN=FIELD, or COLUMN=- to leave a column out.")
    sheet, mark, heading = place.rpartition("!")
    of = [
        p
        for p in proposals
        if (not mark or p.name == sheet) and any(heading_key(s.heading) == heading_key(heading) for s in p.suggestions)
    ]
    if len(of) != 1:
        headings = ", ".join(s.heading for p in proposals for s in p.suggestions)
        several = f"{len(of)} sheets have a column {heading!r}: write SHEET!COLUMN=FIELD."
        raise BadInput(several if of else f"There is no column {heading!r} in the file. Columns: {headings}.")
    return [_with(p, heading, said) if p is of[0] else p for p in proposals]


def _with(proposal: SheetProposal, heading: str, said: str) -> SheetProposal:
    """The proposal with one column decided. Another column that was proposed for the same is left out."""
    column = None if said.strip() == _LEFT_OUT else field_of(proposal.sheet, said)
    suggestions: list[Suggestion] = []
    for each in proposal.suggestions:
        if heading_key(each.heading) == heading_key(heading):
            suggestions.append(replace(each, column=column, reasons=("you said so",)))
        elif column is not None and each.column is not None and each.column.field == column.field:
            suggestions.append(replace(each, column=None, reasons=(f"{heading!r} is {column.heading}",)))
        else:
            suggestions.append(each)
    return replace(proposal, suggestions=tuple(suggestions))


def _asked(proposal: SheetProposal) -> SheetProposal:
    typer.echo(f"{proposal.name} is taken for {proposal.sheet.name}. Enter accepts, - leaves a column out.")
    for each in proposal.suggestions:
        ours = each.column.heading if each.column is not None else _LEFT_OUT
        words = f"{_one_line(each.heading)}{_sample(each)}: {'; '.join(each.reasons)}"
        said = str(typer.prompt(words, default=ours))
        if said != ours:
            proposal = _with(proposal, each.heading, said)
    return proposal


def _sample(suggestion: Suggestion) -> str:
    sample = _one_line(suggestion.sample)
    if not sample:
        return " (no values)"
    return f" (such as {sample if len(sample) <= _SAMPLE else sample[: _SAMPLE - 3] + '...'})"


def _one_line(text: str) -> str:
    return " ".join(text.split())
