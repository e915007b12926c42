"""Addresses in digests: into the registry, and to answer an alert without signing in."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from dataclasses import dataclass

from pydantic import SecretStr

_PURPOSE = b"answer to an alert\n"
_TOKEN = re.compile(r"[A-Za-z0-9_-]+\.[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Links:
    """Makes addresses that begin with `base`. Without a `secret` nobody can answer by a link."""

    base: str
    secret: SecretStr | None = None

    def to(self, path: str) -> str:
        """Return the address of a path of the registry."""
        return f"{self.base}{path}"

    def answer(self, alert: str) -> str | None:
        """Return the address at which an alert is answered, None where there is no secret to sign it with."""
        return None if self.secret is None else self.to(f"/alerts/answer/{sign(alert, self.secret)}")


def sign(alert: str, secret: SecretStr) -> str:
    """Return the token by which whoever has it may answer one alert, and do nothing else."""
    named = base64.urlsafe_b64encode(alert.encode()).rstrip(b"=").decode()
    return f"{named}.{_mark(alert, secret)}"


def without_tokens(path: str) -> str:
    """Return a path as a log may hold it: whoever reads a token may use it, so an ellipsis stands in its place."""
    return _TOKEN.sub("…", path)


def alert_of(token: str, secret: SecretStr) -> str | None:
    """Return the key of the alert that a token is for, None where it was not signed with this secret."""
    named, _, mark = token.partition(".")
    try:
        alert = base64.b64decode(named + "=" * (-len(named) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    return alert if hmac.compare_digest(mark.encode(), _mark(alert, secret).encode()) else None


def _mark(alert: str, secret: SecretStr) -> str:
    return hmac.new(secret.get_secret_value().encode(), _PURPOSE + alert.encode(), hashlib.sha256).hexdigest()
