"""The key of a row that gives none: made of what its people know it by, never of all it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ingest.drafting.ref import Ref
from ingest.sources.workbook.references import References
from ingest.who.bodies import slug

_WITH_DOCUMENTS = ("Agreement", "AgreementVersion", "Dpia", "Assurance", "Notice")


def key_of(label: str, values: Mapping[str, Any], first: Callable[[str], Ref | None], references: References) -> str:
    """Return the key of a row's node. `first` gives what a column refers to.

    Raises ValueError where the row's name is one of several bodies.
    """
    source = references.source
    match label:
        case "Organisation":
            return references.own_key(label, values["name"], values.get("identifiers", ()))
        case "Dataset":
            return references.own_key(label, values["title"], values.get("identifiers", ()))
        case "Party":
            agreement, body = first("agreement"), first("organisation")
            place = str(values.get("role") or "party").lower()
            return f"{_key(agreement)}:{place}:{_key(body)}"
        case "Assurance":
            parts = [slug(str(values[name])) for name in ("title", "year") if values.get(name)]
            return ":".join([source, "assurance", _key(first("organisation")), *parts])
        case "Agreement":
            return f"{source}:{_words(values)}"
        case "AgreementVersion":
            return f"{_key(first('agreement'))}:{values['version']}"
        case "Post":
            return f"{source}:post:{_key(first('organisation'))}:{slug(values['title'])}"
        case "Signature":
            version = first("version")
            return f"{source}:signature:{_key(first('party'))}:{_key(version) if version else _day(values, 'signedOn')}"
        case "Review":
            return f"{source}:review:{_key(first('agreement'))}:{_day(values, 'dueOn', 'doneOn')}"
        case "Document":
            attached = (first(f"attachedTo{label}") for label in _WITH_DOCUMENTS)
            owner = next((ref for ref in attached if ref is not None), None)
            return f"{source}:document:{_key(owner)}:{slug(values['title'])}"
    return f"{source}:{label.lower()}:{_words(values)}"


def _words(values: Mapping[str, Any]) -> str:
    return slug(str(values.get("reference") or values.get("title") or "")) or "unnamed"


def _day(values: Mapping[str, Any], *names: str) -> str:
    return next((values[name].isoformat() for name in names if values.get(name)), "undated")


def _key(ref: Ref | None) -> str:
    return ref[1] if ref is not None else "unnamed"
