"""A monthly review from its agenda to its minutes, and a decision that is checked later, as leaders go."""

from __future__ import annotations

import io
from datetime import date, timedelta

import docx
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Installation, sign_in

LATER = date.today() + timedelta(days=150)  # noqa: DTZ011 whatever the day, the decision is to be checked after the review


def make_forum(page: Page, demo: Installation, name: str) -> None:
    page.goto(f"{demo.url}/reviews/")
    page.get_by_role("link", name="Forum", exact=True).click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("Purpose").fill("Is it working, and what do we change?")
    page.get_by_label("How often").select_option("Every week")
    page.get_by_label("Standing agenda").fill("Word from the depots")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Give somebody a seat").click()
    page.get_by_label("Person").fill("Jonas Wirth")
    page.get_by_role("button", name="Keep the seat").click()
    expect(page.get_by_text("Jonas Wirth has a seat.")).to_be_visible()


def begin(page: Page, day: date | None = None) -> None:
    if day:
        page.get_by_label("Day of the meeting").fill(day.isoformat())
    page.get_by_role("button", name="Write the agenda").click()
    expect(page.get_by_role("heading", name="Agenda", exact=True)).to_be_visible()


def test_a_review_from_agenda_to_minutes_and_a_decision_checked_later(page: Page, demo: Installation) -> None:
    sign_in(page, demo)
    make_forum(page, demo, "Weekly walk")
    begin(page)

    # The agenda is written by the data, and given the time of the meeting.
    expect(page.get_by_text("of 60 min", exact=False).first).to_be_visible()
    triage = page.get_by_role("listitem").filter(
        has=page.get_by_role("heading", name="Strict triage for depot tickets")
    )
    expect(triage.first).to_contain_text("harmful")
    triage.first.locator("summary").click()
    expect(triage.first).to_contain_text("Claimed:")

    # Notes are saved as they are typed.
    notes = page.get_by_label("Notes on Word from the depots")
    notes.fill("Depots wait for the board.")
    expect(page.get_by_text("Saved.").first).to_be_visible()
    page.reload()
    expect(notes).to_have_value("Depots wait for the board.")

    page.get_by_role("button", name="Talked about: Strict triage for depot tickets").first.click()
    expect(
        page.get_by_role("button", name="Not talked about yet: Strict triage for depot tickets").first
    ).to_be_visible()
    page.get_by_role("button", name="Take off the agenda: ").last.click()
    expect(page.get_by_text("Taken off the agenda (1)")).to_be_visible()

    # A decision that says nothing to be checked by is refused beside its field, and nothing is lost.
    page.get_by_text("Write down a decision").click()
    page.get_by_label("Decided", exact=True).fill("Take the board off")
    page.get_by_label("Because").fill("Depots wait longer.")
    page.get_by_label("or by the sealed claim of").select_option("Strict triage for depot tickets")
    page.get_by_role("button", name="Keep the decision").click()
    expect(page.get_by_text("without it nobody can check the decision later")).to_be_visible()
    page.get_by_label("Expected").fill("Depots are back sooner.")
    page.get_by_label("Check it on").fill(LATER.isoformat())
    page.get_by_role("button", name="Keep the decision").click()
    expect(page.get_by_text("Decided. It comes back on")).to_be_visible()

    page.get_by_text("Write down a commitment").click()
    page.get_by_label("Promised").fill("Tell every depot")
    page.get_by_label("By whom").fill("Jonas Wirth")
    page.get_by_label("By", exact=True).fill((LATER - timedelta(days=100)).isoformat())
    page.get_by_role("button", name="Keep the commitment").click()
    expect(page.get_by_text("Jonas Wirth has promised it.")).to_be_visible()

    # The last line is typed and the review closed at once: it is not overtaken.
    notes.press_sequentially(" Until tomorrow.")
    page.get_by_role("button", name="Freeze the minutes").click()
    expect(page.get_by_text("its minutes are frozen")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Take the board off")).to_be_visible()
    expect(page.get_by_text("Until tomorrow.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Word").click()
    cells = {
        cell.text
        for table in docx.Document(io.BytesIO(download.value.path().read_bytes())).tables
        for row in table.rows
        for cell in row.cells
    }
    assert {"Take the board off", "Tell every depot"} <= cells

    # What was decided wrongly is amended: the minutes stay, and the amendment stands beside them.
    page.goto(f"{demo.url}/reviews/decisions/?words=board+depots+longer")
    page.get_by_role("link", name="Take the board off", exact=True).click()
    page.get_by_role("link", name="Amend").click()
    page.get_by_label("Expected").fill("Depots are back sooner, within a quarter.")
    page.get_by_label("Why is it amended?").fill("We forgot to say by when.")
    page.get_by_role("button", name="Amend it").click()
    expect(page.get_by_text("We forgot to say by when.")).to_be_visible()
    page.get_by_role("link", name="Minutes", exact=True).click()
    expect(page.get_by_text("We forgot to say by when.")).to_be_visible()
    expect(page.get_by_role("cell", name="Depots are back sooner.", exact=True)).to_be_visible()

    # At a later meeting it is on the agenda, with what the verdict says now.
    page.get_by_role("link", name="Weekly walk").click()
    begin(page, LATER + timedelta(days=7))
    back = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Take the board off"))
    back.first.locator("summary").click()
    back.first.get_by_role("link", name="Open it").click()
    expect(page.get_by_text("Seen now").locator("..")).to_contain_text("harmful")
    page.get_by_text("Say how it came out").click()
    page.get_by_label("Not as expected").check()
    page.get_by_label("In a sentence").fill("We looked too late.")
    page.get_by_role("button", name="Keep the outcome").click()
    expect(page.get_by_text("The outcome is kept beside the decision.")).to_be_visible()
    expect(page.locator(".hoshin-tone", has_text="Not as expected").first).to_be_visible()


def test_a_review_is_moved_and_called_off(page: Page, demo: Installation) -> None:
    sign_in(page, demo)
    make_forum(page, demo, "Moving walk")
    begin(page)
    page.get_by_text("Move it, or call it off").click()
    page.get_by_label("New day").fill(LATER.isoformat())
    page.get_by_role("button", name="Move the review").click()
    expect(page.get_by_text("The review is moved.")).to_be_visible()
    page.get_by_text("Move it, or call it off").click()
    page.get_by_label("Why is it called off?").fill("Nobody can come.")
    page.get_by_role("button", name="Call it off").click()
    expect(page.get_by_text("was called off: Nobody can come.")).to_be_visible()


def test_two_write_at_once_and_nothing_is_lost(browser: Browser, page: Page, demo: Installation) -> None:
    sign_in(page, demo)
    make_forum(page, demo, "Two pens")
    begin(page)
    context = browser.new_context()
    other = context.new_page()
    sign_in(other, demo)
    other.goto(page.url)
    label = "Notes on Word from the depots"
    page.get_by_label(label).fill("Opens in May.")
    expect(page.get_by_text("Saved.").first).to_be_visible()
    other.get_by_label(label).fill("Needs scanners.")
    expect(other.get_by_label(label)).to_have_value("Opens in May.\nNeeds scanners.")
    # The first pen sees it without doing anything.
    expect(page.get_by_label(label)).to_have_value("Opens in May.\nNeeds scanners.", timeout=15_000)
    context.close()
