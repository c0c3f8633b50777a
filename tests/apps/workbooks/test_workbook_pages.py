"""A workbook in the browser: brought in, looked at, confirmed; what is rejected goes out and comes back mended."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hoshin.apps.accounts.models import AuditLine, Person
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.strategy.models import KeyResult, Objective
from hoshin.apps.workbooks.models import Workbook
from hoshin.pipeline.home import Home
from tests.apps.small_desk import HELPED
from tests.apps.workbooks.made import INITIATIVES, KEY_RESULTS, OBJECTIVES, read, workbook

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
DAYS = (date(2026, 2, 1), date(2026, 5, 31))
GOOD: dict[str, list[tuple[Any, ...]]] = {
    "Objectives": [OBJECTIVES, ("A1", "Back to work within the shift", "Lena", FIRST, LAST)],
    "Key results": [
        KEY_RESULTS,
        ("A1", "A fifth sooner", "Time to resolve (median)", f"group: {HELPED}", *DAYS, 9, FIRST, LAST),
    ],
    "Initiatives": [INITIATIVES, ("Swarming", "lena", "A fifth sooner", HELPED, date(2027, 1, 4), None)],
}


def bring_in(client: Client, content: bytes, name: str = "plan.xlsx") -> str:
    """The address of the preview."""
    file = SimpleUploadedFile(name, content)
    response = client.post(reverse("workbooks:bring-in"), {"file": file})
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def confirm(client: Client, address: str) -> str:
    """Confirm what the preview shows; the page that follows."""
    seen = client.get(address).context["form"].initial["seen"]
    return client.post(address, {"seen": seen}, follow=True).content.decode()


def test_a_whole_direction_comes_in(client: Client, lena: Person, tickets: Home) -> None:
    client.force_login(lena)
    address = bring_in(client, workbook(GOOD))
    page = client.get(address).content.decode()
    assert "Would be new" in page
    assert "Every row can be taken." in page
    assert Objective.objects.count() == 0
    assert "Written: 3 new." in confirm(client, address)
    [objective] = Objective.objects.all()
    [key_result] = KeyResult.objects.all()
    [initiative] = Initiative.objects.all()
    assert (objective.owner, key_result.objective, key_result.where) == (lena, objective, (("group", HELPED),))
    assert (initiative.key_result, initiative.scope_values) == (key_result, (HELPED,))
    told = set(AuditLine.objects.values_list("action", flat=True))
    assert {"wrote an objective", "added a key result", "drafted an initiative", "took in a workbook"} <= told
    assert Workbook.objects.count() == 0


def test_the_same_workbook_twice_changes_nothing(client: Client, lena: Person, tickets: Home) -> None:
    client.force_login(lena)
    confirm(client, bring_in(client, workbook(GOOD)))
    address = bring_in(client, workbook(GOOD))
    page = client.get(address).content.decode()
    assert "there is nothing to write" in page
    assert "Stays as it is: 3 rows" in page


def test_rejected_rows_stay_to_be_fetched_and_the_others_are_written(client: Client, lena: Person) -> None:
    client.force_login(lena)
    rows = [*GOOD["Objectives"], ("", "Nobody's", "Nobody", FIRST, LAST)]
    address = bring_in(client, workbook({"Objectives": rows}))
    page = confirm(client, address)
    assert "Written: 1 new." in page
    assert "There is no person of that name" in page
    out = client.get(f"{address}rejected.xlsx")
    assert [row[1] for row in read(out.content)["Objectives"]] == ["Title", "Nobody's"]
    client.post(f"{address}discard/")
    assert Workbook.objects.count() == 0
    assert Objective.objects.count() == 1


def test_a_preview_that_no_longer_holds_is_shown_anew(client: Client, lena: Person) -> None:
    client.force_login(lena)
    address = bring_in(client, workbook({"Objectives": GOOD["Objectives"]}))
    seen = client.get(address).context["form"].initial["seen"]
    Objective.objects.create(title="Back to work within the shift", owner=lena, first=FIRST, last=LAST)
    page = client.post(address, {"seen": seen}).content.decode()
    assert "Nothing is written" in page
    assert "there is nothing to write" in page


@pytest.mark.parametrize(("name", "content", "words"), [
    ("plan.xlsx", b"%PDF-1.7", "a PDF document"),
    ("plan.csv", b"a,b\n1,2\n", "has no sheet that lists objectives"),
    ("Objectives.csv", b"a,b\n1,2\n", "no row has the headings"),
])  # fmt: skip
def test_what_is_no_workbook_is_refused_beside_the_field(
    client: Client, lena: Person, name: str, content: bytes, words: str
) -> None:
    client.force_login(lena)
    page = client.post(reverse("workbooks:bring-in"), {"file": SimpleUploadedFile(name, content)}).content.decode()
    assert words in page
    assert Workbook.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "viewer", "member"),
    [
        ("bring-in", 403, 200),
        ("workbook", 403, 404),
        ("rejected", 403, 404),
        ("template", 200, 200),
        ("direction", 200, 200),
    ],
)
def test_who_may_do_what(
    client: Client, vera: Person, max_: Person, lena: Person, name: str, viewer: int, member: int
) -> None:
    client.force_login(lena)
    bring_in(client, workbook({"Objectives": GOOD["Objectives"]}))
    own = Workbook.objects.get().pk
    address = reverse(f"workbooks:{name}", args=[own] if name in ("workbook", "rejected") else [])
    assert client.get(address).status_code == 200
    client.force_login(vera)
    assert client.get(address).status_code == viewer
    client.force_login(max_)
    assert client.get(address).status_code == member


def test_the_empty_strategy_page_offers_the_workbook(client: Client, lena: Person) -> None:
    client.force_login(lena)
    assert reverse("workbooks:bring-in") in client.get(reverse("strategy:objectives")).content.decode()
