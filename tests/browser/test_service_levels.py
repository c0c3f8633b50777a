"""Service levels as a leader goes: from nothing agreed to a kept agreement, its ticket's clock, and another book."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from hoshin.simulation.export import export
from hoshin.simulation.library.global_logistics import DEMONSTRATION
from tests.browser.conftest import Installation, _serve, sign_in, violations


def test_a_promise_is_changed_and_followed_to_a_clock(page: Page, demo: Installation) -> None:
    sign_in(page, demo)
    page.goto(f"{demo.url}/scorecard/")
    page.get_by_role("link", name="Service levels: how agreements are kept").click()
    row = page.get_by_role("region", name="Freight stands still")
    before = row.locator(".hoshin-figure").inner_text()
    page.get_by_role("link", name="Agreements and calendars").click()
    page.get_by_role("link", name="Change Freight stands still").click()
    page.get_by_label("Agreed time").fill("two days")
    page.get_by_label("Why").fill("The board asked for it.")
    page.get_by_role("button", name="Save as the next book").click()
    expect(page.get_by_text("write the hours")).to_be_visible()
    page.get_by_label("Agreed time").fill("2 h")
    page.get_by_role("button", name="Save as the next book").click()
    expect(page.get_by_text("Saved as book 2.")).to_be_visible()
    page.get_by_role("link", name="Service levels").click()
    expect(row.locator(".hoshin-figure")).not_to_have_text(before)
    row.locator(".agreements-counts").get_by_role("link").nth(1).click()
    page.get_by_role("region", name="Tickets").get_by_role("link").first.click()
    card = page.locator(".card", has=page.get_by_role("heading", name="Resolution: Freight stands still"))
    expect(card.locator(".hoshin-tone", has_text="late")).to_be_visible()
    expect(card.get_by_role("img").first).to_be_visible()
    assert "2 h" in card.inner_text()
    assert re.search(r"of the agreed 2 h ran: .+ too many", card.inner_text())
    assert "agreements of book" in demo.run("read", "resolution_sla_met_share")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation of this file's own, with nothing in it and nobody yet."""
    yield from _serve(tmp_path_factory.mktemp("fresh") / "home")


def test_nothing_agreed_becomes_a_kept_agreement(page: Page, fresh: Installation, tmp_path: Path) -> None:
    file = tmp_path / "incidents.csv"
    file.write_bytes(export(replace(DEMONSTRATION.plan, tickets=1_500), 11))
    page.goto(fresh.url)
    page.get_by_label("Organisation").fill("Northern Freight")
    page.get_by_label("Your name").fill("Ada Berg")
    page.get_by_label("Sign-in name").fill("ada")
    page.get_by_label("Password").fill("a-long-enough-word")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", name="First steps")).to_be_visible()
    fresh.run("import", str(file), "--timezone", "Europe/Berlin")
    page.goto(f"{fresh.url}/service-levels/")
    expect(page.get_by_text("Nothing is agreed here yet.")).to_be_visible()
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Berlin")
    assert violations(page) == []
    page.get_by_label("These hours and targets are what we promised").check()
    page.get_by_role("button", name="Confirm and use them").click()
    expect(page.get_by_role("region", name="Priority 3, resolution").get_by_role("img").first).to_be_visible()
    page.get_by_role("link", name="Agreements and calendars").click()
    page.get_by_role("link", name="Office hours").click()
    page.get_by_role("link", name="Change").click()
    page.get_by_label("Working hours").fill("Mon-Fri 07:00-19:00\nSat 08:00")
    page.get_by_label("Why").fill("We work longer.")
    page.get_by_role("button", name="Save as the next book").click()
    expect(page.get_by_text("Line 2: '08:00' are no working hours")).to_be_visible()
    page.get_by_label("Working hours").fill("Mon-Fri 07:00-19:00\nSat 08:00-12:00")
    page.get_by_role("button", name="Save as the next book").click()
    expect(page.get_by_text("64 h a week on the clocks of Europe/Berlin")).to_be_visible()
    assert "calendars Office hours v2" in fresh.run("sla", "resolution")
