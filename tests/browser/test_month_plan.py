"""A key result is planned month by month without leaving the keyboard, as in a spreadsheet."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Installation, sign_in, violations

ADDRESS = "/objectives/key-results/6/"


def test_months_are_filled_in_by_keyboard(page: Page, demo: Installation) -> None:
    # The first page of a new installation works out all verdicts.
    page.set_default_timeout(120_000)
    sign_in(page, demo)
    page.goto(f"{demo.url}{ADDRESS}")
    page.get_by_role("link", name="Plan by month").click()
    assert violations(page) == []
    cells = page.locator("input[data-cell]")
    cells.first.focus()
    was = cells.nth(0).input_value()
    page.keyboard.press("ArrowDown")
    expect(cells.nth(1)).to_be_focused()
    page.keyboard.type("30.5")
    page.keyboard.press("Enter")
    expect(cells.nth(2)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(cells.nth(0)).to_be_focused()
    assert (cells.nth(0).input_value(), cells.nth(1).input_value()) == (was, "30.5")
    cells.nth(2).focus()
    page.evaluate(
        """() => {
          const given = new DataTransfer();
          given.setData("text", "1,030.25\\n29,5\\n28 %");
          document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: given, bubbles: true}));
        }"""
    )
    assert [cells.nth(place).input_value() for place in (2, 3, 4)] == ["1030.25", "29.5", "28"]
    expect(cells.nth(4)).to_be_focused()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The months are planned.")).to_be_visible()
    expect(page.get_by_text("30.5 h").first).to_be_visible()
    expect(page.get_by_text("1,030").first).to_be_visible()
