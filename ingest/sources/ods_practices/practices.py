"""A row of the practice file: a general practice or another place of prescribing."""

from __future__ import annotations

import re

from ingest.drafting.coded_bodies import coded_body
from ingest.drafting.dates import any_date, date_of
from ingest.drafting.draft import RowFacts
from ingest.drafting.ref import Ref
from ingest.drafting.register_entries import register_days
from ingest.drafting.wordlists import read_yaml
from ingest.sources.ods_practices.layout import CODE

_WORDS = read_yaml("ingest.sources.ods_practices", "words.yaml")
_STATUSES: dict[str, str] = _WORDS["statuses"]
_SETTINGS: dict[str, str] = _WORDS["settings"]
_GENERAL_PRACTICE = "4"
_PARENT = re.compile(r"[A-Z0-9]{3,6}")


def read_practice(facts: RowFacts) -> None:
    """State the practice with its commissioner, or the cost centre with the body that operates it.

    Refuses a row without code, name, status or setting, or with a code or a day that is none.
    """
    row = facts.row
    code, name, status = row.text("code").upper(), row.text("name"), row.text("status").upper()
    if not CODE.fullmatch(code):
        raise facts.reject("code", "a practice's code is a letter and five digits, such as P84034")
    if not name:
        raise facts.reject("name", "a practice needs a name")
    if status not in _STATUSES:
        raise facts.reject("status", f"a status is one of {', '.join(f'{k} ({v})' for k, v in _STATUSES.items())}")
    setting = _setting(facts)
    general = setting == _GENERAL_PRACTICE
    days = register_days(facts, "opened", "closed")
    if status == "C" and "closedOn" not in days:
        facts.remark("closed without a day", f"{code} {name}")
    practice = facts.named(
        "Organisation",
        name,
        key=f"ods:{code}",
        identifiers=[f"ods:{code}"],
        kind="GP_PRACTICE" if general else "HOSTED_BODY",
        kindStated=_SETTINGS.get(setting, f"Prescribing setting {setting}"),
        statusStated=_STATUSES[status],
        **days,
    )
    _belongings(facts, practice, general)


def _setting(facts: RowFacts) -> str:
    setting = facts.row.text("setting").lstrip("0") or facts.row.text("setting")[:1]
    if not setting.isdigit():
        raise facts.reject("setting", "a prescribing setting is a number, such as 4 for a general practice")
    if setting not in _SETTINGS:
        facts.remark("prescribing settings not known", f"{setting} is in no list here and is kept by its number")
    return setting


def _belongings(facts: RowFacts, practice: Ref, general: bool) -> None:
    """A practice belongs to its commissioner; what is no practice is hosted by the body that operates it.

    The two days are those of the operating body, and the commissioner's only where it is the same.
    """
    commissioner, provider = _parent(facts, "commissioner"), _parent(facts, "provider")
    joined = date_of(facts, "joined", "from", any_date).get("from")
    left = date_of(facts, "left", "to", any_date).get("to")
    if general and commissioner:
        days = {"from": joined, "to": left} if provider in ("", commissioner) else {}
        facts.edge("MEMBER_OF", practice, coded_body(facts, f"ods:{commissioner}"), **days)
    elif general:
        facts.remark("no commissioner", f"{practice[1]} names none")
    if provider and not (general and provider == commissioner):
        facts.edge("HOSTED_BY", practice, coded_body(facts, f"ods:{provider}"))


def _parent(facts: RowFacts, column: str) -> str:
    code = facts.row.text(column).upper()
    if code and not _PARENT.fullmatch(code):
        raise facts.reject(column, "an ODS code is three to six capitals and digits, such as 14L")
    return code
