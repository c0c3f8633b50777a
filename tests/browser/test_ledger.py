"""From a draft to a sealed claim with its guardrail, and from the ledger to the money, as a leader goes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Installation, sign_in, violations


def test_the_ledger_is_read_and_taken_away(page: Page, demo: Installation) -> None:
    sign_in(page, demo)
    page.goto(f"{demo.url}/initiatives/")
    page.get_by_role("link", name="Effect ledger").click()
    expect(page.get_by_text("of 4 judged initiatives")).to_be_visible()
    drawn = page.get_by_role("img", name="claimed −20 %, seen −").first
    expect(drawn).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    text = Path(download.value.path()).read_text()
    assert "strict-triage-for-depot-tickets" in text
    page.get_by_role("link", name="Swarming between lines in Europe").click()
    for heading in ("Guardrails", "Does it last?", "Could it be chance?"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()


def test_how_often_hoshin_would_err_is_asked_and_looked_into(page: Page, demo: Installation) -> None:
    sign_in(page, demo)
    page.goto(f"{demo.url}/ledger/")
    page.get_by_role("link", name="How often would Hoshin err here?").click()
    # The worker has found out for what initiatives claim, or is about to: the page shows it by itself.
    expect(page.get_by_role("heading", name="What was called, and where")).to_be_visible(timeout=180_000)
    link = page.get_by_role("link", name="JSON").get_attribute("href")
    found = page.request.get(f"{demo.url}{link}").json()
    # The demonstration ends today, so its figures move by a start or two with the date: the page is held to its own.
    ours, theirs = (found[f"{whose}false_effects"] / found["starts"] for whose in ("", "before_after_"))
    assert ours < 0.1 < 0.2 < theirs
    drawn = f"Hoshin {100 * ours:.1f} %, before and after {100 * theirs:.1f} %, promised 5.0 %"
    expect(page.get_by_role("img", name=drawn)).to_be_visible()
    group = found["called"][0]["group"]
    page.get_by_role("link", name=group).first.click()
    expect(page.get_by_text(f"No initiative began in {group}")).to_be_visible()
    expect(page.locator(".hoshin-chart canvas, .hoshin-chart svg").first).to_be_visible()
    assert violations(page) == []
    page.goto(f"{demo.url}/ledger/errors/?metric=backlog&by=group&desk=Halvorsund")
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_text("starts where nothing was done")).to_be_visible(timeout=180_000)
    assert violations(page) == []
    page.goto(f"{demo.url}/initiatives/swarming-between-lines-in-europe/")
    counted = f"On this desk, {found['false_effects']} of {found['starts']} starts"
    expect(page.get_by_text(counted)).to_be_visible()
    page.get_by_role("link", name="How often would this be wrong on our desk?").click()
    expect(page.get_by_role("heading", name="How often would Hoshin err here?")).to_be_visible()


def test_a_claim_is_sealed_with_what_must_not_get_worse(page: Page, demo: Installation) -> None:
    sign_in(page, demo)
    page.goto(f"{demo.url}/initiatives/new/")
    page.get_by_label("Title").fill("Shifts overlap by an hour")
    page.get_by_label("Starts on").fill((date.today() + timedelta(days=30)).isoformat())  # noqa: DTZ011 as the form does
    page.get_by_label("Warehouse Asia").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="How it will be judged")).to_be_visible()
    page.get_by_label("by at least (%)").fill("60")
    page.get_by_label("by at least (%)").blur()
    expect(page.get_by_text("a change of 60 % of")).to_be_visible()
    page.get_by_text("Guardrails: what must not get worse").click()
    page.get_by_label("Must not get worse either").select_option(label="Satisfied users")
    page.get_by_role("button", name="Seal the claim").click()
    expect(page.get_by_text("The claim is sealed.")).to_be_visible()
    page.get_by_text("What was sealed, word for word").click()
    expect(page.get_by_text("guardrail: csat_share")).to_be_visible()
    expect(page.get_by_text("estimator: ")).to_be_visible()
