"""What the ten questions ought to answer, read out of the published files by plain means, without the product."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import cast

from python_calamine import CalamineWorkbook

NHS_DIGITAL = "nhs digital (health and social care information centre)"
"""What the seed calls the body that every row of the NHS Digital register comes from."""

SINCE = "2026-11-22"
"""The day on which the questions are asked, as files write days."""


@dataclass(frozen=True)
class Closed:
    """A body that closed: its name, and the bodies that followed, by name."""

    name: str
    heirs: frozenset[str]


def texts(book: CalamineWorkbook, sheet: str) -> list[list[str]]:
    """Return the rows of a sheet as the registers of the tests have them: every cell that a test reads is a text."""
    return cast(list[list[str]], book.get_sheet_by_name(sheet).to_python())


class Files:
    """The files of the real registers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def table(self, path: str) -> list[dict[str, str]]:
        """Return the rows of a CSV file."""
        with (self.folder / path).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def releases(self) -> list[list[str]]:
        """The rows of the NHS Digital register: one a file sent."""
        return texts(self._nhs_digital, "DataReleases")[1:]

    @cached_property
    def purposes(self) -> list[list[str]]:
        """The purpose statements of the NHS Digital register."""
        return texts(self._nhs_digital, "PurposeStatements")[1:]

    @cached_property
    def _nhs_digital(self) -> CalamineWorkbook:
        folder = self.folder / "nhs-digital-data-release-register"
        return CalamineWorkbook.from_path(str(folder / "nhs-digital-data-release-register-2021-02.xlsx"))

    @cached_property
    def phe(self) -> list[list[str]]:
        """The releases of Public Health England."""
        path = self.folder / "phe-data-release-register" / "phe-odr-data-release-register-2017-04-to-2020-09.ods"
        rows = texts(CalamineWorkbook.from_path(str(path)), "Release_Register_Apr17-Sept20")
        return rows[next(n for n, row in enumerate(rows) if row[0].startswith("ODR reference")) + 1 :]

    @cached_property
    def projects(self) -> list[list[str]]:
        """The accredited projects, below the headings in row 5."""
        path = self.folder / "uksa-accredited-projects" / "uksa-accredited-projects-2026-03-25.xlsx"
        rows = texts(CalamineWorkbook.from_path(str(path)), "Sheet1")
        return rows[next(n for n, row in enumerate(rows) if row[0] == "Project Number") + 1 :]

    @cached_property
    def bodies(self) -> dict[str, dict[str, str]]:
        """The bodies of the seed by their key."""
        return {row["org_key"]: row for row in self.table("gm-seed/organisations.csv")}

    @cached_property
    def closed(self) -> dict[str, Closed]:
        """The bodies that closed, by each name that a register may call them, in small letters."""
        names = {row["ods_code"]: row["name"] for row in self.bodies.values() if row["ods_code"]}
        toolkit = self.table("nhs-ods/dspt-status-2022-02-08.csv")
        heirs: dict[str, set[str]] = defaultdict(set)
        for row in toolkit:
            names.setdefault(row["Code"], row["Name"])
        for row in self.table("gm-seed/successions.csv"):
            names.setdefault(row["successor_ods"], row["successor_name"])
            heirs[row["predecessor_ods"]].add(row["successor_ods"])
        for row in toolkit:
            heirs[row["Code"]] |= {row["Successor.Code"]} - {""}
        found: dict[str, Closed] = {}
        for row in toolkit:
            if row["Close"] and row["Close"] < SINCE:
                made = Closed(names[row["Code"]].casefold(), self._named(names, heirs[row["Code"]]))
                found |= {row[column].casefold(): made for column in ("Name", "Organisation.Name", "CCG20NM")}
        for row in self.bodies.values():
            if row["end_date"] and row["end_date"] < SINCE:
                after = heirs[row["ods_code"]] | set(row["current_successor_ods"].split(";")) - {""}
                # Where the seed tells of the steps between, the last heir is none of its own.
                after = heirs[row["ods_code"]] or after
                made = Closed(row["name"].casefold(), self._named(names, after))
                found |= {row["name"].casefold(): made, row["org_key"]: made, row["ods_code"] or "-": made}
        found["nhs digital"] = found["nhs-digital"]
        return {name: made for name, made in found.items() if name}

    def _named(self, names: dict[str, str], codes: set[str]) -> frozenset[str]:
        """Heirs by their names; of a code that no file names, the registry says so."""
        return frozenset(names.get(code, f"{code} (name not recorded)").casefold() for code in codes)

    def closed_parties(self) -> dict[str, frozenset[Closed]]:
        """Return the closed parties of every agreement that has any, by its reference, else by its title."""
        parties: dict[str, set[str]] = defaultdict(set)
        for released_under, body in self._released_to():
            parties[released_under] |= {body.casefold(), "nhs digital"}
        for release in self.phe:
            parties[project_of(release[0])].add(release[1].casefold())
        for row in self.table("gm-seed/gm-flows-from-register-text.csv"):
            if not row["from_org"]:
                parties[row["agreement_ref"]].add(row["to_org"])
        for row in self.table("gm-seed/public-agreements-and-notices.csv"):
            named = ";".join(row[column] for column in ("controllers", "processors", "other_parties"))
            reference = re.search(r"DARS-NIC-\d+-\w+", row["instrument"])
            parties[reference[0] if reference else row["title"]] |= {each.strip() for each in named.split(";")}
            if row["agreement_key"] == "gm-isp":
                signed = self.table("gm-seed/gm-isp-signatories.csv")
                parties[row["title"]] |= {each["expected_code"] for each in signed if each["expected_scheme"] == "ods"}
        found = {
            name: frozenset(self.closed[each] for each in who & self.closed.keys()) for name, who in parties.items()
        }
        return {name: who for name, who in found.items() if who}

    def _released_to(self) -> Iterator[tuple[str, str]]:
        yield from ((stem(row[8]), row[1]) for row in self.releases)
        yield from ((stem(row[0]), row[1]) for row in self.purposes)

    def identifiable_to_councils(self) -> list[tuple[str, str, str, str]]:
        """Return agreement, dataset, law and confidentiality of what councils receive identifiable."""
        councils = {row[1].casefold() for row in self.purposes if row[7] == "Local Authority"}
        wanted = {tuple(row[1:]) for row in self.releases if row[3] == "Identifiable" and row[1].casefold() in councils}
        return sorted((stem(row[7]), row[1], row[4], row[10]) for row in wanted)

    def on_covid_notice(self) -> dict[str, int]:
        """Return how many flows that are not one-off rest on the notices of COVID-19, by agreement."""
        rows = {tuple(row[1:]) for row in self.releases if row[5].startswith("CV19:") and row[7] != "One-Off"}
        found: dict[str, int] = defaultdict(int)
        for row in rows:
            found[stem(row[7])] += 1
        return dict(found)

    def received_by_gmca(self) -> list[tuple[str, str, str]]:
        """Return project, owner and dataset of what researchers of the combined authority may use."""
        found = []
        for row in self.projects:
            if "Greater Manchester Combined Authority" not in row[2]:
                continue
            owner, _, listed = row[4].partition(":")
            found += [(row[0].strip(), owner.strip(), re.sub(r"\s+", " ", each).strip()) for each in listed.split(",")]
        return sorted(found)


def stem(reference: str) -> str:
    """Return the agreement of a reference: what stands before its version."""
    return re.sub(r"-v\d+\.\d+$", "", reference)


def project_of(reference: str) -> str:
    """Return the project of a reference of Public Health England, which nests project, amendment and release."""
    return re.split(r"[/(]", reference)[0].strip()
