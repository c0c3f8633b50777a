"""A newcomer brings the direction in as a workbook: some rows go wrong, go out, come back mended, and stand there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Download, Page, expect

from tests.apps.workbooks.made import OBJECTIVES, workbook
from tests.browser.conftest import Installation, _serve, sign_in, violations

PASSWORD = "a-long-enough-word"
FIRST, LAST = date(2027, 1, 1), date(2027, 12, 31)
HEADINGS = (*OBJECTIVES, "Contributes to")
ROWS = [
    ("A1", "Nobody waits for IT", "Ada Berg", FIRST, LAST, ""),
    ("A2", "Field staff work again within the shift", "Ada Borg", FIRST, LAST, "A1"),
]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation of its own, without tickets and without anybody."""
    yield from _serve(tmp_path_factory.mktemp("workbooks") / "home")


def test_a_direction_comes_in_and_what_was_rejected_comes_back(page: Page, fresh: Installation, tmp_path: Path) -> None:
    page.goto(fresh.url)
    page.get_by_label("Organisation").fill("Northern Freight")
    page.get_by_label("Your name").fill("Ada Berg")
    page.get_by_label("Sign-in name").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", name="First steps")).to_be_visible()
    page.get_by_role("button", name="Account of").click()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, replace(fresh, username="ada", password=PASSWORD))

    page.get_by_role("link", name="Objectives", exact=True).click()
    page.get_by_role("link", name="Bring them in as a workbook").click()
    assert violations(page) == []
    with page.expect_download() as template:
        page.get_by_role("link", name="Empty workbook").click()
    assert load_workbook(_file(template.value)).sheetnames[:4] == [
        "Read me",
        "Objectives",
        "Key results",
        "Initiatives",
    ]

    file = tmp_path / "direction.xlsx"
    file.write_bytes(workbook({"Objectives": [HEADINGS, *ROWS]}))
    _bring_in(page, file)
    expect(page.locator("#new")).to_contain_text("Nobody waits for IT")
    expect(page.locator("#rejected")).to_contain_text("Did you mean 'Ada Berg'?")
    assert violations(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Rejected rows as a workbook").click()
    page.get_by_role("button", name="Write 1 row").click()
    expect(page.get_by_text("Written: 1 new.")).to_be_visible()

    mended = tmp_path / "mended.xlsx"
    book = load_workbook(_file(download.value))
    sheet = book["Objectives"]
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if cell.value == "Ada Borg":
                cell.value = "Ada Berg"
    book.save(mended)
    page.get_by_role("link", name="Another workbook").click()
    _bring_in(page, mended)
    page.get_by_role("button", name="Write 1 row").click()
    expect(page.get_by_role("heading", name="Field staff work again within the shift")).to_be_visible()
    expect(page.get_by_text("Contributes to")).to_be_visible()


def _bring_in(page: Page, file: Path) -> None:
    page.get_by_label("Your workbook").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", name=file.name)).to_be_visible()


def _file(download: Download) -> BytesIO:
    """What was downloaded; the file itself lies under a name without an ending."""
    return BytesIO(Path(download.path()).read_bytes())
