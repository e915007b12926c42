"""The register log: every digest and root hash is checked, and nothing that contradicts itself is taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import FileRefused
from ingest.reading.rsf import read_rsf


@pytest.fixture(scope="module")
def log(demo_data: Path) -> str:
    return (demo_data / "dea-register" / "information-sharing-agreement-0001.rsf").read_text(encoding="utf-8")


def test_the_real_log_holds_three_agreements_and_both_root_hashes(log: str) -> None:
    entries, day, remarks = read_rsf("isa.rsf", log)
    # Three append-entry lines stand in the user log, lines 61 to 63; the rest describes fields.
    assert [(e.place, e.words["information-sharing-agreement-0001"]) for e in entries] == [
        ("isa.rsf!61", "1"),
        ("isa.rsf!62", "2"),
        ("isa.rsf!63", "3"),
    ]
    assert entries[1].words["controller-names"] == ["Homes England"]
    assert day == "2019-02-25"
    assert remarks == ("isa.rsf: 31 items have the digests by which they were entered, 2 root hashes hold.",)


def test_an_item_changed_by_one_letter_is_no_longer_the_one_entered(log: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_rsf(
            "isa.rsf",
            log.replace(
                '"end-date":"2019-03-31","information-sharing-agreement-0001":"1"',
                '"end-date":"2029-03-31","information-sharing-agreement-0001":"1"',
            ),
        )
    assert str(refused.value) == (
        "isa.rsf, line 61: the log enters an item it does not hold "
        "(sha-256:92f6c1b92cc8cbe80cd68a766101be7ad21dab9a90fbb7316dcc021610376771). The file was cut or changed: "
        "fetch it again."
    )


@pytest.mark.parametrize(
    "damage",
    [
        lambda lines: [*lines[:60], *lines[61:]],  # an entry left out
        lambda lines: [*lines[:60], lines[61], lines[60], *lines[62:]],  # two entries in another order
        lambda lines: [line.replace("2018-12-14T14:57:09Z", "2018-12-15T14:57:09Z") for line in lines],
    ],
    ids=["left out", "reordered", "another moment"],
)
def test_entries_that_do_not_add_up_to_the_root_hash(log: str, damage: object) -> None:
    lines = log.splitlines()
    assert callable(damage)
    changed = damage(lines)
    with pytest.raises(FileRefused) as refused:
        read_rsf("isa.rsf", "\n".join(changed))
    assert str(refused.value) == (
        f"isa.rsf, line {len(changed)}: the entries so far do not have the root hash stated. The file was cut or "
        "changed: fetch it again."
    )


def test_a_line_that_is_no_command() -> None:
    with pytest.raises(FileRefused) as refused:
        read_rsf("isa.rsf", "add-item\t{}\nremove-item\tx\n")
    assert str(refused.value) == (
        "isa.rsf, line 2: 'remove-item\\tx' is no command of a register log. Fetch the file again."
    )


def test_a_later_entry_of_one_key_takes_the_place_of_the_earlier(log: str) -> None:
    lines = log.splitlines()[:-1]
    item = next(
        line for line in lines if line.startswith("add-item") and '"information-sharing-agreement-0001":"2"' in line
    )
    # Agreement 1 is entered again, now with the item of agreement 2.
    digest = "sha-256:01246c4508fbde6194f71129a84b7e0e91fc35f72d3c5051fb85e7ec0e499b92"
    assert item
    entries, day, _ = read_rsf("isa.rsf", "\n".join([*lines, f"append-entry\tuser\t1\t2020-01-01T00:00:00Z\t{digest}"]))
    assert [(e.place, e.words["name"]) for e in entries][-1] == (
        "isa.rsf!64",
        "Exploring Potential Fraud in the Help to Buy Scheme",
    )
    assert (len(entries), day) == (3, "2020-01-01")
