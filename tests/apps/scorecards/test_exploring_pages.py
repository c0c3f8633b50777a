"""The flow of work and a metric by two dimensions: numbers agree with readings, and each leads to its tickets."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from hoshin.apps.accounts.models import Person
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Value
from hoshin.pipeline.home import Home
from hoshin.pipeline.read import Reader
from hoshin.server.command.trust import reconcile
from tests.apps import small_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def viewer(client: Client, vera: Person) -> Client:
    """A browser in which Vera is signed in, who may look at everything and change nothing."""
    client.force_login(vera)
    return client


def test_the_flow_adds_up(viewer: Client, tickets: Home, reader: Reader) -> None:
    page = viewer.get(reverse("scorecards:flow"), {"grain": "month", "span": "all"})
    chart = page.context["in_and_out"]
    came, finished = (series.values for series in chart.series)
    volumes = {r.period.label: r.result for r in reader.read(["ticket_volume"], Query(Grain.MONTH))}
    for label, value in zip(chart.categories, came, strict=True):
        result = volumes[label]
        assert value == (result.amount if isinstance(result, Value) else 0)
    standing = [value for value in page.context["in_progress"].series[0].values if value is not None]
    ended = [value for value in finished if value is not None]
    assert standing[-1] == sum(value for value in came if value is not None) - sum(ended)
    assert "open" in page.content.decode()


def test_each_age_leads_to_its_tickets(viewer: Client, tickets: Home) -> None:
    page = viewer.get(reverse("scorecards:flow"), {"span": "all"})
    rows = page.context["age_table"].rows
    assert sum(int(row[1].text.replace(",", "")) for row in rows) > 0
    for row in rows:
        if row[1].href:
            behind = viewer.get(row[1].href)
            assert behind.status_code == 200
            assert behind.context["total"] == int(row[1].text.replace(",", ""))
    assert viewer.get(reverse("scorecards:aged-tickets"), {"aged": "5-6"}).status_code == 404


def test_two_dimensions_at_once(viewer: Client, tickets: Home, reader: Reader) -> None:
    address = reverse("scorecards:matrix", args=["ticket_volume"])
    page = viewer.get(address, {"by": "group", "across": "priority", "span": "all"})
    table = page.context["table"]
    linked = [cell for row in table.rows for cell in row if cell.href]
    assert linked
    first, last = reader.coverage()
    whole = reader.read(["ticket_volume"], Query(Grain.ALL, None, first, last))[0].result
    assert sum(int(cell.text.replace(",", "")) for cell in linked) == whole.n
    for cell in linked:
        assert viewer.get(cell.href).context["total"] == int(cell.text.replace(",", ""))


def test_a_dimension_that_is_none_is_not_found_and_the_same_twice_becomes_two(viewer: Client, tickets: Home) -> None:
    address = reverse("scorecards:matrix", args=["ticket_volume"])
    assert viewer.get(address, {"by": "colour"}).status_code == 404
    same = viewer.get(address, {"by": "priority", "across": "priority"})
    assert same.status_code == 200
    assert same.context["across"] != "priority"


def test_the_desks_figure_is_explained(viewer: Client, tickets: Home, reader: Reader) -> None:
    first, last = reader.coverage()
    own = reader.read(["ticket_volume"], Query(Grain.ALL, None, first, last))[0].result
    address = reverse("scorecards:reconcile", args=["ticket_volume"])
    assert viewer.get(address).status_code == 200
    agreed = viewer.get(address, {"figure": f"{own.n:,}"})
    assert agreed.context["says"].title == "Both reports agree."
    assert agreed.context["total"] == 0
    far = viewer.get(address, {"figure": str(own.n + 1_000)})
    assert "No usual way" in far.context["says"].title
    assert (far.context["total"], far.context["differing"]) == (0, [])
    assert "no ticket can be named" in far.content.decode()
    for wrong in ({"figure": "many"}, {"figure": "5", "from": "2030-01-02", "to": "2030-01-01"}):
        page = viewer.get(address, wrong)
        assert page.status_code == 200
        assert page.context["refusal"]
        assert 'role="alert"' in page.content.decode()


def test_without_a_match_no_ticket_is_named(viewer: Client, tickets: Home, reader: Reader) -> None:
    first, last = reader.coverage()
    own = reader.read(["time_to_resolve_mean"], Query(Grain.ALL, None, first, last))[0].result
    assert isinstance(own, Value)
    address = reverse("scorecards:reconcile", args=["time_to_resolve_mean"])
    closest = []
    for far in (own.amount * 3, own.amount / 3):
        page = viewer.get(address, {"figure": f"{far:.6f}"})
        closest.append("Closest is" in page.context["says"].text)
        assert (page.context["total"], page.context["differing"]) == (0, [])
        said = CliRunner().invoke(reconcile, ["time_to_resolve_mean", f"{far:.6f}", "--json"])
        assert json.loads(said.output)["tickets"] == []
    assert any(closest), "no other way of counting comes closer, so nothing is tried here"


def test_the_stretch_goes_along_to_the_desks_report(viewer: Client, tickets: Home, reader: Reader) -> None:
    page = viewer.get(reverse("scorecards:metric", args=["ticket_volume"]), {"span": "13w", "scope": "group=Depots"})
    there = viewer.get(page.context["reconcile"])
    drawn = page.context["course"].drawn
    assert (there.context["query"].first, there.context["query"].last) == (drawn[0].period.first, small_desk.LAST)
    assert ("group", "Depots") in there.context["where"]
    assert page.context["reconcile"].replace("&", "&amp;") in page.content.decode()


def test_the_card_and_the_metric_say_how_good_the_data_are(viewer: Client, tickets: Home) -> None:
    page = viewer.get(reverse("scorecards:metric", args=["time_to_resolve_median"]), {"span": "all"})
    grade = page.context["card"].grade
    assert grade is not None
    assert f"How good the data are: {grade.letter}" in page.content.decode()
    assert f"data {grade.letter}" in viewer.get(reverse("scorecards:scorecard"), {"span": "all"}).content.decode()
