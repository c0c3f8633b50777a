"""Where anything of the demonstration stands is the same word on every page and in the file beside them."""

from __future__ import annotations

import csv
import io

from playwright.sync_api import Page

from tests.browser.conftest import Installation, sign_in

WORDS = """([box, title, sign]) => [...document.querySelectorAll(box)]
    .map((each) => [each.querySelector(title)?.innerText.trim(), each.querySelector(sign)?.innerText.trim()])
    .filter(([title, word]) => title && word)"""
"""Pairs of title and status word, by selectors of what holds both, of the title, and of the status."""


def said(page: Page, address: str, box: str, title: str, sign: str) -> dict[str, str]:
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    return dict(page.evaluate(WORDS, [box, title, sign]))


def test_each_page_says_the_same_word(page: Page, demo: Installation) -> None:
    sign_in(page, demo)
    rule = said(
        page, f"{demo.url}/reviews/standing/", "tbody tr", "th strong", "[data-label='By the rule'] .hoshin-tone"
    )
    objectives = said(page, f"{demo.url}/objectives/", "section.card", "h2 a", ".d-flex > div > .hoshin-tone")
    assert len(objectives) > 5
    assert objectives.items() <= rule.items()
    home = said(page, demo.url, "section.card", ".card-title a", ".card-actions .hoshin-tone")
    assert home == objectives
    tree = said(page, f"{demo.url}/objectives/alignment/", ".alignment-node", "a.fw-bold", ".d-flex > .hoshin-tone")
    assert tree == objectives
    initiatives = dict(page.evaluate(WORDS, [".alignment-initiative", "a", ".hoshin-tone"]))
    assert len(initiatives) >= 4
    assert initiatives.items() <= rule.items()
    matrix = said(page, f"{demo.url}/objectives/x-matrix/?year=2026", ".card h3", "a", ".hoshin-tone")
    assert matrix.keys() >= initiatives.keys()
    assert matrix.items() <= rule.items()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    rows = csv.DictReader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig")))
    marked = {row["Item"]: row["Status"] for row in rows if row["Of"] != "theme"}
    assert len(marked) > 10
    assert marked.items() <= matrix.items()
    # What somebody shows beside it stands there with name and end, and never in its place.
    for address in ("/", "/objectives/", "/objectives/alignment/", "/objectives/3/"):
        page.goto(f"{demo.url}{address}")
        assert "shows it as" in page.inner_text("body")
