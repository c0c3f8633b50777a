"""What leaders set: other numbers to watch, thresholds of their own, and mutes that end by themselves."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from statistics import median

import pytest
from django.test import Client
from django.urls import reverse

from hoshin.apps.accounts.models import AuditLine, Person
from hoshin.apps.obligations import checking, queries
from hoshin.apps.obligations.actions import answers
from hoshin.apps.obligations.actions import watches as actions
from hoshin.apps.obligations.actions.watches import NotAMute, NotAThreshold
from hoshin.apps.obligations.checking import Outcome
from hoshin.apps.obligations.models import Mute, Obligation, Origin, State, Threshold, Watch
from hoshin.apps.obligations.reports import proposal
from hoshin.eventlog.refused import Refused
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Value
from hoshin.pipeline.home import Home
from hoshin.pipeline.read import Reader
from tests.apps import small_desk

pytestmark = pytest.mark.django_db
FORMS: dict[str, dict[str, str]] = {
    "set-threshold": {"lower": "", "upper": "20"},
    "mute": {"until": "2026-12-31", "reason": "The desk moves."},
    "unmute": {},
    "drop-watch": {},
    "add-watch": {"metric": "backlog", "desk": "", "scope": f"group={small_desk.HARMED}"},
    "set-deadline": {"working_days": "5"},
}


@pytest.fixture
def watch(checked: Outcome) -> Watch:
    """The median time to resolve, watched as a part of the scorecard."""
    return Watch.objects.get(metric="time_to_resolve_median")


@pytest.mark.parametrize("who", ["max_", "lena"])
def test_everybody_reads_and_leaders_change(
    client: Client, watch: Watch, today: datetime, request: pytest.FixtureRequest, who: str
) -> None:
    Watch.objects.filter(pk=watch.pk).update(origin=Origin.ADDED)
    client.force_login(request.getfixturevalue(who))
    leads = who == "lena"
    pages = {
        name: client.get(reverse(f"obligations:{name}", args=a)) for name, a in (("watches", []), ("watch", [watch.pk]))
    }
    assert {page.status_code for page in pages.values()} == {200}
    shown = "".join(page.content.decode() for page in pages.values())
    for name, given in FORMS.items():
        address = reverse(f"obligations:{name}", args=[] if name in ("add-watch", "set-deadline") else [watch.pk])
        assert name == "unmute" or (address in shown) == leads, name
        assert client.get(address).status_code == 405
        assert client.post(address, given).status_code == (302 if leads else 403), name
    assert (Threshold.objects.count(), Mute.objects.count()) == ((1, 1) if leads else (0, 0))
    assert Watch.objects.filter(dimension="group").exists() == leads
    assert (queries.working_days() == 5) == leads


def test_a_threshold_is_typed_as_people_say_it(client: Client, checked: Outcome, lena: Person) -> None:
    client.force_login(lena)
    share = Watch.objects.get(metric="resolution_sla_met_share")
    address = reverse("obligations:set-threshold", args=[share.pk])
    client.post(address, {"lower": "62.5", "upper": ""})
    found = Threshold.objects.get()
    assert (found.lower, found.upper, found.person) == (0.625, None, lena)
    page = client.get(reverse("obligations:watch", args=[share.pk]))
    assert "not below 62.5 %" in page.content.decode()
    assert page.context["threshold_form"].initial == {"lower": 62.5, "upper": None}
    for wrong in ({"lower": "120"}, {"lower": "50", "upper": "40"}, {"lower": "many"}):
        assert client.post(address, wrong).status_code == 200
    assert Threshold.objects.get().lower == 0.625
    client.post(address, {"lower": "", "upper": ""})
    assert not Threshold.objects.exists()
    set_, changed = AuditLine.objects.filter(action="set a threshold").order_by("number")
    assert {each.field for each in set_.changes.all()} <= {"at least", "at most"}
    assert all(each.before != each.after for each in (*set_.changes.all(), *changed.changes.all()))
    with pytest.raises(NotAThreshold):
        actions.set_threshold(lena, share, 2.0, 1.0)


def test_a_crossed_threshold_fires(watch: Watch, lena: Person, reader: Reader, today: datetime) -> None:
    weeks = [r for r in reader.read([watch.metric], Query(Grain.WEEK)) if r.complete]
    newest = weeks[-1].result
    assert isinstance(newest, Value)
    actions.set_threshold(lena, watch, None, newest.amount)
    assert checking.check(reader, today).opened == ()
    actions.set_threshold(lena, watch, None, newest.amount - 0.01)
    [found] = checking.check(reader, today).opened
    assert (found.kind, found.higher, found.amount) == ("threshold", True, newest.amount)
    assert "above the threshold of" in found.words


def test_the_proposal_is_the_median_of_the_last_twelve_months(watch: Watch, reader: Reader) -> None:
    first = small_desk.LAST - timedelta(weeks=52)
    readings = reader.read([watch.metric], Query(Grain.WEEK, None, first, small_desk.LAST))
    amounts = [r.result.amount for r in readings if r.complete and isinstance(r.result, Value) and r.result.n >= 5]
    found = proposal.gather(reader, watch)
    assert found is not None
    assert (found.weeks, found.median, found.lowest) == (len(amounts), median(amounts), min(amounts))
    assert found.weeks >= 50
    assert proposal.gather(reader, Watch(metric="backlog", desk="nowhere")) is None


def test_a_muted_number_raises_no_alarm_and_the_register_says_so(
    client: Client, tickets: Home, reader: Reader, lena: Person, vera: Person, today: datetime
) -> None:
    for_all = checking.check(reader, today - timedelta(weeks=30), as_of=date(2026, 4, 26))
    assert for_all.check.watches
    watch = Watch.objects.get(metric="time_to_resolve_mean")
    actions.mute(lena, watch, until=date(2026, 11, 30), reason="The desk moves.", today=small_desk.TODAY)
    checking.check(reader, today)
    muted = Obligation.objects.filter(watch=watch, opened_on=small_desk.TODAY)
    muted_then = {o.pk for o in muted}
    assert {(o.state, o.due) for o in muted} == {(State.MUTED, None)}
    client.force_login(vera)
    page = client.get(reverse("obligations:register"), {"state": "muted"}).content.decode()
    assert "The desk moves." in page
    assert "until 30 Nov 2026" in page
    # On its last day it still holds; the day after it has ended by itself, and what still stands opens.
    assert checking.check(reader, today + timedelta(days=7)).opened == ()
    after = checking.check(reader, today + timedelta(days=8))
    standing = {o.pk for o in Obligation.objects.filter(watch=watch, newest_last__gt=date(2026, 11, 15) - checking.NEW)}
    assert {o.pk for o in after.opened} == standing & muted_then != set()
    assert all(o.due for o in after.opened)
    assert queries.mutes(date(2026, 12, 1)) == {}


@pytest.mark.parametrize("late", [False, True])
def test_a_mute_quiets_what_is_open_and_it_comes_back(
    client: Client, checked: Outcome, lena: Person, reader: Reader, today: datetime, late: bool
) -> None:
    found = checked.opened[0]
    own = Obligation.objects.filter(pk__in=[o.pk for o in checked.opened if o.watch_id == found.watch_id])
    due, n = date(2026, 11, 20) if late else date(2026, 12, 4), own.count()
    own.update(due=due)
    before = queries.unexplained(small_desk.TODAY)
    client.force_login(lena)
    given = {"until": "2026-11-30", "reason": "The desk moves."}
    page = client.post(reverse("obligations:mute", args=[found.watch_id]), given, follow=True).content.decode()
    assert "muted with it, and back when the mute ends" in page
    assert set(own.values_list("state", flat=True)) == {State.MUTED}
    during = queries.unexplained(small_desk.TODAY)
    assert (before.open - during.open, before.overdue - during.overdue) == (n, n if late else 0)
    assert "The desk moves." in client.get(reverse("obligations:obligation", args=[found.pk])).content.decode()
    assert checking.check(reader, today + timedelta(days=7)).opened == ()
    assert set(own.values_list("state", flat=True)) == {State.MUTED}
    checking.check(reader, today + timedelta(days=8))
    assert set(own.values_list("state", "held", "due")) == {
        (State.OPEN, "", due if late else date(2026, 12, 15)),
    }
    client.post(reverse("obligations:mute", args=[found.watch_id]), given | {"until": "2099-01-01"})
    with pytest.raises(Refused):
        actions.drop(lena, Watch(pk=found.watch_id, origin=Origin.ADDED))
    assert (
        "for an answer again"
        in client.post(reverse("obligations:unmute", args=[found.watch_id]), follow=True).content.decode()
    )
    assert set(own.values_list("state", flat=True)) == {State.OPEN}


def test_a_mute_needs_a_reason_and_an_end(client: Client, watch: Watch, lena: Person, today: datetime) -> None:
    client.force_login(lena)
    address = reverse("obligations:mute", args=[watch.pk])
    for wrong in (
        {"until": "", "reason": "x"},
        {"until": "2026-12-01", "reason": ""},
        {"until": "2026-11-22", "reason": "x"},
    ):
        assert client.post(address, wrong).status_code == 200
    assert not Mute.objects.exists()
    with pytest.raises(NotAMute):
        actions.mute(lena, watch, until=date(2026, 12, 1), reason=" ", today=small_desk.TODAY)


def test_a_newer_mute_replaces_the_older_and_can_be_lifted(watch: Watch, lena: Person) -> None:
    today = small_desk.TODAY
    actions.mute(lena, watch, until=today + timedelta(days=9), reason="a", today=today)
    newer = actions.mute(lena, watch, until=today + timedelta(days=2), reason="b", today=today)
    assert queries.mutes(today) == {watch.pk: newer}
    assert queries.mutes(today + timedelta(days=3)) == {}
    actions.unmute(lena, watch, today)
    assert queries.mutes(today) == {}
    assert Mute.objects.count() == 2


def test_a_number_that_a_leader_added_is_judged_and_can_be_dropped(
    client: Client, checked: Outcome, lena: Person, reader: Reader, today: datetime
) -> None:
    client.force_login(lena)
    client.post(reverse("obligations:add-watch"), FORMS["add-watch"] | {"metric": "time_to_resolve_median"})
    added = Watch.objects.get(dimension="group")
    assert (added.value, added.origin, added.person) == (small_desk.HARMED, Origin.ADDED, lena)
    found = checking.check(reader, today)
    assert {o.watch_id for o in found.opened} == {added.pk}
    assert {o.meaning for o in found.opened} == {"worse"}
    with pytest.raises(Refused, match="answer first"):
        actions.drop(lena, added)
    client.post(reverse("obligations:drop-watch", args=[added.pk]))
    for each in found.opened:
        answers.answer(lena, each, cause="explanation", sentence="It was the triage.", now=today)
    actions.drop(lena, added)
    assert client.get(reverse("obligations:watch", args=[added.pk])).status_code == 404
    assert client.get(reverse("obligations:obligation", args=[found.opened[0].pk])).status_code == 200
    assert checking.check(reader, today).check.watches == found.check.watches - 1
    again = actions.add(lena, added.metric, desk=added.desk, dimension=added.dimension, value=added.value)
    assert (again.pk, again.ended) == (added.pk, False)


def test_the_metric_page_leads_to_the_filled_form(client: Client, checked: Outcome, lena: Person) -> None:
    client.force_login(lena)
    scope = f"group={small_desk.HARMED}"
    metric = client.get(reverse("scorecards:metric", args=["backlog"]), {"scope": scope}).content.decode()
    [address] = re.findall(r'href="(/signals/watched/\?[^"]+)"', metric)
    form = client.get(address.replace("&amp;", "&")).context["form"]
    given = {name: form[name].value() for name in form.fields}
    assert (given["metric"], given["scope"]) == ("backlog", scope)
    client.post(reverse("obligations:add-watch"), given)
    added = Watch.objects.get(dimension="group")
    assert (added.metric, added.desk, added.value) == ("backlog", small_desk.DESK, small_desk.HARMED)


def test_metrics_without_a_number_are_told_apart(client: Client, checked: Outcome, lena: Person) -> None:
    client.force_login(lena)
    page = client.get(reverse("obligations:watches"))
    judged = Watch.objects.exclude(judged_to=None).count()
    assert len(page.context["rows"]) == judged == checked.check.watches > 10
    assert len(page.context["silent"]) == Watch.objects.count() - judged > 0


def test_what_the_scorecard_watches_cannot_be_dropped(watch: Watch, lena: Person) -> None:
    with pytest.raises(Refused, match="mute it"):
        actions.drop(lena, watch)


def test_a_scope_that_nobody_has_is_refused(client: Client, checked: Outcome, lena: Person) -> None:
    client.force_login(lena)
    before = Watch.objects.count()
    page = client.post(reverse("obligations:add-watch"), FORMS["add-watch"] | {"scope": "group=Nobody"}, follow=True)
    assert "Choose a metric" in page.content.decode()
    assert Watch.objects.count() == before


def test_without_tickets_it_says_what_to_do(client: Client, home: Home, lena: Person) -> None:
    client.force_login(lena)
    page = client.get(reverse("obligations:watches"))
    assert page.status_code == 200
    assert reverse("sources:imports") in page.content.decode()
