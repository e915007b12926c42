"""Opaque ids: a label and a key, as Relay asks for them."""

from __future__ import annotations

import base64
import binascii

from graph.compile.errors import BadId


def encode_id(label: str, key: str) -> str:
    """Return the opaque id of a node: URL-safe base64 of `Label:key`, without padding."""
    return base64.urlsafe_b64encode(f"{label}:{key}".encode()).decode().rstrip("=")


def decode_id(text: str) -> tuple[str, str] | None:
    """Return (label, key) of an opaque id, or None where the text is none."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    label, colon, key = raw.partition(":")
    return (label, key) if colon and label and key else None


def key_of(text: str, label: str, labels: frozenset[str]) -> str:
    """Return the key that an id or a readable key of one node type stands for.

    A readable key is returned as it is. Raises BadId for an empty text and for the id of another type.
    """
    if not text:
        raise BadId(f"An empty id names no {label}. Give the id or the key of one.")
    decoded = decode_id(text)
    if decoded is None or decoded[0] not in labels:
        return text
    if decoded[0] != label:
        raise BadId(f"The id {text!r} names a {decoded[0]}, where a {label} is asked for.")
    return decoded[1]


def label_and_key(text: str, labels: frozenset[str]) -> tuple[str, str]:
    """Return (label, key) of an opaque id. Raises BadId where the text is no id of this registry."""
    decoded = decode_id(text)
    if decoded is None or decoded[0] not in labels:
        raise BadId(
            f"{text!r} is not an id of this registry. Ask for the field `id` of a node and use it unchanged; "
            "a readable key works in the field of its type, such as agreement(id:)."
        )
    return decoded
