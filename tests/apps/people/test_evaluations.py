"""Evaluations: from opening to appeal, kept, and seen by three sides alone."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hoshin.apps.accounts.actions import place_person
from hoshin.apps.accounts.models import AuditLine, Person
from hoshin.apps.people import access, keeping
from hoshin.apps.people.actions import checkins
from hoshin.apps.people.actions import evaluations as actions
from hoshin.apps.people.actions.drafts import keep_draft
from hoshin.apps.people.actions.recognition import NoGround, recognise
from hoshin.apps.people.actions.successions import NotTheManager, succeed
from hoshin.apps.people.machine import Act, Actor, NotNow, Stage
from hoshin.apps.people.models import AccessLine, Evaluation, EvidenceKind, EvidenceLine, Rating, Recognition, StepDraft
from tests.apps.people.evaluating import TODAY, opened, walked
from tests.apps.people.goals import agreed

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluation(nora: Person, paul: Person) -> Evaluation:
    """Paul's evaluation, opened by Nora."""
    return opened(nora, paul).evaluations.get()


def test_human_resources_open_a_cycle_in_the_browser(client: Client, nora: Person, paul: Person, omar: Person) -> None:
    client.force_login(nora)
    said = {
        "title": "Second half",
        "first": "2026-07-01",
        "last": "2026-12-31",
        "self_by": "2026-11-09",
        "manager_by": "2026-11-01",
        "calibration_on": "2026-11-20",
        "final_by": "2026-12-04",
        "appeal_days": "14",
        "people": [paul.pk],
    }
    page = client.post(reverse("people:new-cycle"), said)
    assert "This cannot come before" in page.content.decode()
    assert "Second half" in page.content.decode()
    said |= {
        "self_by": "2027-01-08",
        "manager_by": "2027-01-15",
        "calibration_on": "2027-01-20",
        "final_by": "2027-02-01",
    }
    client.post(reverse("people:new-cycle"), said)
    made = Evaluation.objects.get()
    assert (made.person, made.manager) == (paul, paul.manager)
    # Whom nobody leads nobody can evaluate.
    page = client.post(reverse("people:new-cycle"), {**said, "people": [omar.pk]})
    assert page.context["form"].errors["people"]


def test_an_evaluation_goes_its_whole_way(
    client: Client, evaluation: Evaluation, paul: Person, lena: Person, nora: Person, today: object
) -> None:
    def does(who: Person, act: str, **said: object) -> str:
        client.force_login(who)
        page = client.get(reverse("people:evaluation", args=[evaluation.pk]))
        assert act in [each.doing for each, _ in page.context["forms"]], act
        after = page.context["forms"][0][0]["after"].value()
        answer = client.post(
            reverse("people:step", args=[evaluation.pk]), {"act": act, "after": after, **said}, follow=True
        )
        return answer.content.decode()

    does(paul, "self", words="I wrote ten cards.")
    does(lena, "proposed", words="Ten cards, all in use.", rating="3")
    client.force_login(paul)
    page = client.get(reverse("people:evaluation", args=[evaluation.pk])).content.decode()
    assert "As agreed" not in page
    assert "all in use" not in page
    does(nora, "moved", words="Ten is more than the eight that were agreed.", rating="4")
    does(nora, "calibrated")
    does(lena, "final", words="Thank you for the cards.")
    told = does(paul, "acknowledged")
    assert "Above what was agreed" in told
    assert "more than the eight" in told  # why it moved is read by the person
    appealed = does(paul, "appealed", words="Two depots are missing.")
    assert "an appeal waits for its answer" in appealed
    does(nora, "answered", words="Right, two depots were added.", rating="5")
    found = Evaluation.objects.get()
    assert (found.stage, found.rating) == (Stage.ANSWERED, Rating.FAR_ABOVE)


def test_a_step_says_something(evaluation: Evaluation, paul: Person, lena: Person, nora: Person) -> None:
    with pytest.raises(actions.NoWords, match="in words"):
        actions.step(paul, evaluation, Actor.PERSON, Act.SELF, TODAY, words=" ", after=0)
    walked(evaluation, nora, Act.SELF)
    with pytest.raises(actions.NoWords, match="rating"):
        actions.step(lena, evaluation, Actor.MANAGER, Act.PROPOSED, TODAY, words="Well.", after=1)
    actions.step(lena, evaluation, Actor.MANAGER, Act.PROPOSED, TODAY, words="Well.", rating=3, after=1)
    with pytest.raises(actions.NoWords, match="already"):
        actions.step(nora, evaluation, Actor.HR, Act.MOVED, TODAY, words="Same.", rating=3, after=2)


def test_a_manager_goes_on_alone_only_after_the_clock(evaluation: Evaluation, lena: Person) -> None:
    with pytest.raises(NotNow, match="has until 2026-11-09"):
        actions.step(lena, evaluation, Actor.MANAGER, Act.PASSED, date(2026, 11, 9), after=0)
    actions.step(lena, evaluation, Actor.MANAGER, Act.PASSED, date(2026, 11, 10), after=0)


def test_two_write_at_once_and_nothing_is_lost(
    client: Client, evaluation: Evaluation, nora: Person, lena: Person
) -> None:
    walked(evaluation, nora, Act.MOVED)
    client.force_login(nora)
    said = {"act": "moved", "after": "2", "rating": "5", "words": "I typed this for a while."}
    page = client.post(reverse("people:step", args=[evaluation.pk]), said).content.decode()
    assert "did a step meanwhile" in page
    assert "I typed this for a while." in page
    assert Evaluation.objects.get().rating == Rating.ABOVE


def test_nobody_acts_for_two_sides(nora: Person, paul: Person, lena: Person) -> None:
    place_person(None, nora, manager=lena, is_hr=True)
    place_person(None, lena, manager=None, is_hr=True)
    nora.refresh_from_db()
    cycle = opened(nora, nora, paul)
    own, other = (cycle.evaluations.get(person=each) for each in (nora, paul))
    lena = Person.objects.get(pk=lena.pk)
    assert access.side(nora, own) is Actor.PERSON
    assert access.side(nora, other) is Actor.HR
    assert access.side(lena, other) is Actor.MANAGER


def test_human_resources_do_not_meet_themselves_in_the_meeting(
    client: Client, nora: Person, paul: Person, lena: Person, today: object
) -> None:
    place_person(None, nora, manager=lena, is_hr=True)
    nora.refresh_from_db()
    cycle = opened(nora, nora, paul)
    client.force_login(nora)
    page = client.get(reverse("people:cycle", args=[cycle.pk]))
    assert [each.evaluation.person for each in page.context["lines"]] == [paul]


@pytest.mark.parametrize("table", ["people_evaluationstep", "people_evidenceline", "people_recognition"])
def test_the_database_keeps_what_was_said(
    evaluation: Evaluation, paul: Person, nora: Person, lena: Person, table: str
) -> None:
    recognise(lena, paul, date(2026, 9, 3), reason="He asked before he closed.", behaviour="Asks first")
    walked(evaluation, nora, Act.FINAL)
    words = "reason" if table.endswith("recognition") else "words"
    for statement in (
        f"UPDATE {table} SET {words} = 'other'",
        f"UPDATE {table} SET \"on\" = '2020-01-01'",
        f"DELETE FROM {table}",
    ):
        with pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic(), connection.cursor() as c:
            c.execute(statement)


def test_evidence_is_goals_check_ins_and_recognition_and_is_kept(
    client: Client, evaluation: Evaluation, paul: Person, lena: Person, nora: Person, today: object
) -> None:
    goal = agreed(paul, title="Cards for scanners")
    checkins.check_in(paul, goal, checkins.Said(8, "Six so far."), date(2026, 9, 15))
    recognise(lena, paul, date(2026, 9, 3), reason="He asked before he closed.", behaviour="Asks first")
    walked(evaluation, nora, Act.FINAL)
    kept = list(EvidenceLine.objects.all())
    assert [each.kind for each in kept] == [EvidenceKind.GOAL, EvidenceKind.CHECK_IN, EvidenceKind.RECOGNITION]
    recognise(lena, paul, TODAY, reason="Once more.", behaviour="Late")
    client.force_login(paul)
    page = client.get(reverse("people:evaluation", args=[evaluation.pk])).content.decode()
    assert "Six so far." in page
    assert "Once more." not in page


def test_who_read_an_evaluation_is_shown_to_the_person(
    client: Client, evaluation: Evaluation, paul: Person, lena: Person, nora: Person, today: object
) -> None:
    for who in (paul, lena, lena, nora):
        client.force_login(who)
        client.get(reverse("people:evaluation", args=[evaluation.pk]))
    assert {each.reader for each in AccessLine.objects.all()} == {lena, nora}
    assert AccessLine.objects.count() == 2
    client.force_login(paul)
    page = client.get(reverse("people:evaluation", args=[evaluation.pk]))
    assert [each.reader for each in page.context["read_by"]] == [nora, lena]
    with pytest.raises(IntegrityError, match="who read what"), transaction.atomic(), connection.cursor() as c:
        c.execute("DELETE FROM people_accessline")


def test_human_resources_open_a_personal_goal_one_by_one_and_the_person_sees_it(
    client: Client, paul: Person, nora: Person, today: object
) -> None:
    goal = agreed(paul, title="Cards for scanners")
    client.force_login(nora)
    for place in ("mine", "thread", "teams", "new"):
        assert "Cards for scanners" not in client.get(reverse(f"people:{place}")).content.decode()
    assert not AccessLine.objects.exists()
    for _ in range(2):
        assert client.get(reverse("people:goal", args=[goal.pk])).status_code == 200
    assert [(each.reader, each.read) for each in AccessLine.objects.filter(person=paul)] == [(nora, "goal")]


def test_a_meeting_asks_as_often_for_many_as_for_few(client: Client, nora: Person, lena: Person, today: object) -> None:
    counts = []
    for size in (2, 6):
        people = [Person.objects.create_person(f"p{size}-{i}", "a long word", name=f"P {i}") for i in range(size)]
        for each in people:
            place_person(None, each, manager=lena)
        cycle = opened(nora, *people)
        for evaluation in cycle.evaluations.all():
            walked(evaluation, nora, Act.CALIBRATED)
        client.force_login(nora)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("people:cycle", args=[cycle.pk]))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_audit_trail_tells_nothing_of_an_evaluation(evaluation: Evaluation, nora: Person) -> None:
    walked(evaluation, nora, Act.ANSWERED)
    lines = AuditLine.objects.filter(action="wrote in an evaluation")
    assert {(each.subject, each.detail) for each in lines} == {(f"evaluation {evaluation.pk}", "")}


def test_thanks_have_a_ground(client: Client, paul: Person, lena: Person, today: object) -> None:
    client.force_login(lena)
    said = {"person": paul.pk, "reason": "He stayed until the depot shipped again."}
    page = client.post(reverse("people:recognition"), said).content.decode()
    assert "Name the behaviour" in page
    assert "until the depot shipped again" in page
    client.post(reverse("people:recognition"), {**said, "behaviour": "Stays with the user"})
    assert Recognition.objects.get().person == paul
    with pytest.raises(NoGround):
        recognise(lena, lena, TODAY, reason="Me.", behaviour="Modest")


def test_a_draft_is_kept_for_its_writer_alone_and_goes_with_the_step(
    client: Client, evaluation: Evaluation, paul: Person, lena: Person, nora: Person, today: object
) -> None:
    address, page = reverse("people:step", args=[evaluation.pk]), reverse("people:evaluation", args=[evaluation.pk])
    client.force_login(paul)
    said = {"act": "self", "after": "0", "edition": "0", "words": "Half a sentence", "draft": "1"}
    client.post(address, said)
    assert "Half a sentence" in client.get(page).content.decode()
    assert Evaluation.objects.get().stage is Stage.SELF
    # Another window that has not seen the draft is told, and loses nothing.
    other = client.post(address, {**said, "words": "Other words"}).content.decode()
    assert "Half a sentence" in other
    assert "Other words" in other
    assert StepDraft.objects.get().words == "Half a sentence"
    client.post(address, {**said, "edition": "1", "words": "A sentence."})
    assert StepDraft.objects.get().words == "A sentence."
    for who in (lena, nora):
        client.force_login(who)
        assert "A sentence." not in client.get(page).content.decode()
    kept = keeping.gather(paul).plain()["drafts"]
    assert [each["words"] for each in kept] == ["A sentence."]
    actions.step(paul, evaluation, Actor.PERSON, Act.SELF, TODAY, words="A sentence.", after=0)
    assert not StepDraft.objects.exists()
    with pytest.raises(NotNow):
        keep_draft(paul, evaluation, Actor.PERSON, Act.SELF, TODAY, words="More.", edition=0)


def test_another_manager_goes_on_and_the_one_before_reads_no_more(
    client: Client, evaluation: Evaluation, paul: Person, lena: Person, nora: Person, omar: Person, today: object
) -> None:
    walked(evaluation, nora, Act.SELF)
    keep_draft(lena, evaluation, Actor.MANAGER, Act.PROPOSED, TODAY, words="Mine alone.", edition=0)
    place_person(None, paul, manager=omar)
    client.force_login(nora)
    page = reverse("people:evaluation", args=[evaluation.pk])
    assert "Paul is led by Omar by now" in client.get(page).content.decode()
    assert (
        "1 is led by somebody else by now"
        in client.get(reverse("people:cycle", args=[evaluation.cycle_id])).content.decode()
    )
    address = reverse("people:succeed", args=[evaluation.pk])
    refused = client.post(address, {"before": lena.pk, "manager": paul.pk, "why": "New team."}).content.decode()
    assert "New team." in refused
    client.post(address, {"before": lena.pk, "manager": omar.pk, "why": "Paul moved to Omar’s team."})
    found = Evaluation.objects.get()
    assert (found.manager, found.steps.count(), StepDraft.objects.count()) == (omar, 1, 0)
    assert [(each.field, each.before, each.after) for each in AuditLine.objects.latest("id").changes.all()] == [
        ("manager", "Lena", "Omar")
    ]
    client.force_login(lena)
    assert client.get(page).status_code == 404
    client.force_login(paul)
    assert "Omar went on for Lena" in client.get(page).content.decode()
    client.force_login(omar)
    shown = client.get(page)
    assert [each.doing for each, _ in shown.context["forms"]] == [Act.PROPOSED]
    assert "Mine alone." not in shown.content.decode()
    assert client.post(address, {"before": omar.pk, "manager": lena.pk, "why": "Back."}).status_code == 404
    with pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic(), connection.cursor() as c:
        c.execute("DELETE FROM people_succession")


def test_who_hands_over_too_late_or_to_the_wrong_one_is_told(
    evaluation: Evaluation, paul: Person, lena: Person, nora: Person, omar: Person
) -> None:
    def hand(to: Person, before: Person = lena, actor: Actor = Actor.HR) -> None:
        succeed(nora, evaluation, actor, to, TODAY, why="New team.", before=before.pk)

    with pytest.raises(NotNow, match="Only human resources"):
        hand(omar, actor=Actor.MANAGER)
    with pytest.raises(NotTheManager, match="Lena is its manager since"):
        hand(omar, before=omar)
    for nobody in (paul, lena):
        with pytest.raises(NotTheManager, match="Choose somebody else than Paul and Lena"):
            hand(nobody)
    walked(evaluation, nora, Act.FINAL)
    with pytest.raises(NotNow, match="final words are written"):
        hand(omar)
