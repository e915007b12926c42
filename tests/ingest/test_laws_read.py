"""`isa laws`: how the real registers' words for legal bases are read, counted by wording and by how often written."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.cli.application import run
from ingest.catalogue import find_source
from ingest.drafting.laws_read import LawsRead, laws_read
from tests.ingest.small_register import release, write_xlsx

NHS_DIGITAL = "nhs-digital-data-release-register/nhs-digital-data-release-register-2021-02.xlsx"
PHE = "phe-data-release-register/phe-odr-data-release-register-2017-04-to-2020-09.ods"
UKSA = "uksa-accredited-projects/uksa-accredited-projects-2026-03-25.xlsx"
DEA_LOG = "dea-register/information-sharing-agreement-0001.rsf"


def numbers(read: LawsRead) -> tuple[int, int, int, int]:
    """Wordings read as provisions and how often they are written; the same of those kept as they are."""
    mapped, kept = read.mapped, read.unmapped
    return len(mapped), sum(law.times for law in mapped), len(kept), sum(law.times for law in kept)


def kept(read: LawsRead) -> dict[str, int]:
    return {law.words: law.times for law in read.unmapped}


@pytest.mark.registers
def test_how_many_wordings_of_the_real_registers_are_provisions(registers: Path) -> None:
    # Each of the 3,570 releases names one basis.
    nhs = laws_read(find_source("nhs-digital-register"), [registers / NHS_DIGITAL])
    assert numbers(nhs) == (10, 3567, 2, 3)
    assert kept(nhs) == {
        "Other - COPI Notice - Regulation 3(3) and 3(1)": 1,
        "Other - Data dissemination is mandated under section 45c of the Statistics and Registration Service Act "
        "(2007) as amended by the Digital Economy Act 2017": 2,
    }
    # A release may name several. Its notes tell the cases in which the basis is a story of its own.
    phe = laws_read(find_source("phe-register"), [registers / PHE])
    assert numbers(phe)[:2] == (3, 198)
    assert kept(phe) == {
        "Consent": 48,
        "Direct Care": 21,
        "Please refer to release note 1 for further details": 32,
        "Please refer to release note 3 for further details": 12,
    }
    # 950 projects, some under both Acts; every damaged wording is read.
    uksa = laws_read(find_source("uksa-projects"), [registers / UKSA])
    assert numbers(uksa) == (8, 950, 0, 0)
    assert {code for law in uksa.mapped for code in law.codes or ()} == {"dea17-s64", "srsa07-s39-4-i"}
    # The register names a power by its number in another register, which was never published.
    dea = laws_read(find_source("dea-register"), [registers / DEA_LOG])
    assert numbers(dea) == (0, 0, 1, 3)


def test_the_command_lists_both(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known, unknown = "Health and Social Care Act 2012 - s261(7)", "By leave of the Lord Mayor"
    rows = [release(n, law=words) for n, words in enumerate((known, known, unknown), 1)]
    path = write_xlsx(tmp_path / "register-2021-02.xlsx", rows)
    assert run(["laws", "nhs-digital-register", str(path)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Read as provisions: 1 wording, written 2 times.",
        f"      2  {known}  ->  hsca12-s261-7",
        "Kept in the register's own words: 1 wording, written once.",
        f"      1  {unknown}",
    ]
    assert run(["laws", "nhs-digital-register", str(tmp_path / "none.xlsx")]) == 2
    assert (
        capsys.readouterr().err == f"isa: {tmp_path / 'none.xlsx'} does not exist. Name a file or a folder that does.\n"
    )
