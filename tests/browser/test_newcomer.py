"""A newcomer walks the whole thread: from an empty installation and a desk's export to a board pack."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pptx import Presentation
from pypdf import PdfReader

from hoshin.simulation.export import export
from hoshin.simulation.library.global_logistics import DEMONSTRATION
from tests.browser.conftest import Installation, sign_in, violations

WAIT = 60_000
PASSWORD = "a-long-enough-word"


@pytest.fixture(scope="module")
def desk_export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An audit log of six thousand tickets, with three lines that nobody can read."""
    data = export(replace(DEMONSTRATION.plan, tickets=6_000), 11).decode()
    lines = data.splitlines()
    lines[10] = lines[10].replace("2024-", "the year 2024, ", 1)
    lines.insert(20, "half a line")
    lines.insert(30, '"INC9999999","a line with too many fields"' + "," * 40)
    file = tmp_path_factory.mktemp("export") / "incidents.csv"
    file.write_text("\n".join(lines) + "\n")
    return file


def test_the_whole_thread(page: Page, empty: Installation, desk_export: Path, tmp_path: Path) -> None:
    _first_start(page, empty)
    _import(page, desk_export)
    _read_and_drill(page)
    _direct(page)
    _claim(page)
    _issue(page, empty, tmp_path)


def _first_start(page: Page, empty: Installation) -> None:
    page.goto(empty.url)
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()
    page.get_by_label("Organisation").fill("Northern Freight")
    page.get_by_label("Your name").fill("Ada Berg")
    page.get_by_label("Sign-in name").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", name="First steps")).to_be_visible()
    page.get_by_role("button", name="Account of").click()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, replace(empty, username="ada", password=PASSWORD))


def _import(page: Page, file: Path) -> None:
    page.get_by_role("link", name="Bring in tickets").click()
    page.get_by_role("link", name="Import an export").first.click()
    page.get_by_label("Export of your service desk").set_input_files(file)
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_role("heading", name=re.compile("How to read"))).to_be_visible()
    preview = page.locator("#preview")
    expect(preview).to_contain_text("INC0000001")
    assert violations(page) == []
    page.get_by_role("button", name=re.compile("^Import")).click()
    # The zone is asked, never guessed.
    expect(page.locator("#answers")).to_contain_text(re.compile("time zone", re.IGNORECASE))
    page.get_by_label("Time zone of the times").select_option("Europe/Oslo")
    page.get_by_role("button", name=re.compile("^Import")).click()
    expect(page.get_by_role("link", name="See the scorecard")).to_be_visible(timeout=WAIT)
    expect(page.locator("#run")).to_contain_text("3 set aside")
    assert violations(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Download all as CSV").click()
    rejected = Path(download.value.path()).read_text()
    assert "half a line" in rejected
    assert len(rejected.splitlines()) == 4
    page.get_by_role("link", name="See the scorecard").click()


def _read_and_drill(page: Page) -> None:
    expect(page.get_by_role("heading", name="How fast")).to_be_visible()
    expect(page.locator(".hoshin-chart svg").first).to_be_visible()
    page.get_by_role("link", name="Time to resolve (median)").click()
    expect(page.get_by_role("heading", name="Time to resolve (median)", level=1)).to_be_visible()
    page.get_by_label("Scope").select_option("group=Transport Europe")
    expect(page).to_have_url(re.compile("scope=group"))
    n = page.locator("td.hoshin-number a").first.inner_text()
    page.locator("td.hoshin-number a").first.click()
    expect(page.get_by_text(f"{n} ticket").first).to_be_visible()
    number = page.locator("tbody th a").first.inner_text()
    page.locator("tbody th a").first.click()
    expect(page.get_by_role("heading", name=number)).to_be_visible()
    expect(page.get_by_text("What happened to it")).to_be_visible()
    expect(page.get_by_role("cell", name="Transport Europe").first).to_be_visible()


def _direct(page: Page) -> None:
    page.get_by_role("link", name="Objectives").click()
    page.get_by_role("link", name="Write the vision").click()
    page.get_by_label("Statement").fill("Nobody waits for IT.")
    page.get_by_label("By when").fill("2028")
    page.get_by_label("What success means").fill("Half of all disturbances are over within the shift.")
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("button", name="I have read it").click()
    page.get_by_role("link", name="Objectives").first.click()
    page.get_by_role("link", name="Write the first objective").click()
    page.get_by_label("Title").fill("Working systems within the shift")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Add a key result").click()
    page.get_by_label("Title").fill("Half is over a fifth sooner")
    page.get_by_label("Metric").select_option("time_to_resolve_median")
    page.get_by_label("Target").fill("12")
    page.get_by_role("button", name="Measure the baseline first").click()
    expect(page.get_by_role("status")).to_contain_text(re.compile(r"\d h \([\d,]+ cases\)"))
    page.get_by_role("button", name="Add the key result").click()
    expect(page.get_by_role("heading", name="Half is over a fifth sooner")).to_be_visible()
    expect(page.get_by_text("12.0 h").first).to_be_visible()


def _claim(page: Page) -> None:
    page.get_by_role("link", name="Initiatives", exact=True).click()
    page.get_by_role("link", name="Draft an initiative").click()
    page.get_by_label("Title").fill("Swarming")
    for group in ("Transport Europe", "Warehouse Europe"):
        page.get_by_label(group, exact=True).check()
    page.get_by_label("Starts on").fill((date.today() + timedelta(days=20)).isoformat())  # noqa: DTZ011 as the browser
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Nothing has been claimed yet")).to_be_visible()
    page.get_by_label("Metric").select_option("time_to_resolve_median")
    page.get_by_label("by at least").fill("20")
    page.get_by_role("button", name="Seal the claim").click()
    expect(page.get_by_text("The claim is sealed.")).to_be_visible()
    expect(page.locator("main")).to_contain_text("sealed by: ada")
    # It has not started, so the honest verdict is that nobody can tell yet.
    expect(page.locator(".hoshin-tone").first).to_contain_text("Too early to tell")
    expect(page.locator("main")).to_contain_text("There can be a first verdict once it has run for 4 whole weeks")


def _issue(page: Page, empty: Installation, folder: Path) -> None:
    page.get_by_role("link", name="Board packs").click()
    page.get_by_role("button", name="Issue the pack").click()
    expect(page.get_by_role("link", name="PPTX")).to_be_visible(timeout=WAIT)
    files = {}
    for form in ("PPTX", "PDF", "HTML"):
        with page.expect_download() as download:
            page.get_by_role("link", name=form).click()
        files[form] = folder / f"pack.{form.lower()}"
        download.value.save_as(files[form])
    slides = Presentation(str(files["PPTX"])).slides
    words = " ".join(shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame)
    assert "Nobody waits for IT." in words
    assert any(shape.has_chart for slide in slides for shape in slide.shapes)
    assert "Swarming" in " ".join(each.extract_text() for each in PdfReader(files["PDF"]).pages)
    page.get_by_role("button", name="Compute every number again").click()
    assert violations(page) == []
    expect(page.get_by_role("heading", name="Every number was computed again and is the same")).to_be_visible()
    for file in files.values():
        assert "every number is the same" in empty.run("pack", "verify", str(file))


def test_first_start_is_closed_once_somebody_is_there(page: Page, demo: Installation) -> None:
    page.goto(f"{demo.url}/welcome/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
