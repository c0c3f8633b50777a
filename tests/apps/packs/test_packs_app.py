"""Board packs: who issues them, what they freeze, and that a published number stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from hoshin.apps.accounts.models import Person
from hoshin.apps.packs import actions, jobs
from hoshin.apps.packs.models import Edition, State
from hoshin.apps.packs.reports import board_pack
from hoshin.eventlog.refused import Refused
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Value
from hoshin.pipeline import packs
from hoshin.pipeline.home import Home
from hoshin.pipeline.read import Reader
from tests.apps import small_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(tickets: Home, lena: Person) -> Edition:
    """An edition issued by Lena."""
    return actions.make(actions.announce(lena, "Services in autumn", small_desk.TODAY))


def test_a_leader_issues_and_the_worker_makes_it(client: Client, tickets: Home, lena: Person) -> None:
    client.force_login(lena)
    page = client.post(reverse("packs:issue"), {"title": "Services in autumn"}, follow=True)
    waiting = Edition.objects.get()
    assert waiting.state == State.WAITING
    assert "is being made" in page.content.decode()
    jobs.make_edition.call(waiting.pk)
    jobs.make_edition.call(waiting.pk)
    issued = Edition.objects.get()
    assert (issued.state, issued.number) == (State.ISSUED, 1)
    assert len(packs.editions(tickets)) == 1
    state = client.get(reverse("packs:state", args=[issued.pk]))
    assert state.headers["HX-Refresh"] == "true"


@pytest.mark.parametrize("who", ["vera", "max_"])
def test_others_read_but_do_not_issue(
    client: Client, edition: Edition, request: pytest.FixtureRequest, who: str
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.post(reverse("packs:issue"), {"title": "Mine"}).status_code == 403
    assert "Services in autumn" in client.get(reverse("packs:packs")).content.decode()
    assert client.get(reverse("packs:edition", args=[edition.pk])).status_code == 200
    verified = client.post(reverse("packs:verify", args=[edition.pk]))
    assert verified.context["verification"].ok


@pytest.mark.parametrize(("form", "begins"), [("pptx", b"PK"), ("pdf", b"%PDF"), ("html", b"<!doctype html")])
def test_each_form_is_downloaded(client: Client, edition: Edition, vera: Person, form: str, begins: bytes) -> None:
    client.force_login(vera)
    answer = client.get(reverse("packs:download", args=[edition.pk, form]))
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert data[: len(begins)].lower() == begins.lower()
    assert f'.{form}"' in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("form", ["docx", "snapshot", "manifest"])
def test_other_forms_are_not_there(client: Client, edition: Edition, vera: Person, form: str) -> None:
    client.force_login(vera)
    assert client.get(reverse("packs:download", args=[edition.pk, form])).status_code == 404


def test_a_published_number_stays_whatever_is_imported_later(
    client: Client, edition: Edition, tickets: Home, vera: Person, tmp_path: Path
) -> None:
    everything = Query(Grain.ALL)
    with Reader.open(tickets) as reader:
        before = reader.read(["ticket_volume"], everything)[0].result
    page = reverse("packs:edition", args=[edition.pk])
    client.force_login(vera)
    frozen = client.get(page).context["snapshot"]
    small_desk.take_in(tickets, tmp_path, "Sydland", plan=replace(small_desk.LITTLE, tickets=900))
    with Reader.open(tickets) as reader:
        after = reader.read(["ticket_volume"], everything)[0].result
    assert isinstance(before, Value)
    assert isinstance(after, Value)
    assert after.amount > before.amount
    assert client.get(page).context["snapshot"] == frozen
    assert client.post(reverse("packs:verify", args=[edition.pk])).context["verification"].ok
    second = actions.make(actions.announce(vera, "A month later", small_desk.TODAY))
    assert second.generation != edition.generation
    assert client.post(reverse("packs:verify", args=[edition.pk])).context["verification"].ok


def test_without_tickets_the_failure_is_kept_with_its_sentence(client: Client, home: Home, lena: Person) -> None:
    client.force_login(lena)
    assert b"no tickets yet" in client.get(reverse("packs:packs")).content
    waiting = actions.announce(lena, "Too early", small_desk.TODAY)
    with pytest.raises(Refused):
        actions.make(waiting)
    failed = Edition.objects.get()
    assert failed.state == State.FAILED
    assert failed.error in client.get(reverse("packs:edition", args=[failed.pk])).content.decode().replace(
        "&#x27;", "'"
    )


def test_every_reading_of_a_pack_is_of_its_generation(tickets: Home, reader: Reader) -> None:
    snapshot = board_pack.compose(board_pack.gather(reader, small_desk.TODAY), "Services")
    assert len(snapshot.readings) >= 14
    assert {each.reading.generation for each in snapshot.readings} == {reader.generation}
