"""The mail server that ``HOSHIN_SMTP_URL`` names, as Django's settings take it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from hoshin.eventlog.refused import Refused

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
FORM = "smtp+starttls://name:password@mail.example.org:587"


class NoMailServer(Refused):
    """HOSHIN_SMTP_URL does not name a mail server."""


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over, and how; an empty host is none."""

    host: str = ""
    port: int = 25
    username: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False


def mail_server(url: str) -> MailServer:
    """The server of a URL such as smtp+starttls://name:password@host:587; an empty one names none.

    Raises NoMailServer, which never repeats the password.

    >>> mail_server("smtp+starttls://hoshin:a%40b@mail.example.org")
    MailServer(host='mail.example.org', port=587, username='hoshin', password='a@b', starttls=True, tls=False)
    """
    if not url:
        return MailServer()
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NoMailServer(f"HOSHIN_SMTP_URL is no address of the form {FORM}: its port is no number.") from error
    if parts.scheme not in PORTS or not parts.hostname or parts.path not in ("", "/") or parts.query:
        raise NoMailServer(
            f"HOSHIN_SMTP_URL is no address of the form {FORM}: begin with one of {', '.join(PORTS)}, then the host."
        )
    return MailServer(
        parts.hostname,
        port or PORTS[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        parts.scheme == "smtp+starttls",
        parts.scheme == "smtps",
    )
