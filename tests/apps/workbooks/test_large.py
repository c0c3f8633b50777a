"""A large workbook is written by the worker: handed over, told of, refused where something moved, never twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hoshin.apps.accounts.models import Person
from hoshin.apps.strategy.models import Objective
from hoshin.apps.workbooks import actions, jobs
from hoshin.apps.workbooks.models import Stage, Workbook
from tests.apps.sources.exports import work
from tests.apps.workbooks.made import OBJECTIVES, workbook
from tests.apps.workbooks.test_workbook_pages import bring_in, confirm

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def address(client: Client, lena: Person, monkeypatch: pytest.MonkeyPatch) -> str:
    """The preview of a workbook that counts as large."""
    monkeypatch.setattr(jobs, "LARGE", 0)
    client.force_login(lena)
    rows = [(f"A{n}", f"Objective {n}", "lena", date(2026, 1, 1), date(2026, 12, 31)) for n in range(30)]
    return bring_in(client, workbook({"Objectives": [OBJECTIVES, *rows]}))


def test_the_worker_writes_it_and_the_page_tells(client: Client, address: str) -> None:
    page = confirm(client, address)
    assert "Waiting for the worker." in page
    assert Objective.objects.count() == 0
    found = Workbook.objects.get()
    state = reverse("workbooks:state", args=[found.pk])
    assert "HX-Refresh" not in client.get(state).headers
    client.post(address, {"seen": found.seen})
    assert "is being written already" in client.get(address).content.decode()
    work()
    assert Objective.objects.count() == 30
    assert client.get(state).headers["HX-Refresh"] == "true"
    assert "Written: 30 new." in client.get(address, follow=True).content.decode()
    assert not Workbook.objects.exists()


def test_what_moved_is_refused_and_seen_anew(client: Client, address: str, lena: Person) -> None:
    confirm(client, address)
    Workbook.objects.update(seen="what stood there before")
    work()
    page = client.get(address).content.decode()
    assert "Nothing is written: look at it again" in page
    assert "Would be new" in page
    assert (Objective.objects.count(), Workbook.objects.get().stage) == (0, Stage.WAITING)


def test_an_error_of_its_own_writes_nothing_and_is_told(
    client: Client, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("the disk is full")

    confirm(client, address)
    monkeypatch.setattr(actions, "record", fails)
    work()
    assert Objective.objects.count() == 0
    assert "the disk is full" in client.get(address).content.decode()


def test_a_stopped_worker_is_noticed_and_it_is_handed_over_again(client: Client, address: str) -> None:
    confirm(client, address)
    Workbook.objects.update(beat=timezone.now() - actions.SILENT - timedelta(minutes=1))
    assert "Hand it over again" in client.get(address).content.decode()
    client.post(address, {"seen": Workbook.objects.get().seen})
    work()
    assert Objective.objects.count() == 30
