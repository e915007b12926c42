"""What only all rows together tell: an agreement's current terms, and what the releases say of each flow."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from ingest.drafting.draft import Draft
from ingest.drafting.outcomes import Variant
from ingest.sources.nhs_digital_register.reference import parse
from ingest.sources.nhs_england_register.releases import RELEASED, Release

_SHOWN = ("title", "purposeText", "benefits", "startsOn", "startsOnPrecision", "endsOn", "endsOnPrecision")


def finish(draft: Draft) -> None:
    """Give each agreement the terms of its latest version and each flow what its releases say."""
    versions: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for key, terms in draft.of_label("AgreementVersion"):
        versions[key.rpartition(":")[0]].append(terms)
    for agreement, terms_of in versions.items():
        latest = max(terms_of, key=lambda terms: parse(str(terms["reference"])).order or (0, 0))
        current = draft.values(("Agreement", agreement))
        current["version"] = latest["version"]
        current |= {name: latest[name] for name in _SHOWN if name in latest}
        if len(terms_of) > 1:
            several = ", ".join(sorted(str(terms["version"]) for terms in terms_of))
            draft.remark(
                "several versions live", f"{agreement}: {several}; the terms shown are those of {latest['version']}"
            )
    flows: dict[str, list[Variant]] = defaultdict(list)
    for variant in draft.variants.values():
        flows[variant.identity].append(variant)
    for identity, releases in draft.memory.get(RELEASED, {}).items():
        ordered = sorted(releases, key=lambda release: release.month)
        for variant in flows[identity]:
            _released(draft, variant, ordered, alone=len(flows[identity]) == 1)
        if len(flows[identity]) > 1:
            draft.remark(
                "releases of a dataset listed twice",
                f"{identity}: the register does not say which of the flows they are",
            )


def _released(draft: Draft, variant: Variant, releases: list[Release], *, alone: bool) -> None:
    months = sorted({release.month for release in releases})
    variant.values["note"] = f"Files released: {', '.join(month.isoformat()[:7] for month in months)}."
    variant.rows += [release.row for release in releases]
    if not alone:
        return
    opt_outs = {release.opt_out for release in releases if release.opt_out}
    if opt_outs:
        variant.values |= dict(next(r.opt_out for r in reversed(releases) if r.opt_out))
    if len(opt_outs) > 1:
        draft.remark("opt-outs that differ", f"{variant.identity}: those of the latest release are shown")
    if variant.values.get("frequency") == "ONE_OFF":
        # For a regular flow the first month in the register need not be the first in which data flowed.
        variant.values["state"] = "COMPLETED"
        for name, month in (("startedOn", months[0]), ("ceasedOn", months[-1])):
            variant.values |= {name: month, f"{name}Precision": "MONTH"}
