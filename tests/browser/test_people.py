"""A personal goal from proposal to two signatures, and an evaluation from opening to the answer of an appeal."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import Installation, sign_in, violations

PHONE: ViewportSize = {"width": 390, "height": 844}


def be(page: Page, demo: Installation, username: str) -> None:
    """Sign in as somebody else of the demonstration."""
    page.context.clear_cookies()
    sign_in(page, replace(demo, username=username))


def fit(page: Page) -> None:
    """The page as it stands is accessible, and no wider than a phone."""
    assert violations(page) == []
    usual = page.viewport_size
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert usual is not None
    page.set_viewport_size(usual)


def test_a_personal_goal_is_agreed_by_both_and_said_how_it_stands(page: Page, demo: Installation) -> None:
    be(page, demo, "jonas")
    page.get_by_role("link", name="Goals").click()
    page.get_by_role("link", name="New goal").click()
    page.get_by_label("Hangs below").select_option(label="Right the first time")
    page.get_by_label("Title").fill("Answers that new colleagues can find")
    page.get_by_role("button", name="Propose the goal").click()
    expect(page.get_by_text("Say in words when it is done, or choose a metric.")).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("Answers that new colleagues can find")
    page.get_by_label("Done when").fill("Three new colleagues found five answers each without asking.")
    page.get_by_role("button", name="Propose the goal").click()
    expect(page.get_by_text("Jonas Wirth for the person")).to_be_visible()
    address = page.url

    be(page, demo, "tomas")
    page.get_by_role("link", name="Goals").click()
    waiting = page.get_by_role("region", name="Waits for you")
    waiting.get_by_role("link", name="Answers that new colleagues can find").click()
    page.get_by_role("link", name="Other terms").click()
    page.get_by_label("Why not as proposed?").fill("Only two will join before the end of the quarter.")
    page.get_by_label("Done when").fill("Two new colleagues found five answers each without asking.")
    page.get_by_role("button", name="Send the other terms").click()
    expect(page.get_by_text("Only two will join")).to_be_visible()

    be(page, demo, "jonas")
    page.goto(address)
    page.get_by_role("button", name="Sign version 2").click()
    agreed = page.get_by_role("region", name="What was agreed")
    expect(agreed.get_by_text("in force")).to_be_visible()
    expect(agreed.get_by_text("Jonas Wirth for the person").first).to_be_visible()
    expect(agreed.get_by_text("Tomás Ferreira for the manager").first).to_be_visible()
    page.get_by_label("How sure are you").select_option("7")
    page.get_by_label("What changed").fill("The first one starts on Monday.")
    page.get_by_role("button", name="Say so").click()
    expect(page.locator(".hoshin-confidence-large circle")).to_have_count(1)
    expect(page.locator(".hoshin-tone").first).to_have_text("on track")
    fit(page)
    page.get_by_role("link", name="Right the first time").click()
    below = page.get_by_role("region", name="Goals of teams and people")
    expect(below.get_by_text("Answers that new colleagues can find")).to_be_visible()

    be(page, demo, "mei")
    assert page.request.get(address).status == 404


def test_an_evaluation_goes_from_opening_to_an_answered_appeal(page: Page, demo: Installation) -> None:
    be(page, demo, "ruth")
    page.goto(f"{demo.url}/goals/evaluations/")
    page.get_by_role("link", name="New cycle").click()
    page.get_by_label("Title").fill("The quarter")
    today = datetime.now(UTC).date()
    for label, days in (
        ("Period from", -90),
        ("Period to", 0),
        ("Self-evaluations until", 7),
        ("Managers’ proposals until", 14),
        ("Calibration meeting on", 21),
        ("Final words until", 28),
    ):
        page.get_by_label(label).fill((today + timedelta(days=days)).isoformat())
    page.get_by_label("Jonas Wirth").check()
    fit(page)
    page.get_by_role("button", name="Open the cycle").click()
    expect(page.get_by_text("0 of 1 evaluations have a rating")).to_be_visible()
    cycle = page.url
    page.get_by_role("link", name="Jonas Wirth").click()
    address = page.url

    be(page, demo, "jonas")
    page.goto(f"{demo.url}/goals/evaluations/")
    page.get_by_role("link", name="The quarter").click()
    page.get_by_label("What did you reach").fill("Nine answers stand, and six of them are used every day.")
    page.get_by_role("button", name="Send the self-evaluation").click()
    expect(page.get_by_text("Ten known answers that save a call").first).to_be_visible()

    be(page, demo, "tomas")
    page.goto(address)
    expect(page.get_by_text("six of them are used every day")).to_be_visible()
    page.get_by_label("Rating", exact=True).select_option("As agreed")
    page.get_by_label("What do you see").fill("Nine of ten, and they are used.")
    page.get_by_role("button", name="Propose the rating").click()

    be(page, demo, "jonas")
    page.goto(address)
    expect(page.get_by_text("and they are used")).to_have_count(0)

    be(page, demo, "ruth")
    page.goto(cycle)
    fit(page)
    page.get_by_role("region", name="Ratings by manager").get_by_role("link", name="Jonas Wirth").click()
    page.get_by_label("Rating", exact=True).select_option("Above what was agreed")
    page.get_by_label("Why does the rating move?").fill("Agreed were eight by now.")
    page.get_by_role("button", name="Move the rating").click()
    page.get_by_role("button", name="Calibrated").click()

    be(page, demo, "tomas")
    page.goto(address)
    page.get_by_label("What do you tell").fill("Well done. The tenth one together?")
    page.get_by_role("button", name="Tell the person").click()

    be(page, demo, "jonas")
    page.goto(address)
    expect(page.get_by_text("Agreed were eight by now.")).to_be_visible()
    expect(page.get_by_text("As it lay there when the final words were written.")).to_be_visible()
    readers = page.get_by_role("region", name="Who has read this")
    expect(readers.get_by_text("Ruth Okafor")).to_be_visible()
    expect(readers.get_by_text("Tomás Ferreira")).to_be_visible()
    fit(page)
    page.get_by_label("What is wrong").fill("Two of the answers are counted as one.")
    page.get_by_role("button", name="Appeal").click()

    be(page, demo, "ruth")
    page.goto(address)
    page.get_by_label("Rating", exact=True).select_option("Far above what was agreed")
    page.get_by_label("What was found").fill("They are two. Eleven it is.")
    page.get_by_role("button", name="Answer the appeal").click()
    expect(page.locator(".hoshin-tone").first).to_have_text("the appeal is answered")

    be(page, demo, "mei")
    assert page.request.get(address).status == 404
    be(page, demo, "ines")
    assert page.request.get(address).status == 404


def test_a_person_takes_what_is_kept_and_human_resources_see_what_an_erasure_does(
    page: Page, demo: Installation
) -> None:
    be(page, demo, "jonas")
    page.goto(f"{demo.url}/goals/privacy/")
    with page.expect_download() as download:
        page.get_by_role("link", name="As a file").click()
    kept = json.loads(Path(download.value.path()).read_text())
    assert kept["account"][0]["sign_in_name"] == "jonas"
    be(page, demo, "ruth")
    page.goto(f"{demo.url}/goals/privacy/")
    page.get_by_role("link", name="David Osei").click()
    page.get_by_role("link", name="Erase this person").click()
    expect(page.get_by_role("heading", name="What stays, and why")).to_be_visible()
    fit(page)
    page.get_by_label("Sign-in name").fill("somebody")
    page.get_by_role("button", name="Erase David Osei").click()
    expect(page.get_by_text("type that")).to_be_visible()
