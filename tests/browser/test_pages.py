"""Every page of the demonstration: accessible, and no wider than the window; light, dark and on a phone."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import Installation, sign_in, violations

PAGES = (
    "/",
    "/scorecard/",
    "/scorecard/?grain=month&span=104w&scope=group%3DTransport+Europe",
    "/scorecard/time_to_resolve_median/",
    "/scorecard/ping_pong_share/?scope=priority%3D1+-+Critical",
    "/scorecard/flow/",
    "/scorecard/own-metrics/",
    "/scorecard/own-metrics/new/",
    "/scorecard/own-metrics/own_freight_within_a_shift/",
    "/scorecard/own-metrics/own_freight_within_a_shift/change/",
    "/scorecard/own_freight_within_a_shift/",
    "/scorecard/time_to_resolve_mean/reconcile/?figure=90&from=2026-09-01&to=2026-09-30",
    "/scorecard/flow/tickets/?aged=30-89&to=2026-10-31",
    "/scorecard/time_to_resolve_median/across/?by=group&across=priority",
    "/scorecard/reopen_share/tickets/?from=2026-09-01&to=2026-09-30",
    "/ticket/Halvorsund/INC0000001/",
    "/service-levels/",
    "/service-levels/reconciliation/?clock=response",
    "/service-levels/tickets/?agreement=3&part=breached",
    "/service-levels/ticket/Halvorsund/INC0037487/",
    "/service-levels/book/",
    "/service-levels/book/import/",
    "/service-levels/agreements/3/",
    "/service-levels/calendars/2/",
    "/service-levels/calendars/2/change/",
    "/signals/",
    "/signals/?state=open&kind=target",
    "/signals/1/",
    "/signals/watched/",
    "/signals/watched/1/",
    "/signals/told/",
    "/signals/told/webhooks/",
    "/vision/",
    "/vision/1/",
    "/vision/2/",
    "/vision/write/",
    "/objectives/",
    "/objectives/1/",
    "/objectives/new/",
    "/objectives/workbook/",
    "/objectives/alignment/",
    "/objectives/x-matrix/?year=2026",
    "/objectives/1/change/",
    "/objectives/1/key-results/new/",
    "/objectives/key-results/6/",
    "/objectives/key-results/6/months/",
    "/objectives/key-results/6/throw/",
    "/objectives/key-results/6/countermeasures/2026-7/",
    "/objectives/countermeasures/",
    "/objectives/countermeasures/1/",
    "/objectives/catchball/",
    "/objectives/catchball/3/",
    "/initiatives/",
    "/initiatives/swarming-between-lines-in-europe/",
    "/initiatives/strict-triage-for-depot-tickets/",
    "/initiatives/spare-devices-on-the-depots-shelves/",
    "/initiatives/new/",
    "/initiatives/strict-triage-for-depot-tickets/change/",
    "/ledger/",
    "/ledger/rates/",
    "/ledger/errors/",
    "/ledger/errors/?metric=reopen_share&by=service&desk=Halvorsund",
    "/people/units/",
    "/people/units/new/",
    "/people/units/2/",
    "/people/teams/1/",
    "/goals/",
    "/goals/1/",
    "/goals/1/counter/",
    "/goals/new/",
    "/goals/teams/",
    "/goals/teams/1/",
    "/goals/thread/",
    "/goals/evaluations/",
    "/goals/evaluations/5/",
    "/goals/recognition/",
    "/goals/compare/",
    "/goals/compare/?metric=reopen_share",
    "/goals/privacy/",
    "/reviews/",
    "/reviews/forums/1/",
    "/reviews/forums/1/change/",
    "/reviews/forums/new/",
    "/reviews/6/",
    "/reviews/3/minutes/",
    "/reviews/decisions/",
    "/reviews/decisions/1/",
    "/reviews/decisions/3/",
    "/reviews/decisions/3/change/",
    "/reviews/decisions/?words=depot",
    "/reviews/commitments/",
    "/reviews/commitments/3/",
    "/reviews/people/4/",
    "/reviews/standing/",
    "/reviews/standing/objective/3/",
    "/reviews/risks/",
    "/reviews/risks/new/",
    "/reviews/risks/1/",
    "/reviews/responsibilities/",
    "/reviews/responsibilities/practice/service desk/",
    "/plans/",
    "/plans/1/",
    "/plans/new/",
    "/plans/1/change/",
    "/plans/1/candidates/new/",
    "/plans/candidates/1/",
    "/plans/1/scenarios/",
    "/plans/1/learning/",
    "/plans/2/promises/?quarter=3",
    "/plans/1/undertakings/new/",
    "/plans/undertakings/1/",
    "/plans/intake/",
    "/plans/intake/?stage=planned",
    "/plans/ideas/new/",
    "/plans/ideas/1/",
    "/plans/load/",
    "/plans/load/cell/?team=Service+Desk&quarter=2027-1",
    "/plans/people/scanner-replacement-in-the-depots/",
    "/initiatives/scanner-replacement-in-the-depots/",
    "/plans/scenarios/1/",
    "/packs/",
    "/packs/1/",
    "/data/",
    "/data/import/",
    "/data/runs/1/",
    "/people/",
    "/people/2/",
    "/people/audit/?check=1",
    "/tokens/",
    "/nothing/here/",
)
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def visit(browser: Browser, demo: Installation) -> Iterator[Page]:
    """One window for all pages, signed in, on an installation that has issued a pack."""
    if not (demo.home / "packs" / "000001").exists():
        demo.run("pack", "issue")
    # Colours that still change when axe looks would be found too faint.
    context = browser.new_context(viewport=DESK, color_scheme="light", reduced_motion="reduce")
    page = context.new_page()
    sign_in(page, demo)
    yield page
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_fit_to_be_shown(visit: Page, demo: Installation, path: str) -> None:
    visit.set_viewport_size(DESK)
    visit.evaluate("localStorage.clear()")
    visit.goto(f"{demo.url}{path}")
    found = [f"light: {each}" for each in violations(visit)]
    visit.set_viewport_size(PHONE)
    found += [f"phone: {each}" for each in violations(visit)]
    wide = visit.evaluate("document.documentElement.scrollWidth")
    if wide > PHONE["width"]:
        found.append(f"phone: {wide} pixels wide on a window of {PHONE['width']}")
    visit.set_viewport_size(DESK)
    visit.get_by_role("button", name="Switch between light and dark").click()
    # The page is the same in the dark, but for its colours.
    found += [f"dark: {each}" for each in violations(visit, colours=True)]
    wide = visit.evaluate("document.documentElement.scrollWidth")
    if wide > DESK["width"]:
        found.append(f"desk: {wide} pixels wide on a window of {DESK['width']}")
    assert found == []


def test_dark_is_what_the_system_prefers(browser: Browser, demo: Installation) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(f"{demo.url}/sign-in/")
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"
    context.close()


def test_signing_in_is_accessible(page: Page, demo: Installation) -> None:
    page.goto(f"{demo.url}/sign-in/")
    assert violations(page) == []


@pytest.mark.parametrize(
    "path", ["/", "/scorecard/", "/objectives/", "/initiatives/", "/reviews/", "/packs/", "/data/"]
)
def test_keyboard_reaches_the_content_first(page: Page, demo: Installation, path: str) -> None:
    sign_in(page, demo)
    page.goto(f"{demo.url}{path}")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_the_theme_is_kept(page: Page, demo: Installation) -> None:
    sign_in(page, demo)
    page.get_by_role("button", name="Switch between light and dark").click()
    chosen = page.evaluate("document.documentElement.dataset.bsTheme")
    page.goto(f"{demo.url}/scorecard/")
    assert page.evaluate("document.documentElement.dataset.bsTheme") == chosen == "dark"


@pytest.mark.parametrize(
    ("slug", "verdicts"),
    [
        ("swarming-between-lines-in-europe", {"Proven", "Likely"}),
        ("spare-devices-on-the-depots-shelves", {"Proven", "Likely"}),
        ("knowledge-base-for-portal-and-access", {"No visible effect", "Cannot tell"}),
        ("strict-triage-for-depot-tickets", {"Harmful"}),
    ],
)
def test_planted_truth_is_found(page: Page, demo: Installation, slug: str, verdicts: set[str]) -> None:
    sign_in(page, demo)
    page.goto(f"{demo.url}/initiatives/{slug}/")
    assert page.locator(".hoshin-tone").first.inner_text() in verdicts
    expect(page.locator(".hoshin-chart svg").first).to_be_visible()
    said = json.loads(demo.run("verdict", slug, "--json"))
    assert said["verdict"].replace("_", " ").capitalize() in verdicts


def test_home_says_what_matters(page: Page, demo: Installation) -> None:
    sign_in(page, demo)
    attention = page.get_by_role("heading", name="Needs attention today").locator("../..")
    expect(attention.get_by_role("listitem").first).to_contain_text("Strict triage for depot tickets")
    expect(page.get_by_text("Vision, by end of 2027")).to_be_visible()
    page.get_by_role("link", name="Strict triage for depot tickets").first.click()
    expect(page.get_by_role("heading", name="Strict triage for depot tickets")).to_be_visible()
