"""The scorecard, a metric, the tickets behind a number, one ticket; targets and baselines."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from hoshin.apps.accounts.models import AuditLine, Person
from hoshin.apps.scorecards.models import Baseline, Target
from hoshin.apps.scorecards.reports import breakdown, control, scorecard
from hoshin.apps.scorecards.selection import SPANS, Selection
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.registry import METRICS
from hoshin.metrics.result import Reason, Refusal, Value
from hoshin.pipeline.home import Home
from hoshin.pipeline.read import Reader
from tests.apps import small_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def viewer(client: Client, vera: Person) -> Client:
    """A browser in which Vera is signed in, who may look at everything and change nothing."""
    client.force_login(vera)
    return client


def test_every_metric_has_its_card(viewer: Client, tickets: Home) -> None:
    page = viewer.get(reverse("scorecards:scorecard"))
    shown = [card.metric.key for _, cards in page.context["chapters"] for card in cards]
    silent = {row[0].text for row in page.context["silent"].rows}
    assert {METRICS[key].title for key in shown} | silent == {metric.title for metric in METRICS.values()}
    assert len(shown) + len(silent) == len(METRICS)
    assert "What these tickets cannot tell" in page.content.decode()
    assert small_desk.DESK in page.content.decode()


def test_a_card_says_what_the_reader_reads(viewer: Client, tickets: Home, reader: Reader) -> None:
    page = viewer.get(reverse("scorecards:scorecard"), {"grain": "month"})
    [card] = [c for _, cards in page.context["chapters"] for c in cards if c.metric.key == "ticket_volume"]
    months = [r for r in reader.read(["ticket_volume"], Query(Grain.MONTH)) if r.complete]
    assert card.n == months[-1].result.n
    assert card.amount == f"{months[-1].result.n:,}"


@pytest.mark.parametrize("key", sorted(METRICS))
def test_every_metric_has_a_page(viewer: Client, tickets: Home, key: str) -> None:
    page = viewer.get(reverse("scorecards:metric", args=[key]), {"span": "all"})
    assert page.status_code == 200
    assert METRICS[key].formula in page.content.decode().replace("&#x27;", "'").replace("&gt;", ">")


@pytest.mark.parametrize(
    "key", ["ticket_volume", "time_to_resolve_median", "reopen_share", "backlog", "ping_pong_share"]
)
def test_a_number_leads_to_as_many_tickets(viewer: Client, tickets: Home, key: str) -> None:
    page = viewer.get(reverse("scorecards:metric", args=[key]))
    reading, address = next((r, a) for r, a in page.context["readings"] if r.complete and isinstance(r.result, Value))
    found = viewer.get(address)
    assert found.context["total"] == reading.result.n
    lines = b"".join(viewer.get(f"{address}&form=csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert len(list(csv.reader(io.StringIO(lines)))) == reading.result.n + 1


def test_pages_of_tickets_hold_each_ticket_once(viewer: Client, tickets: Home) -> None:
    address = reverse("scorecards:tickets", args=["ticket_volume"])
    first = viewer.get(address, {"from": "2026-01-01", "to": "2026-02-28"})
    seen = []
    for number in range(1, first.context["pages"] + 1):
        page = viewer.get(f"{address}?from=2026-01-01&to=2026-02-28&page={number}")
        seen += [row["ticket"] for row in page.context["rows"]]
    assert len(seen) == len(set(seen)) == first.context["total"] > 50


def test_a_ticket_shows_its_history(viewer: Client, tickets: Home) -> None:
    page = viewer.get(reverse("scorecards:ticket", args=[small_desk.DESK, "INC0000001"]))
    assert page.status_code == 200
    assert "New" in page.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/scorecard/nothing/",
        "/scorecard/nothing/tickets/",
        "/scorecard/backlog/tickets/?where=colour%3Dred",
        "/scorecard/backlog/tickets/?from=yesterday",
        "/ticket/Norrland/INC9999999/",
        "/ticket/nowhere/INC0000001/",
    ],
)
def test_what_is_not_there_is_said(viewer: Client, tickets: Home, address: str) -> None:
    page = viewer.get(address)
    assert page.status_code == 404
    assert re.search(r"<p>[^<]{20,}</p>", page.content.decode())


@pytest.mark.parametrize("name", ["scorecard", "metric", "tickets"])
def test_without_tickets_pages_say_what_to_do(viewer: Client, home: Home, name: str) -> None:
    arguments = [] if name == "scorecard" else ["backlog"]
    page = viewer.get(reverse(f"scorecards:{name}", args=arguments))
    assert page.status_code == 200
    assert reverse("sources:imports") in page.content.decode()


def test_a_breakdown_says_how_many_more_there_are(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(breakdown, "SHOWN", 3)
    selection = Selection().settled(reader.desks)
    found = breakdown.gather(reader, METRICS["ticket_volume"], selection, "group")
    assert len(found.readings) == 8
    table = breakdown.compose(found)
    assert table.rows[-1][0].text == "and 5 more"
    assert "rows=group" in table.rows[-1][0].href
    assert len(breakdown.compose(found, whole=True).rows) == 8
    silent = replace(found.readings[0], result=Refusal(Reason.NO_CASES))
    assert len(breakdown.compose(replace(found, readings=(silent, *found.readings[1:])), whole=True).rows) == 7


def test_breakdowns_lead_to_the_narrowed_metric(viewer: Client, tickets: Home) -> None:
    page = viewer.get(reverse("scorecards:metric", args=["time_to_resolve_median"]))
    by_group = page.context["breakdowns"][0]
    cell = next(row[0] for row in by_group.rows if row[0].text == small_desk.HELPED)
    narrowed = viewer.get(cell.href)
    assert narrowed.context["selection"].value == small_desk.HELPED
    assert all(dict(r.scope)["group"] == small_desk.HELPED for r, _ in narrowed.context["readings"])


def test_the_number_of_queries_does_not_grow(
    viewer: Client, tickets: Home, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        viewer.get(reverse("scorecards:scorecard"))


# --- targets and baselines -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["set-target", "set-baseline"])
@pytest.mark.parametrize(("who", "allowed"), [("vera", False), ("max_", False), ("lena", True), ("alice", True)])
def test_leaders_set_targets_and_baselines(
    client: Client, tickets: Home, request: pytest.FixtureRequest, who: str, allowed: bool, name: str
) -> None:
    client.force_login(request.getfixturevalue(who))
    answers = {"amount": "80", "first": "2026-01-01", "last": "2026-03-31", "reason": "before the roll-out"}
    page = client.post(reverse(f"scorecards:{name}", args=["resolution_sla_met_share"]), answers)
    assert page.status_code == (302 if allowed else 403)
    assert (Target.objects.count() + Baseline.objects.count()) == int(allowed)


def test_a_share_is_written_in_per_cent(client: Client, tickets: Home, lena: Person) -> None:
    client.force_login(lena)
    address = reverse("scorecards:set-target", args=["resolution_sla_met_share"])
    client.post(f"{address}?desk={small_desk.DESK}", {"amount": "82.5"})
    target = Target.objects.get()
    assert (target.amount, target.desk, target.person) == (0.825, small_desk.DESK, lena)
    page = client.get(reverse("scorecards:metric", args=["resolution_sla_met_share"]))
    assert page.context["card"].target == "82.5 %"
    client.post(f"{address}?desk={small_desk.DESK}", {"amount": "120"})
    assert Target.objects.get().amount == 0.825
    client.post(f"{address}?desk={small_desk.DESK}", {"amount": ""})
    assert not Target.objects.exists()
    assert AuditLine.objects.filter(action="set a target").count() == 2


def test_a_chosen_baseline_moves_the_limits_and_says_why(client: Client, tickets: Home, lena: Person) -> None:
    client.force_login(lena)
    page = reverse("scorecards:metric", args=["time_to_resolve_median"])
    before = client.get(page).context["course"].control
    address = f"{reverse('scorecards:set-baseline', args=['time_to_resolve_median'])}?desk={small_desk.DESK}"
    client.post(address, {"first": "2026-03-02", "last": "2026-08-30", "reason": "the winter was not usual"})
    chosen = client.get(page)
    readings = chosen.context["course"].readings
    first, last = chosen.context["course"].control.baseline
    assert date(2026, 3, 2) <= readings[first].period.first
    assert readings[last].period.last <= date(2026, 8, 30)
    assert "the winter was not usual" in chosen.content.decode()
    assert chosen.context["course"].control.centre != before.centre
    client.post(address, {"drop": "1"})
    assert client.get(page).context["course"].control == before


def test_a_baseline_that_ends_before_it_begins_is_refused(client: Client, tickets: Home, lena: Person) -> None:
    client.force_login(lena)
    address = reverse("scorecards:set-baseline", args=["backlog"])
    page = client.post(address, {"first": "2026-03-02", "last": "2026-01-01", "reason": "x"}, follow=True)
    assert "ends before it begins" in page.content.decode()
    assert not Baseline.objects.exists()


# --- the choice in the address ---------------------------------------------------------------------------------------


@given(
    st.dictionaries(st.sampled_from(["grain", "span", "desk", "scope"]), st.text(max_size=30)),
    st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    st.integers(0, 3000),
)
def test_any_address_is_a_choice(parameters: dict[str, str], first: date, days: int) -> None:
    address = QueryDict(mutable=True)
    address.update(parameters)
    chosen = Selection.from_address(address)
    covered = (first, date.fromordinal(first.toordinal() + days))
    query = chosen.query(covered)
    assert chosen.span in SPANS
    assert query.first is not None
    assert query.first <= covered[1]
    assert Selection.from_address(QueryDict(chosen.address)) == chosen


def test_the_baseline_does_not_move_with_the_stretch(tickets: Home, reader: Reader) -> None:
    short, long = (
        scorecard.gather(reader, Selection(span=span), {}, {}, ("ticket_volume",)).courses[0] for span in ("13w", "all")
    )
    assert short.control == long.control
    assert len(short.drawn) < len(long.drawn)
    assert control.picture(short).series[0].values == control.picture(long).series[0].values[-len(short.drawn) :]
