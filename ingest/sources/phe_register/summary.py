"""What only all releases together tell: the current terms of each project and amendment."""

from __future__ import annotations

from collections import defaultdict

from ingest.drafting.draft import Draft
from ingest.drafting.ref import Ref
from ingest.drafting.written_dates import written_date
from ingest.sources.phe_register.layout import RELEASES
from ingest.sources.phe_register.reference import parse
from ingest.tables.layout import Row

_TEXTS = {"purposeText": "purpose", "processingText": "use", "benefits": "benefits"}
_OF_AGREEMENT = frozenset({"purposeText", "benefits"})


def finish(draft: Draft) -> None:
    """Give each project and amendment the words of its latest release that has any, and say where they differed."""
    rows: dict[Ref, list[Row]] = defaultdict(list)
    for row, _ in draft.taken():
        if row.table == RELEASES.name:
            reference = parse(row.text("reference"))
            agreement = ("Agreement", reference.agreement_key)
            rows[agreement].append(row)
            if reference.version is not None:
                rows["AgreementVersion", f"{reference.agreement_key}:{reference.version}"].append(row)
                current = draft.values(agreement)
                current["version"] = max(current.get("version", "A0"), reference.version, key=lambda v: int(v[1:]))
    for ref, stating in rows.items():
        _terms(draft, ref, sorted(stating, key=_age))


def _terms(draft: Draft, ref: Ref, oldest_first: list[Row]) -> None:
    for name, column in _TEXTS.items():
        texts = [row.raw(column) for row in oldest_first if row.text(column)]
        if not texts or (ref[0] == "Agreement" and name not in _OF_AGREEMENT):
            continue
        draft.values(ref)[name] = texts[-1]
        if ref[0] == "AgreementVersion" and len(set(texts)) > 1:
            draft.remark("terms that differ", f"{ref[1]}: {name} differs between releases; the latest is shown")


def _age(row: Row) -> tuple[int, str, int]:
    """Later amendments after earlier ones, then by the day of release, then as the register has them."""
    day = written_date(row.text("released"))[0].isoformat() if row.text("released") else ""
    return parse(row.text("reference")).amendment or 0, day, row.position
