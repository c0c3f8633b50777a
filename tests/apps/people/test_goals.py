"""Goals: agreed by both, kept by the database, seen by whom they concern."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hoshin.apps.accounts.models import AuditLine, Person, Team
from hoshin.apps.people import queries
from hoshin.apps.people.actions import checkins
from hoshin.apps.people.actions import goals as actions
from hoshin.apps.people.models import Goal, Signature, Terms
from hoshin.apps.people.reports import goals as report
from hoshin.pipeline.home import Home
from tests.apps.people.goals import FIRST, LAST, NOW, agreed, draft, proposed
from tests.apps.strategy.written import objective

pytestmark = pytest.mark.django_db


def test_a_goal_holds_once_both_have_signed_the_same_terms(paul: Person, lena: Person) -> None:
    goal = proposed(paul)
    assert goal.in_force is None
    assert goal.newest.sides == {"person"}
    actions.counter(lena, goal, draft(title="Half of the depots"), NOW, reason="Four depots are closed.", after=1)
    goal = Goal.objects.get(pk=goal.pk)
    assert goal.in_force is None
    actions.sign(paul, goal, NOW, after=2)
    held = Goal.objects.get(pk=goal.pk).in_force
    assert held is not None
    assert (held.number, held.title) == (2, "Half of the depots")
    assert held.sides == {"person", "manager"}


def test_what_was_agreed_holds_until_new_terms_are_signed(paul: Person, lena: Person) -> None:
    goal = agreed(paul)
    actions.counter(paul, goal, draft(title="More than we thought"), NOW, reason="Two depots are new.", after=1)
    goal = Goal.objects.get(pk=goal.pk)
    assert goal.in_force is not None
    assert goal.in_force.number == 1
    actions.sign(lena, goal, NOW, after=2)
    assert Goal.objects.get(pk=goal.pk).in_force == Terms.objects.get(number=2)


def test_a_goal_of_somebody_whom_nobody_leads_is_refused(omar: Person) -> None:
    with pytest.raises(actions.NobodyAbove, match="nobody leads Omar yet"):
        proposed(omar)


def test_only_the_two_sides_agree(paul: Person, omar: Person, alice: Person, nora: Person) -> None:
    goal = proposed(paul)
    for other in (omar, alice, nora):
        with pytest.raises(actions.NotYours):
            actions.sign(other, goal, NOW, after=1)
        with pytest.raises(actions.NotYours):
            actions.propose(other, draft(), NOW, person=paul)


def test_a_side_signs_once(paul: Person) -> None:
    with pytest.raises(actions.NotOpen, match="other one"):
        actions.sign(paul, proposed(paul), NOW, after=1)


def test_a_goal_needs_something_to_tell_it_by(paul: Person) -> None:
    with pytest.raises(actions.NoMeasure):
        proposed(paul, done_when=" ")
    assert not Goal.objects.exists()


@pytest.mark.parametrize("table", ["people_terms", "people_signature"])
def test_the_database_keeps_what_was_signed(paul: Person, table: str) -> None:
    agreed(paul)
    changed = {"people_terms": "title = 'x'", "people_signature": "side = 'x'"}[table]
    for statement in (f"UPDATE {table} SET {changed}", f"DELETE FROM {table}"):
        with (
            pytest.raises(IntegrityError, match="propose another version"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert Signature.objects.count() == 2


def test_two_people_write_at_once_and_nothing_is_lost(client: Client, paul: Person, lena: Person) -> None:
    goal = proposed(paul)
    actions.counter(lena, goal, draft(title="Half of the depots"), NOW, reason="Four are closed.", after=1)
    client.force_login(paul)
    said = {
        "title": "All but one depot",
        "first": FIRST,
        "last": LAST,
        "cadence": "14",
        "done_when": "The card was walked through.",
        "reason": "One is rebuilt.",
        "after": "1",
    }
    page = client.post(reverse("people:counter", args=[goal.pk]), said)
    html = page.content.decode()
    assert "Lena proposed version 2 after you had opened" in html
    assert "→ Half of the depots" in html
    assert "All but one depot" in html
    assert Terms.objects.count() == 2
    again = client.post(
        reverse("people:counter", args=[goal.pk]), {**said, "after": page.context["form"]["after"].value()}
    )
    assert again.status_code == 302
    assert Terms.objects.get(number=3).title == "All but one depot"


def test_a_stale_signature_signs_nothing(client: Client, paul: Person, lena: Person) -> None:
    goal = proposed(paul)
    actions.counter(paul, goal, draft(title="Quite another one"), NOW, reason="I thought again.", after=1)
    client.force_login(lena)
    page = client.post(reverse("people:sign", args=[goal.pk]), {"after": "1"}, follow=True)
    assert "Paul proposed version 2 after you had opened" in page.content.decode()
    assert Goal.objects.get(pk=goal.pk).in_force is None


def test_a_personal_goal_is_proposed_and_signed_in_the_browser(client: Client, paul: Person, lena: Person) -> None:
    above = objective(lena)
    client.force_login(paul)
    said = {
        "whose": f"person-{paul.pk}",
        "upward": f"objective-{above.pk}",
        "title": "Cards for scanners",
        "first": FIRST,
        "last": LAST,
        "cadence": "14",
        "done_when": "Each depot has one.",
    }
    empty = client.post(reverse("people:new"), {**said, "done_when": ""})
    assert "Say in words when it is done" in empty.content.decode()
    assert "Cards for scanners" in empty.content.decode()
    client.post(reverse("people:new"), said)
    goal = Goal.objects.get()
    assert (goal.objective, goal.team, goal.shared) == (above, None, False)
    client.force_login(lena)
    waiting = client.get(reverse("people:mine")).content.decode()
    assert "to sign or counter" in waiting
    client.post(reverse("people:sign", args=[goal.pk]), {"after": "1"})
    assert Goal.objects.get().in_force is not None
    page = client.get(reverse("people:goal", args=[goal.pk])).content.decode()
    assert above.title in page
    assert "in force" in page


def test_a_metric_goal_starts_from_what_was_read(client: Client, tickets: Home, paul: Person, today: object) -> None:
    client.force_login(paul)
    said = {
        "whose": f"team-{paul.pk}",
        "title": "Freight moves sooner",
        "first": FIRST,
        "last": LAST,
        "cadence": "14",
        "metric": "time_to_resolve_median",
        "target": "5",
        "desk": "",
        "scope": ["service=Freight"],
    }
    client.post(reverse("people:new"), said)
    terms = Terms.objects.get()
    assert terms.goal.team == paul.team
    assert terms.baseline is not None
    assert terms.baseline > 0
    assert terms.where == (("service", "Freight"),)
    page = client.get(reverse("people:goal", args=[terms.goal_id]))
    assert page.context["line"].measured.level is not None
    assert "/tickets/" in page.content.decode()
    refused = client.post(reverse("people:new"), {**said, "scope": ["group=Network"]})
    assert "scope" in refused.context["form"].errors


def test_without_tickets_a_metric_cannot_be_chosen_and_words_can(client: Client, paul: Person) -> None:
    client.force_login(paul)
    assert "Import tickets first" in client.get(reverse("people:new")).content.decode()


PERSONAL = ("goal", "counter", "sign", "close", "share", "check-in")


@pytest.mark.parametrize("name", PERSONAL)
@pytest.mark.parametrize("who", ["omar", "alice", "vera", "max_"])
def test_a_personal_goal_is_nobody_elses(
    client: Client, request: pytest.FixtureRequest, paul: Person, who: str, name: str
) -> None:
    goal = agreed(paul)
    client.force_login(request.getfixturevalue(who))
    method = client.get if name in ("goal", "counter") else client.post
    assert method(reverse(f"people:{name}", args=[goal.pk])).status_code == 404
    for place in ("mine", "teams", "thread"):
        assert goal.shown.title not in client.get(reverse(f"people:{place}")).content.decode()


def test_what_is_shared_is_seen_and_changed_by_nobody_else(client: Client, paul: Person, vera: Person) -> None:
    goal = agreed(paul)
    client.force_login(paul)
    client.post(reverse("people:share", args=[goal.pk]), {"shared": "1"})
    client.force_login(vera)
    page = client.get(reverse("people:goal", args=[goal.pk]))
    assert page.status_code == 200
    assert "Other terms" not in page.content.decode()
    assert client.get(reverse("people:counter", args=[goal.pk])).status_code == 404


def test_the_audit_trail_does_not_say_what_a_personal_goal_is_about(paul: Person) -> None:
    agreed(paul)
    assert all("scanners" not in f"{each.subject}{each.detail}" for each in AuditLine.objects.all())


def test_the_thread_runs_from_the_objective_to_the_goal(
    client: Client, lena: Person, paul: Person, depots: Team
) -> None:
    above = objective(lena)
    parent = proposed(paul, team=depots, objective=above, title="The whole team knows")
    child = proposed(paul, parent=parent, title="I write the card")
    client.force_login(paul)
    shown = client.get(reverse("people:thread")).context
    [branch] = shown["found"].roots
    assert [(each.line.goal.pk, each.depth) for each in branch.twigs] == [(parent.pk, 0), (child.pk, 1)]
    assert shown["sentence"] == "2 of 2 goals hang below an objective."
    assert "I write the card" in client.get(reverse("people:serving", args=[above.pk])).content.decode()
    assert above.title in client.get(reverse("people:goal", args=[child.pk])).content.decode()
    assert "/goals/below/" in client.get(reverse("strategy:objective", args=[above.pk])).content.decode()
    above.delete()  # what was signed outlives what it hung below
    assert Goal.objects.get(pk=parent.pk).objective is None


def test_a_closed_goal_stays_as_it_is(client: Client, paul: Person, lena: Person) -> None:
    goal = agreed(paul)
    client.force_login(lena)
    client.post(reverse("people:close", args=[goal.pk]), {"outcome": "reached", "words": "All depots did it."})
    found = Goal.objects.get()
    assert (found.outcome, found.closing) == ("reached", "All depots did it.")
    for work in (
        lambda: actions.sign(lena, found, NOW, after=1),
        lambda: actions.close(lena, found, FIRST, outcome="dropped", words=""),
        lambda: checkins.check_in(paul, found, checkins.Said(7), FIRST),
    ):
        with pytest.raises(actions.NotOpen):
            work()


def test_pages_ask_as_often_for_many_goals_as_for_few(client: Client, paul: Person) -> None:
    client.force_login(paul)
    counts = []
    for _ in range(2):
        for _ in range(3):
            goal = agreed(paul)
            checkins.check_in(paul, goal, checkins.Said(7), FIRST + timedelta(days=3))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("people:mine"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_an_empty_installation_says_what_to_do(client: Client, vera: Person) -> None:
    client.force_login(vera)
    assert "You have no goal yet" in client.get(reverse("people:mine")).content.decode()
    assert "There is no team yet" in client.get(reverse("people:teams")).content.decode()
    assert "There is no objective yet" in client.get(reverse("people:thread")).content.decode()


def test_the_database_tells_who_has_to_sign_as_the_lines_do(
    client: Client, lena: Person, paul: Person, omar: Person
) -> None:
    """Through an offer, counters and signatures: the query for what waits says what each goal says of itself."""

    def told(person: Person) -> None:
        lines = report.gather(None, queries.of_both(person), NOW.date())
        sides = [(each, each.goal.sides_of(person)) for each in lines]
        waiting = {each.goal.pk for each, own in sides if own & set(each.waits_for)}
        assert {each.pk for each in queries.to_sign(person)} == waiting

    def everybody() -> None:
        for person in (lena, paul, omar):
            told(person)

    first = actions.propose(paul, draft(), NOW, person=paul)
    second = actions.propose(lena, draft(), NOW, person=paul)
    everybody()
    actions.counter(lena, first, draft(), NOW, reason="Too little.", after=1)
    everybody()
    actions.sign(paul, first, NOW, after=2)
    actions.sign(paul, second, NOW, after=1)
    everybody()
    client.force_login(paul)
    page = client.get(reverse("people:mine"))
    assert [each.goal.pk for each in page.context["own"]] == [first.pk, second.pk]
    assert page.context["to_sign"] == []
