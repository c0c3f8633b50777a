"""Groups compared: the page agrees with the tickets, leaves small groups out, and is for leaders."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from hoshin.apps.accounts.models import Person
from hoshin.apps.people.reports import comparison
from hoshin.metrics.registry import METRICS
from hoshin.metrics.result import Value
from hoshin.pipeline.read import Reader
from tests.apps.small_desk import HARMED

pytestmark = pytest.mark.django_db
KEY = "resolution_sla_met_share"


def test_the_cases_are_the_tickets_of_the_metric(reader: Reader) -> None:
    cases, asked = comparison.gather(reader, METRICS[KEY], "")
    [whole] = reader.read([KEY], asked)
    assert isinstance(whole.result, Value)
    assert sum(each.n for each in cases) == whole.result.n
    assert sum(each.met for each in cases) / whole.result.n == pytest.approx(whole.result.amount)


def test_the_harmed_group_stands_out(client: Client, reader: Reader, lena: Person) -> None:
    client.force_login(lena)
    page = client.get(reverse("people:compare"))
    found = page.context["found"]
    assert HARMED in found.sentence
    assert "worse" in found.sentence
    for dot in found.picture.dots:
        assert 0 <= dot.x <= 100
        assert 0 <= dot.y <= 100
        assert dot.found.n >= 50
    address = found.picture.dots[0].address
    assert client.get(address).status_code == 200


def test_only_shares_with_a_better_and_a_worse_are_offered(client: Client, reader: Reader, lena: Person) -> None:
    client.force_login(lena)
    offered = client.get(reverse("people:compare"), {"metric": "backlog"}).context
    assert offered["metric"].key == KEY
    assert "backlog" not in [each.key for each in offered["metrics"]]
    for each in offered["metrics"]:
        assert client.get(reverse("people:compare"), {"metric": each.key}).status_code == 200


def test_it_is_for_leaders(client: Client, reader: Reader, max_: Person) -> None:
    client.force_login(max_)
    assert client.get(reverse("people:compare")).status_code == 403


def test_without_tickets_it_says_what_to_do(client: Client, lena: Person) -> None:
    client.force_login(lena)
    assert "No tickets have been read yet" in client.get(reverse("people:compare")).content.decode()
