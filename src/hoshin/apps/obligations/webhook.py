"""Posts a signed message to another system, and reaches only where it may.

The guard against requests that are led astray (OWASP, Server Side Request Forgery Prevention): the name is resolved
once, every address that it has must be one that may be reached, and the connection goes to that very address. Redirects
are not followed. The signature is that of RFC 2104 with SHA-256 over the body.
"""

from __future__ import annotations

import hmac
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, ip_address
from threading import Event, Timer
from urllib.parse import SplitResult, urlsplit

from hoshin.eventlog.refused import Refused

TIMEOUT = 10.0
"""Seconds until a system that does not answer is given up."""

DEADLINE = 30.0
"""Seconds until a system is given up that answers a byte at a time."""

READ = 200
"""Bytes of an answer that are read: enough to say what went wrong."""


class NotReachable(Refused):
    """The address cannot be reached, or may not be."""


class NotTaken(Refused):
    """The other system answered, but did not take the message."""


def signature(body: bytes, secret: str) -> str:
    """What the header ``Hoshin-Signature`` says: sha256= and the HMAC-SHA256 of the body in hexadecimal digits.

    >>> signature(b"{}", "secret")[:20]
    'sha256=325dedfc40b36'
    """
    return f"sha256={hmac.digest(secret.encode(), body, 'sha256').hex()}"


def check(url: str) -> SplitResult:
    """The parts of a URL that could be posted to. Raises NotReachable, which says what is wrong with it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NotReachable(f"'{url}' is no address ({error}).") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise NotReachable(f"'{url}' is no address of the form https://host/path.")
    if parts.username is not None or parts.password is not None:
        raise NotReachable("Leave name and password out of the address: the signature proves who sends.")
    if any(ord(c) <= 32 or ord(c) == 127 for c in url):
        raise NotReachable("An address holds no blanks and no control characters.")
    return parts


def post(url: str, body: bytes, secret: str, *, number: int, private: bool) -> str:
    """Post ``body`` and say what the other system answered; ``number`` is the delivery's.

    ``private`` lets it reach loopback and private networks; link-local, multicast and reserved addresses are never
    reached. Raises NotReachable or NotTaken.
    """
    parts = check(url)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = _resolved(host, port, private=private)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Hoshin",
        "Hoshin-Delivery": str(number),
        "Hoshin-Signature": signature(body, secret),
    }
    try:
        with closing(_dialled(parts.scheme, host, port, address)) as connection, _deadline(connection):
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            said = answer.read(READ).decode("utf-8", "replace")
    except (OSError, HTTPException, ValueError) as error:
        raise NotReachable(f"{host}:{port} could not be reached: {error or type(error).__name__}.") from error
    if not 200 <= answer.status < 300:
        words = " ".join("".join(c if c.isprintable() else " " for c in said).split())
        raise NotTaken(f"{host} answered {answer.status} {answer.reason}{f': {words}' if words else ''}")
    return f"{answer.status} {answer.reason}"


def _resolved(host: str, port: int, *, private: bool) -> str:
    """The address to connect to: the first one, where all of them may be reached."""
    try:
        found = [each[4][0] for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise NotReachable(f"No address is known for '{host}': {error}.") from error
    for each in found:
        if not _may_reach(ip_address(str(each).partition("%")[0]), private=private):
            raise NotReachable(
                f"'{host}' leads to {each}, which is no public address. An administrator can allow addresses of the "
                "own network; link-local ones never are."
            )
    return str(found[0])


def _may_reach(address: IPv4Address | IPv6Address, *, private: bool) -> bool:
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        return False
    if address.is_loopback:
        return private
    if address.is_reserved:
        return False
    return address.is_global or (private and address.is_private)


def _dialled(scheme: str, host: str, port: int, address: str) -> HTTPConnection:
    """A connection that speaks to ``host`` and goes to ``address``, so that a name cannot change its mind between."""
    line = socket.create_connection((address, port), TIMEOUT)
    if scheme == "http":
        connection = HTTPConnection(host, port)
        connection.sock = line
        return connection
    try:
        secured = ssl.create_default_context().wrap_socket(line, server_hostname=host)
    except (OSError, ValueError):
        line.close()
        raise
    connection = HTTPSConnection(host, port)
    connection.sock = secured
    return connection


@contextmanager
def _deadline(connection: HTTPConnection) -> Iterator[None]:
    """End the conversation at its deadline, however lively it is. Raises TimeoutError then."""
    line, late = connection.sock, Event()

    def hang_up() -> None:
        late.set()
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)

    timer = Timer(DEADLINE, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        # What was cut off in its middle looks like an answer that ended.
        if late.is_set():
            raise TimeoutError(f"no whole answer within {DEADLINE:.0f} seconds")
