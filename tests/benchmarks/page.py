"""The scorecard page over real HTTP, many readers at once: ``hoshin serve`` as an installation runs it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from time import monotonic, perf_counter, sleep
from urllib.parse import urlencode

from hoshin.pipeline.home import Home
from tests.benchmarks.measures import HOSHIN

AT_ONCE = 20
PAGE = "/scorecard/?span=104w"
PATIENCE = 120


@dataclass(frozen=True)
class Served:
    """95th percentiles in milliseconds, the answer in bytes."""

    cold_p95_ms: float
    warm_p95_ms: float
    warm_median_ms: float
    bytes: int


def served(home: Home, rounds: int) -> Served:
    """How long the page takes with ``AT_ONCE`` readers: at first on a server just started, then again and again."""
    with server(home) as port:
        cookie = _signed_in(port)
        with ThreadPoolExecutor(AT_ONCE) as readers:

            def all_at_once() -> list[tuple[float, int]]:
                return list(readers.map(lambda _: _timed(port, cookie), range(AT_ONCE)))

            cold = all_at_once()
            for _ in range(3):
                all_at_once()
            warm = [each for _ in range(rounds) for each in all_at_once()]
    times = sorted(seconds for seconds, _ in warm)
    return Served(
        1000 * sorted(seconds for seconds, _ in cold)[AT_ONCE * 95 // 100 - 1],
        1000 * times[len(times) * 95 // 100 - 1],
        1000 * times[len(times) // 2],
        warm[0][1],
    )


@contextmanager
def server(home: Home) -> Iterator[int]:
    """The port of a server on a home, until the end of the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    environment = os.environ | {"HOSHIN_HOME": str(home.root)}
    with (home.root.parent / "served.txt").open("wb") as said:
        server = subprocess.Popen(
            (*HOSHIN, "serve", "--port", str(port)), env=environment, stdout=said, stderr=subprocess.STDOUT
        )
        try:
            until = monotonic() + PATIENCE
            while monotonic() < until and server.poll() is None:
                try:
                    asked(port, "GET", "/sign-in/")
                except OSError:
                    sleep(0.2)
                else:
                    break
            yield port
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)


def asked(
    port: int, method: str, address: str, cookies: str = "", form: dict[str, str] | None = None
) -> tuple[http.client.HTTPResponse, bytes]:
    """The answer to one request, with its body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    headers = {"Cookie": cookies} if cookies else {}
    if form:
        headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"http://127.0.0.1:{port}{address}"}
    try:
        connection.request(method, address, urlencode(form) if form else None, headers)
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


def _timed(port: int, cookies: str) -> tuple[float, int]:
    begun = perf_counter()
    answer, body = asked(port, "GET", PAGE, cookies)
    seconds = perf_counter() - begun
    if answer.status != 200:
        raise RuntimeError(f"The scorecard answered {answer.status} {answer.getheader('Location')}.")
    return seconds, len(body)


class Token(HTMLParser):
    """Finds the hidden token of a form."""

    found = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "input" and said.get("name") == "csrfmiddlewaretoken":
            self.found = said.get("value") or ""


def _signed_in(port: int) -> str:
    """The cookies of the first administrator, made as the first start asks for one."""
    answer, body = asked(port, "GET", "/sign-in/")
    address = answer.getheader("Location") or "/sign-in/"
    if answer.status == 302:
        answer, body = asked(port, "GET", address)
    token, jar = Token(), SimpleCookie(answer.getheader("Set-Cookie") or "")
    token.feed(body.decode())
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items())
    password = "a long way to measure"
    form = {"organisation": "Measured", "name": "Reader", "username": "reader", "password": password}
    answer, _ = asked(port, "POST", address, cookies, form | {"csrfmiddlewaretoken": token.found})
    if answer.status != 302:
        raise RuntimeError(f"Signing in at {address} answered {answer.status}.")
    jar = SimpleCookie()
    for header in answer.headers.get_all("Set-Cookie") or []:
        jar.load(header)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items())
