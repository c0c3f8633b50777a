"""A quarter's portfolio, from intake to the approved scenario, as people do it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Installation, sign_in


def test_a_portfolio_from_intake_to_the_approved_scenario(page: Page, demo: Installation) -> None:
    sign_in(page, demo)
    page.get_by_role("link", name="Plan", exact=True).click()
    page.get_by_role("link", name="Open another planning round").click()
    page.get_by_label("What is planned").fill("2028 by hand")
    page.get_by_label("From").fill("2028-01-01")
    page.get_by_label("Quarters to plan").fill("2")
    page.get_by_label("Service Desk").fill("2 2")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Intake").click()
    page.get_by_role("link", name="Propose an idea").first.click()
    page.get_by_label("What should be done").fill("Shorter queues")
    page.get_by_label("Which trouble it ends").fill("Callers hang up after four minutes.")
    page.get_by_role("button", name="Propose it").click()
    page.get_by_label("Into the plan").select_option(label="2028 by hand")
    page.get_by_role("button", name="Take it in").click()
    expect(page.get_by_label("Title")).to_have_value("Shorter queues")
    _estimate(page, "20000/30000/50000")
    page.get_by_role("link", name="Take in a candidate").click()
    page.get_by_label("Title").fill("Answers at the first call")
    _estimate(page, "1000/4000/9000")
    funnel = page.get_by_role("navigation", name="From idea to work")
    expect(funnel.get_by_role("link", name="2 Estimated")).to_be_visible()
    expect(page.get_by_role("region", name="Candidates by score")).to_contain_text("Shorter queues")
    dot = page.get_by_role("button", name="Shorter queues: impact 5, feasibility 5")
    dot.focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#picture-said")).to_contain_text("Kept. 2, Shorter queues: impact 5.5, feasibility 5")
    box = page.get_by_role("button", name="Answers at the first call").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 40, steps=4)
    page.mouse.up()
    expect(page.locator("#picture-said")).to_contain_text("Kept. 1, Answers at the first call")
    page.get_by_role("link", name="Scenarios").click()
    page.get_by_label("Name").fill("As things are")
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_text("that is proven")).to_be_visible(timeout=90_000)
    line = page.get_by_role("region", name="Time line")
    expect(line.get_by_role("row", name="Shorter queues")).to_contain_text("work")
    page.get_by_label("Decision").fill("Decided by the service board.")
    page.get_by_role("button", name="Approve: this is the plan").click()
    expect(page.get_by_text("Decided by the service board.")).to_be_visible()
    expect(page.get_by_role("link", name="As things are")).to_be_visible()
    began = page.get_by_role("region", name="What the plan began")
    expect(began.get_by_role("row", name="Shorter queues")).to_contain_text("1 Jan 2028")
    expect(funnel.get_by_role("link", name="2 In the plan")).to_be_visible()
    began.get_by_role("link", name="Shorter queues").click()
    expect(page.get_by_text("Decided by the service board.")).to_be_visible()
    expect(page.get_by_text("2 people in 2028 Q1")).to_be_visible()
    page.get_by_role("link", name="Who works on it").click()
    page.get_by_label("Service Desk").fill("3")
    page.get_by_role("button", name="Save").click()
    page.goto(f"{demo.url}/plans/load/?from=2028-1")
    page.get_by_role("link", name="Service Desk, 2028 Q1").click()
    expect(page.get_by_text("more than there are")).to_be_visible()
    expect(page.get_by_role("link", name="Shorter queues")).to_be_visible()


def _estimate(page: Page, benefit: str) -> None:
    """Say what a candidate brings and takes, and save it."""
    page.get_by_label("Benefit a quarter").fill(benefit)
    page.get_by_label("Cost in all").fill("1000")
    page.get_by_label("Service Desk").fill("2")
    page.get_by_role("button", name="Save").click()
