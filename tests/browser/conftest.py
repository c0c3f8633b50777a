"""A real installation in a real browser: `hoshin serve` on a home of its own, and the system's Chromium."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
HOSHIN = Path(sys.executable).with_name("hoshin")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder drives the one browser, so one process runs them all."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="NO CHROMIUM: install the package 'chromium' to run this test"))


@dataclass(frozen=True)
class Installation:
    """A running Hoshin: where it is and how to sign in."""

    url: str
    username: str
    password: str
    home: Path

    def run(self, *arguments: str) -> str:
        """What the command line prints for this home; raises where it exits with another code than 0."""
        return subprocess.run(
            [HOSHIN, *arguments], env=_environment(self.home), check=True, capture_output=True, text=True
        ).stdout


def _environment(home: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("HOSHIN_", "DJANGO_", "COV_"))}
    return kept | {"HOSHIN_HOME": str(home)}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _serve(home: Path, *options: str) -> Iterator[Installation]:
    port = _free_port()
    log = home.parent / f"{home.name}.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [HOSHIN, "serve", "--port", str(port), *options], env=_environment(home), stdout=out, stderr=out
        )
    try:
        url = f"http://127.0.0.1:{port}"
        until = time.monotonic() + 420
        while "Stop with Ctrl+C" not in log.read_text():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.2)
        with urlopen(f"{url}/sign-in/") as answer:
            assert answer.status == 200
        found = re.search(r"Sign in as\s+(\S+)\s+with the password\s+(\S+)", log.read_text())
        yield Installation(url, found[1] if found else "", found[2] if found else "", home)
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The demonstration organisation, as `make run` brings it up."""
    yield from _serve(tmp_path_factory.mktemp("demo") / "home", "--demo-if-empty")


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with nothing in it and nobody yet."""
    yield from _serve(tmp_path_factory.mktemp("empty") / "home")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page of 1280 by 900 that fails the test where a script or the content policy complains."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if _complains(message) else None)
    yield page
    context.close()
    assert not complaints, complaints


def _complains(message: ConsoleMessage) -> bool:
    """Whether a message is a defect; a request that a newer one replaced is none, though htmx logs it."""
    return message.type == "error" and not message.text.startswith(("htmx:sendAbort", "htmx:afterRequest"))


def sign_in(page: Page, installation: Installation) -> None:
    """Sign in as the installation's first person."""
    page.goto(f"{installation.url}/sign-in/")
    page.get_by_label("Sign-in name").fill(installation.username)
    page.get_by_label("Password").fill(installation.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{installation.url}/")


def violations(page: Page, *, colours: bool = False) -> list[str]:
    """What axe finds wrong with the page as it stands: a line for each rule and element; or with its colours alone."""
    # Playwright evaluates outside of the page's content policy, so axe needs no exception there.
    page.evaluate(AXE)
    only = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}} if colours else {}
    found = page.evaluate("async only => (await axe.run(document, only)).violations", only)
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]
