"""E-mail by SMTP, in plain text and HTML, over TLS unless the server is this machine."""

from __future__ import annotations

import asyncio
import datetime as dt
import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, model_validator

from alerts.channels.channel import (
    HERE,
    SECONDS,
    Accepted,
    ChannelSettings,
    Outcome,
    Refused,
    SecretName,
    Unanswered,
    fault_in_words,
)
from alerts.digest import Digest
from alerts.links import Links

_MAILBOX = r"^[^\s@<>]+@[^\s@<>]+$"


class SmtpSettings(ChannelSettings):
    """A mail server. `tls` is `starttls`, `implicit` or, for a server on this machine alone, `none`.

    `password` names the variable of the environment that holds it; `authority` is a file of certificates to trust
    beside those the machine trusts.
    """

    kind: Literal["smtp"]
    host: str = Field(min_length=1)
    port: int = Field(default=587, ge=1, le=65535)
    tls: Literal["starttls", "implicit", "none"] = "starttls"
    sender: str = Field(pattern=_MAILBOX)
    user: str | None = None
    password: SecretName | None = None
    authority: Annotated[Path, Field(strict=False)] | None = None

    @model_validator(mode="after")
    def _is_safe(self) -> SmtpSettings:
        if self.tls == "none" and self.host not in HERE:
            raise ValueError("tls may be none for a server on this machine alone: use starttls or implicit")
        if (self.user is None) != (self.password is None):
            raise ValueError("user and password come together")
        return self


class SmtpChannel:
    """Hands each digest to a mail server. A mail that went out cannot be known again, so a repeat may be read twice.

    Its `Message-ID` is made from the digest's key, by which mail servers and readers can drop a repeat.
    """

    repeats_safely = False

    def __init__(self, settings: SmtpSettings, password: SecretStr | None, links: Links) -> None:
        self._settings = settings
        self._password = password
        self._links = links

    async def hand_over(self, digest: Digest) -> Outcome:
        """Hand one digest to the server, and return what it said."""
        return await asyncio.to_thread(self._hand_over, digest)

    def _hand_over(self, digest: Digest) -> Outcome:
        mail = self.mail(digest)
        try:
            smtp = self._connected()
        except (OSError, smtplib.SMTPException) as fault:
            return Refused(f"no connection to {self._settings.host}: {_said(fault)}")
        try:
            return _send(smtp, self._settings.sender, digest.recipient, mail.as_bytes(policy=SMTP_POLICY))
        finally:
            smtp.close()

    def mail(self, digest: Digest) -> EmailMessage:
        """Return the mail of a digest: the same bytes for the same digest, whenever it is made."""
        mail = EmailMessage(policy=SMTP_POLICY)
        mail["Subject"] = digest.subject
        mail["From"] = self._settings.sender
        mail["To"] = digest.recipient
        mail["Date"] = format_datetime(dt.datetime.combine(digest.on, dt.time(), tzinfo=dt.UTC))
        mail["Message-ID"] = f"<{digest.key}@{self._settings.sender.partition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(digest.text(self._links), charset="utf-8", cte="quoted-printable")
        mail.add_alternative(digest.html(self._links), subtype="html", charset="utf-8", cte="quoted-printable")
        mail.set_boundary(f"=={digest.key}==")
        return mail

    def _connected(self) -> smtplib.SMTP:
        settings = self._settings
        trusted = ssl.create_default_context()
        if settings.authority is not None:
            trusted.load_verify_locations(settings.authority)
        if settings.tls == "implicit":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(settings.host, settings.port, timeout=SECONDS, context=trusted)
        else:
            smtp = smtplib.SMTP(settings.host, settings.port, timeout=SECONDS)
        try:
            if settings.tls == "starttls":
                smtp.starttls(context=trusted)
            if settings.user is not None and self._password is not None:
                smtp.login(settings.user, self._password.get_secret_value())
        except BaseException:
            smtp.close()
            raise
        return smtp


def _send(smtp: smtplib.SMTP, sender: str, recipient: str, content: bytes) -> Outcome:
    """Give one mail to a server step by step: until its content is sent nothing can have arrived."""
    try:
        smtp.ehlo_or_helo_if_needed()
        for code, said in (smtp.mail(sender), smtp.rcpt(recipient), smtp.docmd("DATA")):
            if code >= 400:
                return Refused(f"the mail server said {code} {_words(said)}")
    except (OSError, smtplib.SMTPException) as fault:
        return Refused(f"the mail server went away before the mail was sent: {_said(fault)}")
    try:
        # As smtplib does: a line that is a dot alone would end the mail.
        smtp.send(content.replace(b"\r\n.", b"\r\n..") + b".\r\n")
        code, said = smtp.getreply()
    except (OSError, smtplib.SMTPException) as fault:
        return Unanswered(f"the mail server did not say whether it took the mail: {_said(fault)}")
    return Accepted() if code < 400 else Refused(f"the mail server said {code} {_words(said)}")


def _said(fault: Exception) -> str:
    if isinstance(fault, smtplib.SMTPAuthenticationError):
        return f"it does not accept the user and password ({fault.smtp_code})"
    if isinstance(fault, smtplib.SMTPResponseException):
        return f"{fault.smtp_code} {_words(fault.smtp_error)}"
    return fault_in_words(fault)


def _words(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(text.split())[:200]
