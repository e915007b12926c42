"""What only all rows together tell: an agreement's current terms, whether all of it is one-off, what does not join."""

from __future__ import annotations

from collections import defaultdict

from ingest.drafting.draft import Draft
from ingest.sources.nhs_digital_register.reference import parse


def finish(draft: Draft) -> None:
    """Give each agreement the terms of its latest version, mark those wholly one-off, and report what is uneven."""
    _latest_terms(draft)
    _one_off(draft)
    _unjoined(draft)
    _spellings(draft)


def _latest_terms(draft: Draft) -> None:
    versions: dict[str, list[str]] = defaultdict(list)
    for key, _ in draft.of_label("AgreementVersion"):
        versions[key.rpartition(":")[0]].append(key)
    for agreement, keys in versions.items():
        latest = max(
            keys, key=lambda key: parse(str(draft.values(("AgreementVersion", key))["reference"])).order or (0, 0)
        )
        terms = draft.values(("AgreementVersion", latest))
        current = draft.values(("Agreement", agreement))
        current["version"] = terms["version"]
        for name in ("purposeText", "benefits"):
            if name in terms:
                current[name] = terms[name]
        if len(keys) > 1:
            shown = ", ".join(sorted(key.rpartition(":")[2] for key in keys))
            draft.remark(
                "several versions live", f"{agreement}: {shown}; the terms shown are those of {terms['version']}"
            )


def _one_off(draft: Draft) -> None:
    frequencies: dict[str, set[str | None]] = defaultdict(set)
    for variant in draft.variants.values():
        for kind, other, _, _ in variant.edges:
            if kind == "GOVERNED_BY":
                frequencies[other[1]].add(variant.values.get("frequency"))
    for agreement, found in frequencies.items():
        if found == {"ONE_OFF"}:
            draft.values(("Agreement", agreement))["oneOff"] = True


def _unjoined(draft: Draft) -> None:
    references: dict[str, set[str]] = defaultdict(set)
    for row, _ in draft.taken():
        references[row.table].add(parse(row.text("reference")).whole)
    releases, purposes = references["DataReleases"], references["PurposeStatements"]
    for reference in sorted(purposes - releases):
        draft.remark("agreements without releases", f"{reference} has a purpose statement and no release")
    for reference in sorted(releases - purposes) if purposes else ():
        draft.remark("releases without purpose", f"{reference} has releases and no purpose statement")


def _spellings(draft: Draft) -> None:
    """Names that differ only in case, dashes or spaces stand for one body; say so."""
    spellings: dict[tuple[str, str], set[str]] = defaultdict(set)
    for key, values in draft.of_label("Name"):
        spellings[key.split(":", 2)[1], values["normal"]].add(values["text"])
    for texts in spellings.values():
        if len(texts) > 1:
            draft.remark("spellings taken as one", " = ".join(repr(text) for text in sorted(texts)))
