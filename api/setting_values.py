"""What settings may be: each of these takes a value as it was written, and returns it as it is used."""

from __future__ import annotations

import re
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")

_ORIGIN = re.compile(r"https?://[^\s/?#@,]+")


def known_zone(name: str) -> str:
    """Return the name of a time zone. Raises ValueError where the IANA database has none of that name."""
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError) as missing:
        raise ValueError("must be a time zone of the IANA database, such as Europe/London") from missing
    return name


def bolt_address(address: str) -> str:
    """Return the address of a Neo4j server. Raises ValueError where it is none, or holds a user or password."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError as malformed:
        raise ValueError(f"is no address ({malformed}): write bolt://host:7687 or neo4j+s://host") from malformed
    if parts.scheme not in _SCHEMES:
        raise ValueError(f"must begin with one of {', '.join(s + '://' for s in _SCHEMES)}")
    if not host:
        raise ValueError("names no host: write bolt://host:7687 or neo4j+s://host")
    if parts.username or parts.password:
        raise ValueError("must not hold a user or password: they go in ISA_NEO4J_USER and ISA_NEO4J_PASSWORD")
    return address


def distinct_origins(text: str) -> str:
    """Return a list of origins (RFC 6454), such as `https://host:8443`, without space or repeats.

    Raises ValueError where one is none, or stands for every page.
    """
    found = dict.fromkeys(each.strip().rstrip("/").lower() for each in text.split(",") if each.strip())
    for origin in found:
        if origin == "*":
            raise ValueError("must name the pages: * would let every page that somebody opens read the registry")
        if not _ORIGIN.fullmatch(origin):
            raise ValueError("must be addresses without a path, such as https://dashboards.example.gov.uk")
    return ",".join(found)


def web_address(address: str) -> str:
    """Return an address of web pages without a slash at its end. Raises ValueError where it is none."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("must be an address such as https://sharing.example.gov.uk")
    if parts.username or parts.password:
        raise ValueError("must not hold a user or password: it is written into every alert")
    return address.rstrip("/")


def absolute_path(path: Path) -> Path:
    """Return a path as it is from anywhere, with `~` written out."""
    return path.expanduser().absolute()


def is_loopback(host: str) -> bool:
    """Say whether an address can be reached from this machine alone. Names other than localhost cannot be known."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
