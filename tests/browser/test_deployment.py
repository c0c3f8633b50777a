"""A year's direction deployed: from a new vision down to a target that a team has signed, and to a person's goal.

Each step leaves what the next one needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Installation, sign_in, violations

PASSWORD = "a-long-enough-word"
TEAM = "Depot Systems"


@dataclass(frozen=True)
class Sides:
    """The windows of the two who agree: Ines, who leads, and Nora, of the team."""

    ines: Page
    nora: Page


@pytest.fixture
def sides(browser: Browser, demo: Installation) -> Iterator[Sides]:
    contexts = [browser.new_context(viewport={"width": 1280, "height": 900}) for _ in range(2)]
    ines, nora = (context.new_page() for context in contexts)
    complaints: list[str] = []
    for page in (ines, nora):
        # The first page of a new installation works out all verdicts.
        page.set_default_timeout(120_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
    sign_in(ines, demo)
    _add_person(ines, demo)
    sign_in(nora, replace(demo, username="nora", password=PASSWORD))
    yield Sides(ines, nora)
    for context in contexts:
        context.close()
    assert not complaints, complaints


def test_a_years_direction_reaches_a_person(sides: Sides, demo: Installation) -> None:
    _publish(sides, demo)
    _deploy(sides.ines, demo)
    _measure(sides.ines)
    _agree(sides)
    _see_it_hang_together(sides.nora, demo)
    _take_it_on(sides, demo)
    _see_the_person_at_its_end(sides, demo)


def _add_person(page: Page, demo: Installation) -> None:
    page.goto(f"{demo.url}/people/")
    form = page.locator("form", has=page.get_by_role("button", name="Add the person"))
    form.get_by_label("Sign-in name").fill("nora")
    form.get_by_label("Name", exact=True).fill("Nora Lindqvist")
    form.get_by_label("Password").fill(PASSWORD)
    form.get_by_role("button").click()
    expect(page.get_by_text("Nora Lindqvist").first).to_be_visible()
    page.get_by_role("link", name="Change Nora Lindqvist").click()
    page.get_by_label("Led by").fill("Ines Albrecht")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("row", name="Nora Lindqvist").get_by_role("cell", name="Ines Albrecht")).to_be_visible()


def _publish(sides: Sides, demo: Installation) -> None:
    """A next version with its reason; whoever reads it says so."""
    page = sides.ines
    page.goto(f"{demo.url}/vision/")
    page.get_by_role("link", name="Write the next version").click()
    page.get_by_label("Statement").fill("Whoever moves freight with us never waits for IT, by day or by night.")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Say what changed and why")).to_be_visible()
    page.get_by_label("Where the change comes from").select_option("A verdict on an initiative")
    page.get_by_label("What changed, and why").fill("The verdict on strict triage showed who waits: the night shift.")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Say which one")).to_be_visible()
    page.get_by_label("Which one").select_option("Strict triage for depot tickets")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator("[aria-labelledby=reach] .hoshin-figure")).to_have_text(re.compile(r"^0 of \d+$"))
    expect(page.locator("ins", has_text="by day or by night").first).to_be_visible()
    reader = sides.nora
    reader.goto(f"{demo.url}/vision/")
    reader.get_by_role("button", name="I have read it").click()
    expect(reader.locator("[aria-labelledby=reach] .hoshin-figure")).to_have_text(re.compile(r"^1 of \d+$"))
    reader.get_by_role("link", name="Verdict: Strict triage for depot tickets").first.click()
    expect(reader.get_by_role("heading", name="Strict triage for depot tickets")).to_be_visible()


def _deploy(page: Page, demo: Installation) -> None:
    """From the objective of the business to one of IT, and to one of the team."""
    page.goto(f"{demo.url}/objectives/new/")
    page.get_by_label("Title").fill("The night shift ships as the day shift does")
    page.get_by_label("Whose objective").select_option("The business")
    page.get_by_label("Theme").select_option("Back within the shift")
    page.get_by_role("button", name="Save").click()
    for title, level in (("Systems work at night", "IT"), ("Scanners work at night", "A team")):
        page.get_by_role("link", name="Objective below").click()
        page.get_by_label("Title").fill(title)
        expect(page.get_by_label("Whose objective").locator("option:checked")).to_have_text(level)
        if level == "A team":
            page.get_by_label("Team", exact=True).select_option(TEAM)
        page.get_by_label("Impact there").select_option("5: it decides it")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("heading", name=title)).to_be_visible()
        expect(page.get_by_text("impact there: decisive")).to_be_visible()


def _measure(page: Page) -> None:
    """How the team will know."""
    page.get_by_role("link", name="Add a key result").click()
    page.get_by_label("Title").fill("Scanners are back sooner at night")
    page.get_by_label("Metric").select_option("time_to_resolve_median")
    page.get_by_label("Scanners and Handhelds", exact=True).check()
    page.get_by_label("Target").fill("40")
    page.get_by_role("button", name="Add the key result").click()
    page.get_by_role("link", name="Scanners are back sooner at night", exact=True).click()
    expect(page.get_by_role("heading", name="Plan and actual by month")).to_be_visible()


def _agree(sides: Sides) -> None:
    """The ball goes to the team and back, and both sign."""
    page, team = sides.ines, sides.nora
    page.get_by_role("link", name="Throw the ball").click()
    page.get_by_label("Who answers").fill("Nora Lindqvist")
    page.get_by_role("spinbutton", name="Target").fill("38")
    page.get_by_role("spinbutton", name="Target").blur()
    expect(page.get_by_role("status")).to_contain_text(re.compile("met|forecast"))
    page.get_by_label("Why this target").fill("A lane that stops at night starts again in the morning.")
    page.get_by_role("button", name="Propose").click()
    expect(page.get_by_text("Nora Lindqvist has the ball, 14 days left")).to_be_visible()
    assert violations(page) == []
    team.goto(page.url)
    expect(team.locator(".hoshin-chart svg").first).to_be_visible()
    team.get_by_role("spinbutton", name="Target").fill("45")
    team.get_by_label("Why this target").fill("At night there are two of us.")
    team.get_by_label("What it takes").fill("A third person on the night shift.")
    team.get_by_role("button", name="Propose this instead").click()
    expect(team.get_by_text("target from 38.0 h to 45.0 h")).to_be_visible()
    team.get_by_role("button", name="Sign this proposal").click()
    # The leader has still the first proposal in sight, and is told that there is another.
    page.get_by_role("button", name="Sign this proposal").click()
    expect(page.get_by_text("Nora Lindqvist wrote proposal 2 in the meantime")).to_be_visible()
    page.get_by_role("button", name="Sign this proposal").click()
    expect(page.get_by_text("Signed by both: this is what the key result promises now.")).to_be_visible()
    page.get_by_role("link", name="Key result", exact=True).click()
    expect(page.get_by_text("45.0 h").first).to_be_visible()


def _see_it_hang_together(page: Page, demo: Installation) -> None:
    """The tree leads from the business to the team, by keyboard too, and tells what nobody does anything for."""
    page.goto(f"{demo.url}/objectives/alignment/")
    tree = page.locator(".alignment-tree > li", has_text="The night shift ships as the day shift does")
    expect(tree.get_by_role("link", name="Scanners work at night")).to_be_visible()
    tree.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(tree.get_by_role("link", name="Scanners work at night")).to_be_hidden()
    loose = page.get_by_role("region", name="Loose ends")
    for folded in loose.locator("summary").all():
        folded.click()
    expect(loose.get_by_role("link", name="Scanners work at night", exact=True)).to_be_visible()
    page.goto(f"{demo.url}/objectives/x-matrix/")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert "Scanners work at night" in download.value.path().read_text()


def _take_it_on(sides: Sides, demo: Installation) -> None:
    """What the team has signed becomes somebody's goal, and that one is agreed by two as well."""
    page = sides.nora
    page.goto(f"{demo.url}/objectives/")
    page.get_by_role("link", name="Scanners work at night").first.click()
    page.get_by_role("link", name="Propose one").click()
    expect(page.get_by_label("Hangs below").locator("option:checked")).to_have_text("Scanners work at night")
    page.get_by_label("Title").fill("A spare scanner lies in every night lane")
    page.get_by_label("Done when").fill("Each of the four lanes has changed a scanner at night without a call.")
    page.get_by_role("button", name="Propose the goal").click()
    expect(page.get_by_text("Nora Lindqvist for the person")).to_be_visible()
    leader = sides.ines
    leader.goto(f"{demo.url}/goals/")
    waiting = leader.get_by_role("region", name="Waits for you")
    waiting.get_by_role("link", name="A spare scanner lies in every night lane").click()
    leader.get_by_role("button", name="Sign version 1").click()
    agreed = leader.get_by_role("region", name="What was agreed")
    expect(agreed.get_by_text("in force")).to_be_visible()
    expect(agreed.get_by_text("Nora Lindqvist for the person")).to_be_visible()
    expect(agreed.get_by_text("for the manager")).to_be_visible()


def _see_the_person_at_its_end(sides: Sides, demo: Installation) -> None:
    """The tree from the vision ends at the goal, and the goal's page leads up to the vision again."""
    page = sides.nora
    page.goto(f"{demo.url}/objectives/alignment/")
    page.get_by_role("link", name="Down to goals").click()
    expect(page.get_by_text("by day or by night").first).to_be_visible()
    top = page.locator(".hoshin-thread > li", has_text="The night shift ships as the day shift does")
    below = top.locator("ul > li", has_text="Scanners work at night").last
    expect(below.get_by_text("45.0 h by")).to_be_visible()
    assert violations(page) == []
    below.get_by_role("link", name="A spare scanner lies in every night lane").click()
    line = page.get_by_role("region", name="From the vision to this goal")
    said = line.get_by_role("listitem").all_inner_texts()
    order = (
        "by day or by night",
        "The night shift ships",
        "Systems work at night",
        "Scanners work at night",
        "A spare",
    )
    assert [words in text for words, text in zip(order, said, strict=True)] == [True] * len(order), said
    line.get_by_role("link", name="by day or by night").click()
    expect(page.get_by_role("heading", name="Vision", exact=True)).to_be_visible()
