"""A signal from the first page to its answer, as a leader goes."""

from __future__ import annotations

import json

from playwright.sync_api import Page, expect

from tests.browser.conftest import Installation, sign_in


def test_a_signal_is_answered_from_the_first_page(page: Page, demo: Installation) -> None:
    sign_in(page, demo)
    attention = page.get_by_role("heading", name="Needs attention today").locator("../..")
    link = attention.get_by_role("link", name="unexplained signal")
    before = int(link.inner_text().split()[0])
    link.click()
    page.get_by_role("region", name="All that fired").get_by_role("link").first.click()
    expect(page.locator(".hoshin-chart svg").first).to_be_visible()
    page.get_by_label("What is behind it").select_option("A change")
    page.get_by_label("In a sentence").fill("The dispatch rules were changed that week.")
    page.get_by_role("button", name="Keep the answer").click()
    expect(page.get_by_text("Name the change, such as CHG0012345.")).to_be_visible()
    page.get_by_label("Number of the change").fill("CHG0012345")
    page.get_by_role("button", name="Keep the answer").click()
    expect(page.get_by_text("No ticket CHG0012345 in the log")).to_be_visible()
    page.get_by_label("This change is kept elsewhere").check()
    page.get_by_role("button", name="Keep the answer").click()
    expect(page.get_by_text("A change: CHG0012345 (not in the log)")).to_be_visible()
    expect(page.locator(".hoshin-tone", has_text="explained").first).to_be_visible()
    assert len(json.loads(demo.run("signals", "--open", "--json"))["signals"]) == before - 1
