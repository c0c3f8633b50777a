"""Bringing a file in: what it says it is, or it is refused on that page and deleted."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from hoshin.apps.accounts.models import AuditLine, Person
from hoshin.apps.sources import queries
from hoshin.apps.sources.models import Upload
from hoshin.pipeline.home import Home
from tests.apps.sources.exports import TICKETS, csv_bytes, file, packed, xlsx_bytes

pytestmark = pytest.mark.django_db
URL = "sources:bring-in"

# Excel knows no time zones.
LOCAL = datetime(2026, 3, 2, 8, 0)  # noqa: DTZ001
XES = b"""<?xml version="1.0"?><log xes.version="1.0"><trace><string key="concept:name" value="T-1"/>
<event><string key="concept:name" value="Open"/><date key="time:timestamp" value="2026-03-02T08:00:00Z"/></event>
</trace></log>"""
GOOD = {
    "tickets.csv": csv_bytes(TICKETS),
    "tickets.csv.gz": packed(csv_bytes(TICKETS)),
    "tickets.xlsx": xlsx_bytes([("Number", "Opened"), ("T-1", LOCAL)]),
    "log.xes": XES,
    "log.xes.gz": packed(XES),
}
BAD = {
    "tickets.csv": (b"<!doctype html><html><body>Sign in first</body></html>", "web page"),
    "tickets.xlsx": (csv_bytes(TICKETS), "not what it says"),
    "cut.csv.gz": (packed(csv_bytes(TICKETS * 50))[:-20], "cut off"),
    "blank.csv": (b"\n\n   \n", "empty"),
    "header.csv": (csv_bytes(TICKETS[:1]), "no rows"),
    "timeless.csv": (csv_bytes([("Number", "Team"), ("T-1", "Network"), ("T-2", "Desktop")]), "no column of times"),
    "deck.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_file_that_is_what_it_says_is_kept_and_its_reading_proposed(client: Client, max_: Person, name: str) -> None:
    client.force_login(max_)
    answer = client.post(reverse(URL), {"file": file(name, GOOD[name])})
    upload = Upload.objects.get()
    assert answer.headers["Location"] == reverse("sources:mapping", args=[upload.pk])
    assert queries.stored_at(upload).read_bytes() == GOOD[name]
    assert upload.size == len(GOOD[name])
    assert upload.person == max_
    assert client.get(answer.headers["Location"]).status_code == 200
    assert AuditLine.objects.filter(person=max_, action="brought in a file", subject=name).exists()


@pytest.mark.parametrize("name", BAD)
def test_another_file_is_refused_on_the_page_and_deleted(client: Client, max_: Person, home: Home, name: str) -> None:
    client.force_login(max_)
    content, reason = BAD[name]
    page = client.post(reverse(URL), {"file": file(name, content)})
    assert page.status_code == 200
    assert reason in page.context["form"].errors["file"][0]
    assert not Upload.objects.exists()
    assert list(home.uploads.iterdir()) == []


def test_no_file_and_an_empty_one_are_asked_for_again(client: Client, max_: Person) -> None:
    client.force_login(max_)
    assert client.post(reverse(URL), {}).context["form"].errors["file"] == ["Choose a file."]
    empty = client.post(reverse(URL), {"file": file("tickets.csv", b"")})
    assert "empty" in empty.context["form"].errors["file"][0]


def test_a_name_cannot_lead_out_of_the_folder_of_uploads(client: Client, max_: Person, home: Home) -> None:
    client.force_login(max_)
    client.post(reverse(URL), {"file": file("..\\..\\évil name?.csv", csv_bytes(TICKETS))})
    upload = Upload.objects.get()
    assert upload.name == "évil name_.csv"
    assert queries.stored_at(upload).parent.parent == home.uploads


@pytest.mark.django_db(transaction=True)
def test_a_file_can_be_discarded(client: Client, max_: Person, home: Home) -> None:
    client.force_login(max_)
    client.post(reverse(URL), {"file": file("tickets.csv", csv_bytes(TICKETS))})
    client.post(reverse("sources:discard", args=[Upload.objects.get().pk]))
    assert not Upload.objects.exists()
    assert list(home.uploads.iterdir()) == []
    assert AuditLine.objects.filter(person=max_, action="discarded a file").exists()
