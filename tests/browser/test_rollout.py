"""A roll-out in the browser: drawn by lot, drawn again, sealed; readable by everybody on any screen."""

from __future__ import annotations

from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.browser.conftest import Installation, sign_in, violations

GROUPS = (
    "Customs and Compliance",
    "Platform Engineering",
    "Service Desk Singapore",
    "Transport Asia",
    "Warehouse Americas",
)


def test_an_order_is_drawn_and_sealed(page: Page, demo: Installation) -> None:
    sign_in(page, demo)
    page.goto(f"{demo.url}/initiatives/new/")
    page.get_by_label("Title").fill("Pairing across shifts")
    page.get_by_label("Starts on").fill((date.today() + timedelta(days=30)).isoformat())  # noqa: DTZ011 as the form does
    for group in GROUPS:
        page.get_by_label(group).check()
    page.get_by_label("Who starts when").select_option(label="One after the other")
    page.get_by_role("button", name="Save").click()
    page.get_by_label("Weeks to the next start").fill("3")
    page.get_by_role("button", name="Draw the order").click()
    expect(page.get_by_text("It could have been drawn in 120 ways, so the lot can judge")).to_be_visible()
    expect(page.get_by_text("this one holds")).to_be_visible()
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == []
    page.get_by_role("link", name="Go on to the claim").click()
    # These groups pass tickets to each other, so the page says why the lot that was drawn does not judge.
    expect(page.get_by_text("The order was drawn by lot, but the lot cannot judge it: some of these")).to_be_visible()
    page.get_by_label("by at least (%)").fill("20")
    page.get_by_role("button", name="Seal the claim").click()
    expect(page.get_by_text("The claim is sealed.")).to_be_visible()
    page.get_by_text("What was sealed, word for word").click()
    expect(page.get_by_text("estimator: staggered")).to_be_visible()
    expect(page.get_by_text("start of: ").first).to_be_visible()
    assert violations(page) == []
