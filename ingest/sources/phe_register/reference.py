"""References nest: the project, its amendments `A1`, `A2`..., and the releases `R1`, `R2`... under either.

The register writes them in several ways: `ODR1516_490/A11/R1`, `ODR1617_169/A3(R8)`, `ODR1617_169/A6 (R19)`,
`ODR_2014_095/A1`, `ODR1617_131/A1/R5 (re-released)`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_FORM = re.compile(
    r"(?P<base>ODR_?\d{4}_[A-Z0-9]+)"
    r"(?:\s*/\s*A(?P<amendment>\d+))?"
    r"(?:\s*/\s*R(?P<release>\d+)|\s*\(R(?P<bracketed>\d+)\))?"
    r"(?:\s*\((?P<remark>[^()]+)\))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference taken apart. `amendment` and `release` are numbers, None where the reference names none."""

    base: str
    amendment: int | None = None
    release: int | None = None
    remark: str | None = None
    known_form: bool = True

    @property
    def agreement_key(self) -> str:
        """The key of the project."""
        return f"phe-register:{self.base}"

    @property
    def version(self) -> str | None:
        """The amendment as the register writes it, such as `A11`."""
        return None if self.amendment is None else f"A{self.amendment}"

    @property
    def under(self) -> str:
        """The project, with its amendment where there is one: what a release is made under."""
        return self.base if self.version is None else f"{self.base}/{self.version}"

    @property
    def whole(self) -> str:
        """The reference written in one way, whichever way the register wrote it."""
        release = "" if self.release is None else f"/R{self.release}"
        remark = "" if self.remark is None else f" ({self.remark})"
        return f"{self.under}{release}{remark}"


def parse(text: str) -> Reference:
    """Take a reference apart. One of another form stands for a project of its own, whole as it is."""
    text = " ".join(text.split())
    match = _FORM.fullmatch(text)
    if match is None:
        return Reference(text, known_form=False)
    release = match["release"] or match["bracketed"]
    return Reference(
        match["base"].upper(),
        int(match["amendment"]) if match["amendment"] else None,
        int(release) if release else None,
        match["remark"],
    )
