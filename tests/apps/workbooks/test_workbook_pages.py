"""A workbook in the browser: brought in, looked at, confirmed; what is rejected goes out and comes back mended."""

from __future__ import annotations

from datetime import date

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
from tests.apps.workbooks.made import INITIATIVES, KEY_RESULTS, OBJECTIVES, workbook

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
DAYS = (date(2026, 2, 1), date(2026, 5, 31))
GOOD = {
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
