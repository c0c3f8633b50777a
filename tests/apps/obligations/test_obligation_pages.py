"""The register and its obligations in the browser: who reads, who answers, and what becomes of an answer."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import cycle

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from hoshin.apps.accounts.models import AuditLine, Person
from hoshin.apps.obligations.actions import answers
from hoshin.apps.obligations.checking import Outcome
from hoshin.apps.obligations.models import Answer, Cause, Obligation, State
from hoshin.apps.scorecards.models import Baseline
from hoshin.eventlog.refused import Refused
from hoshin.pipeline.home import Home
from tests.apps import small_desk
from tests.apps.portfolios import drafted

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
EVERYBODY = ("vera", "max_", "lena", "alice")
LEVEL = {"first": "2026-07-06", "last": "2026-12-20", "sentence": "Triage is here to stay."}
EXPLAINED = {"cause": "explanation", "sentence": "Two of five were on leave."}


def test_everybody_reads_members_answer_and_leaders_reset(
    client: Client, checked: Outcome, request: pytest.FixtureRequest
) -> None:
    signals = [o for o in checked.opened if o.kind == "signal"]
    tries = (("answer", EXPLAINED, ("max_", "lena", "alice")), ("reset", LEVEL, ("lena", "alice")))
    for who, obligation in zip(EVERYBODY, cycle(signals), strict=False):
        client.force_login(request.getfixturevalue(who))
        for name, arguments in (("register", []), ("obligation", [obligation.pk])):
            page = client.get(reverse(f"obligations:{name}", args=arguments))
            assert page.status_code == 200
            assert obligation.words in page.content.decode()
        for name, given, may in tries:
            address = reverse(f"obligations:{name}", args=[obligation.pk])
            assert (address in page.content.decode()) == (who in may)
            assert client.get(address).status_code == 405
            before = obligation.answers.count()
            assert client.post(address, given).status_code == (302 if who in may else 403)
            assert obligation.answers.count() == before + (who in may)


def test_strangers_are_sent_to_sign_in(client: Client, obligation: Obligation, alice: Person) -> None:
    for name in ("obligation", "answer", "reset"):
        page = client.post(reverse(f"obligations:{name}", args=[obligation.pk]), EXPLAINED)
        assert page.status_code == 302
        assert page.headers["Location"].startswith(reverse("accounts:sign-in"))
    assert not Answer.objects.exists()


def test_an_answer_stands_with_name_and_time(client: Client, obligation: Obligation, max_: Person) -> None:
    client.force_login(max_)
    client.post(reverse("obligations:answer", args=[obligation.pk]), EXPLAINED)
    obligation.refresh_from_db()
    assert obligation.state == State.EXPLAINED
    [given] = obligation.answers.all()
    assert (given.person, given.sentence) == (max_, "Two of five were on leave.")
    page = client.get(reverse("obligations:register"), {"state": "explained"}).content.decode()
    assert "Two of five were on leave." in page
    assert "Max" in page
    assert AuditLine.objects.filter(action="answered for a signal", person=max_).count() == 1


def test_every_cause_can_be_linked(
    client: Client, obligation: Obligation, lena: Person, max_: Person, today: object
) -> None:
    initiative = drafted.initiative(max_)
    drafted.seal(lena, initiative)
    client.force_login(max_)
    for cause in (c for c in Cause if c is not Cause.NEW_LEVEL):
        given = {"cause": cause.value, "sentence": "So it was.", "change": "INC0000001", "initiative": initiative.pk}
        client.post(reverse("obligations:answer", args=[obligation.pk]), given)
        obligation.refresh_from_db()
        answer = obligation.answers.all()[obligation.answers.count() - 1]
        assert obligation.state == (State.EXPLAINED if cause is Cause.EXPLANATION else State.LINKED)
        # Only what belongs to the cause is kept.
        assert (answer.change == "INC0000001") == (cause is Cause.CHANGE)
        assert (answer.initiative == initiative) == (cause is Cause.INITIATIVE)
    assert obligation.answers.count() == 5
    page = client.get(reverse("obligations:obligation", args=[obligation.pk])).content.decode()
    assert page.count(reverse("portfolios:initiative", args=[initiative.slug])) == 1


def test_the_effect_of_what_was_decided_comes_back_to_the_signal(
    client: Client, obligation: Obligation, lena: Person, max_: Person
) -> None:
    """Signal, explanation, decision, checked effect: each leads to the next, and back."""
    linked, other = drafted.initiative(max_), drafted.initiative(max_, ("Portal",), title="Another")
    for each in (linked, other):
        drafted.seal(lena, each)
    client.force_login(max_)
    given = {"cause": "initiative", "sentence": "Swarming is to end it.", "initiative": linked.pk}
    client.post(reverse("obligations:answer", args=[obligation.pk]), given)
    client.post(reverse("obligations:answer", args=[obligation.pk]), given)
    page = client.get(reverse("obligations:obligation", args=[obligation.pk])).content.decode()
    assert "Proven" in page
    assert "lower than it would have been without the initiative" in page
    part = reverse("obligations:linked", args=[linked.slug])
    assert part in client.get(reverse("portfolios:initiative", args=[linked.slug])).content.decode()
    assert client.get(part).content.decode().count(reverse("obligations:obligation", args=[obligation.pk])) == 1
    assert client.get(reverse("obligations:linked", args=[other.slug])).content.decode().strip() == ""
    assert client.get(reverse("obligations:linked", args=["nothing"])).status_code == 404


def test_an_answer_has_to_say_something(client: Client, obligation: Obligation, max_: Person) -> None:
    client.force_login(max_)
    for cause, sentence, said in (
        ("explanation", " ", "required"),
        ("change", "It was a change.", "Name the change"),
        ("initiative", "It was ours.", "Choose the initiative"),
        ("new level", "It is new.", "Select a valid choice"),
        ("weather", "It rained.", "Select a valid choice"),
    ):
        given = {"cause": cause, "sentence": sentence}
        page = client.post(reverse("obligations:answer", args=[obligation.pk]), given)
        assert page.status_code == 200
        assert said in page.content.decode()
    assert not Answer.objects.exists()


def test_a_draft_is_no_cause(client: Client, obligation: Obligation, max_: Person) -> None:
    draft = drafted.initiative(max_)
    client.force_login(max_)
    given = {"cause": "initiative", "sentence": "It was ours.", "initiative": draft.pk}
    assert client.post(reverse("obligations:answer", args=[obligation.pk]), given).status_code == 200
    with pytest.raises(Refused, match="sealed"):
        answers.answer(max_, obligation, cause="initiative", sentence="x", initiative=draft, now=NOW)


def test_a_change_in_the_log_is_linked(client: Client, obligation: Obligation, max_: Person) -> None:
    client.force_login(max_)
    for change, state in (("INC0000001", State.LINKED), ("CHG404", State.EXPLAINED)):
        given = {"cause": "change", "sentence": "It was a change.", "change": change, "elsewhere": "on"}
        client.post(reverse("obligations:answer", args=[obligation.pk]), given)
        obligation.refresh_from_db()
        assert obligation.state == state
    page = client.get(reverse("obligations:obligation", args=[obligation.pk])).content.decode()
    assert reverse("scorecards:ticket", args=[small_desk.DESK, "INC0000001"]) in page
    assert "CHG404" in page
    assert reverse("scorecards:ticket", args=[small_desk.DESK, "CHG404"]) not in page


def test_a_change_that_nobody_knows_closes_nothing(client: Client, obligation: Obligation, max_: Person) -> None:
    client.force_login(max_)
    given = {"cause": "change", "sentence": "It was a change.", "change": "CHG9999999"}
    page = client.post(reverse("obligations:answer", args=[obligation.pk]), given)
    assert "No ticket CHG9999999 in the log" in page.content.decode()
    obligation.refresh_from_db()
    assert (obligation.state, obligation.answers.count()) == (State.OPEN, 0)
    kept = client.post(
        reverse("obligations:answer", args=[obligation.pk]), given | {"elsewhere": "on"}, follow=True
    ).content.decode()
    assert "The answer is kept as an explanation: the log holds no ticket CHG9999999." in kept
    assert "CHG9999999 (not in the log)" in kept


def test_a_reset_baseline_moves_the_chart_with_its_reason(client: Client, obligation: Obligation, lena: Person) -> None:
    client.force_login(lena)
    client.post(reverse("obligations:reset", args=[obligation.pk]), LEVEL)
    chosen = Baseline.objects.get()
    watch = obligation.watch
    assert (chosen.metric, chosen.desk, chosen.dimension) == (watch.metric, watch.desk, "")
    assert (chosen.first, chosen.last, chosen.reason) == (date(2026, 7, 6), date(2026, 12, 20), LEVEL["sentence"])
    obligation.refresh_from_db()
    assert obligation.state == State.RESET


def test_a_baseline_that_is_too_short_is_refused(client: Client, obligation: Obligation, lena: Person) -> None:
    client.force_login(lena)
    tries = (("2026-08-30", "at least 10 weeks"), ("2026-01-01", "at least 10 weeks"), ("", "required"))
    for last, said in tries:
        page = client.post(reverse("obligations:reset", args=[obligation.pk]), LEVEL | {"last": last})
        assert page.status_code == 200
        assert said in page.content.decode()
    assert not Baseline.objects.exists()
    assert not Answer.objects.exists()


def test_answers_stay(obligation: Obligation, max_: Person) -> None:
    given = answers.answer(max_, obligation, cause="season", sentence="As each autumn.", now=NOW)
    for statement in (
        "UPDATE obligations_answer SET sentence = 'x'",
        "DELETE FROM obligations_answer",
        f"INSERT OR REPLACE INTO obligations_answer SELECT * FROM obligations_answer WHERE id = {given.pk}",
    ):
        with pytest.raises(DatabaseError, match="add another one"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Answer.objects.get().sentence == "As each autumn."


def test_filters_narrow_the_register(client: Client, checked: Outcome, vera: Person) -> None:
    client.force_login(vera)
    one = checked.opened[0]
    address = reverse("obligations:register")
    for chosen in ({"metric": one.watch.metric}, {"kind": one.kind}, {"state": "open"}, {"state": "overdue"}):
        rows = client.get(address, chosen).context["rows"]
        expected = Obligation.objects.filter(
            **{{"metric": "watch__metric"}.get(k, k): v for k, v in chosen.items() if v != "overdue"}
        )
        wanted = [] if "overdue" in chosen.values() else sorted(o.pk for o in expected)
        assert sorted(row["obligation"].pk for row in rows) == wanted
    everything = client.get(address, {"metric": "nonsense", "state": "nonsense", "page": "99"})
    assert len(everything.context["rows"]) == Obligation.objects.count()


def test_the_tickets_behind_are_as_many_as_n(client: Client, obligation: Obligation, vera: Person) -> None:
    client.force_login(vera)
    page = client.get(reverse("obligations:obligation", args=[obligation.pk]))
    assert client.get(page.context["tickets_address"]).context["total"] == obligation.n
    assert client.get(page.context["metric_address"]).status_code == 200


def test_unexplained_signals_are_counted_on_the_first_page(client: Client, checked: Outcome, vera: Person) -> None:
    client.force_login(vera)
    home = client.get("/")
    assert f"{len(checked.opened)} unexplained signals" in home.content.decode()
    for one in checked.opened:
        answers.answer(vera, one, cause="season", sentence="As each autumn.", now=NOW)
    assert "unexplained signal" not in client.get("/").content.decode()


def test_the_number_of_queries_does_not_grow(
    client: Client, checked: Outcome, vera: Person, django_assert_max_num_queries: object
) -> None:
    client.force_login(vera)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        client.get(reverse("obligations:register"))


def test_an_empty_register_says_what_to_do(client: Client, home: Home, vera: Person) -> None:
    client.force_login(vera)
    page = client.get(reverse("obligations:register"))
    assert page.status_code == 200
    assert reverse("sources:imports") in page.content.decode()
    assert client.get(reverse("obligations:obligation", args=[1])).status_code == 404
