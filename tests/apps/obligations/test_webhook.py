"""Posting to another system: what arrives, who signed it, and where Hoshin never goes."""

from __future__ import annotations

import hashlib
import hmac
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from hoshin.apps.obligations import webhook
from hoshin.apps.obligations.webhook import NotReachable, NotTaken
from tests.apps.obligations.listening import Letterbox, web_server

BODY = '{"event": "trial", "what": "–"}'.encode()


@pytest.fixture
def box() -> Iterator[Letterbox]:
    """A system that is posted to."""
    with web_server() as found:
        yield found


def test_what_arrives_is_signed(box: Letterbox) -> None:
    assert webhook.post(box.url, BODY, "a shared secret", number=7, private=True) == "200 OK"
    [(path, headers, body)] = box.posts
    assert (path, body) == ("/hook?from=hoshin", BODY)
    expected = hmac.new(b"a shared secret", BODY, hashlib.sha256).hexdigest()
    assert headers["Hoshin-Signature"] == f"sha256={expected}"
    assert headers["Hoshin-Delivery"] == "7"
    assert headers["Content-Type"] == "application/json"
    assert headers["Host"] == f"127.0.0.1:{box.port}"


def test_the_signature_is_that_of_the_standard() -> None:
    # RFC 4231, test case 2.
    told = webhook.signature(b"what do ya want for nothing?", "Jefe")
    assert told == "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"


@pytest.mark.parametrize("status", [301, 302, 307, 400, 404, 410, 500, 503])
def test_what_is_not_taken_is_said_and_no_redirect_is_followed(box: Letterbox, status: int) -> None:
    box.status = status
    with pytest.raises(NotTaken, match=f"127.0.0.1 answered {status} .*: not now$"):
        webhook.post(box.url, BODY, "s", number=1, private=True)
    assert len(box.posts) == 1


OWN = ("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "10.0.0.1", "192.168.1.1", "0.0.0.0")


@pytest.mark.parametrize("host", OWN)
def test_the_own_network_is_not_reached_unless_an_administrator_allows_it(box: Letterbox, host: str) -> None:
    with pytest.raises(NotReachable):
        webhook.post(f"http://{host}:{box.port}/", BODY, "s", number=1, private=False)
    assert box.posts == []


@pytest.mark.parametrize("host", ["169.254.169.254", "[fe80::1]", "224.0.0.1", "[ff02::1]", "240.0.0.1", "0.0.0.0"])
def test_some_addresses_are_never_reached(host: str) -> None:
    with pytest.raises(NotReachable, match="no public address"):
        webhook.post(f"http://{host}/", BODY, "s", number=1, private=True)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hook",
        "file:///etc/passwd",
        "ftp://example.org/",
        "gopher://example.org/",
        "http://",
        "http:///path",
        "https://name:word@example.org/",
        "https://example.org:99999/",
        "https://example.org:0/",
        "https://example.org/a b",
        "https://example.org/\r\nHost: other",
        "https://[::1/",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(NotReachable):
        webhook.check(url)


def test_nobody_there_is_said() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(NotReachable, match="could not be reached"):
        webhook.post(f"http://127.0.0.1:{port}/", BODY, "s", number=1, private=True)
    with pytest.raises(NotReachable, match="No address is known"):
        webhook.post("http://nowhere.invalid/", BODY, "s", number=1, private=True)


def test_a_system_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "TIMEOUT", 0.1)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(NotReachable, match="timed out"):
            webhook.post(f"http://127.0.0.1:{silent.getsockname()[1]}/", BODY, "s", number=1, private=True)


def test_a_system_that_answers_a_byte_at_a_time_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "DEADLINE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip() -> None:
            line, _ = listening.accept()
            with line, suppress(OSError):
                line.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
                while True:
                    line.sendall(b"x")
                    time.sleep(0.02)

        thread = threading.Thread(target=drip)
        thread.start()
        began = time.monotonic()
        with pytest.raises(NotReachable, match="no whole answer"):
            webhook.post(f"http://127.0.0.1:{listening.getsockname()[1]}/", BODY, "s", number=1, private=True)
        assert time.monotonic() - began < 5
        thread.join()


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    if not shutil.which("openssl"):
        pytest.skip("NO OPENSSL: no certificate could be made to try")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "1",
    ]
    subprocess.run(
        [*make, "-days", "1", "-subj", "/CN=localhost", "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def greet() -> None:
            line, _ = listening.accept()
            try:
                context.wrap_socket(line, server_side=True)
            except OSError:
                line.close()

        thread = threading.Thread(target=greet)
        thread.start()
        with pytest.raises(NotReachable, match="CERTIFICATE_VERIFY_FAILED"):
            webhook.post(f"https://localhost:{listening.getsockname()[1]}/", BODY, "s", number=1, private=True)
        thread.join()
