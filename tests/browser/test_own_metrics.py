"""A metric of one's own, from the empty form to the scorecard, the command line and another home, as a leader goes."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Installation, sign_in, violations

KEY = "own_customs_within_two_days"


def test_a_leader_defines_a_metric_and_changes_it(page: Page, demo: Installation, tmp_path: Path) -> None:
    sign_in(page, demo)
    page.get_by_role("link", name="Scorecard").first.click()
    page.get_by_role("link", name="Your own metrics").click()
    page.get_by_role("link", name="Define a metric").click()
    preview = page.locator("#preview")
    expect(preview.locator(".hoshin-chart svg").first).to_be_visible()

    # Fields appear as they are needed, with the words that the tickets have.
    page.get_by_label("Which tickets belong to a period").select_option("tickets resolved in the period")
    page.get_by_label("Condition 1: which field").select_option("support group")
    page.get_by_label("Customs and Compliance").check()
    page.get_by_label("What is measured").select_option("the share of tickets for which something holds")
    expect(preview).to_contain_text("A share needs at least one condition")
    page.get_by_label("What has to hold 1: which field").select_option("time to resolve")
    page.get_by_label("What has to hold 1: how it is compared").select_option("at most")
    page.get_by_label("What has to hold 1: the number").fill("two days")
    page.get_by_label("Title").fill("Customs within two days")
    expect(preview).to_contain_text("such as 4 or 1.5")
    page.get_by_role("button", name="Define the metric").click()
    expect(page.get_by_text("Not saved yet: what is wrong stands beside each field.")).to_be_visible()
    expect(page.locator("#met-0-error")).to_contain_text("such as 4 or 1.5")
    expect(page.locator("#id_question-error")).to_contain_text("fill it in")
    assert violations(page) == []

    page.get_by_label("What has to hold 1: the number").fill("48")
    page.get_by_label("The question that it answers").fill("Which part of customs' tickets is over in two days?")
    page.get_by_label("Which way is better").select_option("higher is better")
    page.get_by_label("Practice").select_option("incident management")
    page.get_by_label("Who answers for it").fill("customs lead")
    page.get_by_label("Reopened tickets").check()
    expect(preview).to_contain_text("time to resolve at most 48 h")
    expect(preview.locator(".hoshin-figure")).to_contain_text("%")
    shown = preview.locator(".hoshin-figure").inner_text()
    page.get_by_role("button", name="Define the metric").click()
    expect(page.get_by_text("It is defined")).to_be_visible()
    assert page.locator(".hoshin-figure").first.inner_text() == shown

    page.goto(f"{demo.url}/scorecard/")
    card = page.get_by_role("article", name="Customs within two days")
    expect(card).to_contain_text(shown)
    card.get_by_role("link", name="Customs within two days").click()
    page.get_by_role("link", name="version 1 and its history").click()

    page.get_by_role("link", name="Change it").click()
    page.get_by_label("What has to hold 1: the number").fill("24")
    page.get_by_label("Why it changes").fill("Two days are too long at the border.")
    expect(preview).to_contain_text("By the old and by the new definition")
    page.get_by_role("button", name="Save the change").click()
    expect(page.get_by_text("Version 2 holds now.")).to_be_visible()
    expect(page.get_by_text("Two days are too long at the border.")).to_be_visible()
    assert violations(page) == []

    demo.run("backup", str(tmp_path / "state.tar.gz"))
    other = Installation("", "", "", tmp_path / "other")
    other.run("restore", str(tmp_path / "state.tar.gz"))
    for home in (demo, other):
        said = json.loads(home.run("metrics", KEY, "--json"))["metrics"]
        assert [each["version"] for each in said] == [1, 2]
    read = ("read", KEY, "--grain", "all", "--version", "1", "--json")
    assert json.loads(demo.run(*read)) == json.loads(other.run(*read))


def test_what_is_typed_while_fields_are_on_their_way_is_kept(page: Page, demo: Installation) -> None:
    sign_in(page, demo)
    page.goto(f"{demo.url}/scorecard/own-metrics/new/")
    page.get_by_label("Condition 1: which field").select_option("reopenings")
    page.get_by_label("Condition 1: the number").fill("1")
    held: list[Route] = []
    page.route("**/own-metrics/fields/", lambda route: route.continue_() if held else held.append(route))
    with page.expect_request("**/own-metrics/fields/"):
        page.get_by_label("Condition 1: how it is compared").select_option("at most")
    page.get_by_label("Condition 1: the number").fill("3")
    page.get_by_label("What is measured").select_option("tickets per week")
    held[0].continue_()
    expect(page.locator("#preview")).to_contain_text("reopenings at most 3")
    expect(page.locator("#preview")).to_contain_text("x 7 / covered days")
    expect(page.get_by_label("Condition 1: the number")).to_have_value("3")
