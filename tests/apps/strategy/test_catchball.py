"""Catchball: proposals, counter-proposals with their evidence, signatures, and what became of signed targets."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from hoshin.apps.accounts.meanwhile import Meanwhile
from hoshin.apps.accounts.models import AuditLine, Person
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.strategy import access, actions, queries
from hoshin.apps.strategy.actions import Evidence, Terms
from hoshin.apps.strategy.models import Catchball, KeyResult, Proposal, Signature
from hoshin.apps.strategy.reports import negotiated
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Value
from hoshin.pipeline.read import Reader
from tests.apps.small_desk import HELPED, TODAY
from tests.apps.strategy.written import DUE, START, key_result, objective

UNTIL = TODAY + timedelta(days=10)
FORECAST = Evidence(0.7, "Likely to be met: 70 %.", "000001")


@pytest.fixture
def promised(reader: Reader, lena: Person, max_: Person, today: datetime) -> KeyResult:
    """A key result of the network teams, as the leader wrote it."""
    return key_result(reader, lena, objective(lena), scope=(("group", HELPED),))


def thrown(asking: Person, answering: Person, of: KeyResult, target: float = 8.0, due: date = DUE) -> Catchball:
    made = actions.throw(asking, of, answering, Terms(target, due, "Depots wait."), FORECAST, until=UNTIL)
    return fresh(asking, made)


def fresh(person: Person, found: Catchball) -> Catchball:
    """The catchball as it is stored now."""
    return access.catchball(person, found.pk)


def test_the_ball_goes_to_and_fro_until_both_have_signed(promised: KeyResult, lena: Person, max_: Person) -> None:
    ball = thrown(lena, max_, promised)
    assert (ball.turn, ball.open) == ("answering", True)
    later = date(2027, 6, 30)
    actions.counter(max_, ball, Terms(9.5, later, "Two of us leave.", "One more person."), FORECAST, after=1)
    ball = fresh(lena, ball)
    assert ball.turn == "asking"
    actions.sign(lena, ball, after=2)
    ball = fresh(lena, ball)
    assert (ball.turn, ball.agreed) == ("answering", None)
    with pytest.raises(actions.NotYourTurn, match="signed this proposal already"):
        actions.sign(lena, ball, after=2)
    actions.sign(max_, fresh(lena, ball), after=2)
    ball = fresh(lena, ball)
    assert ball.agreed == ball.latest
    promised.refresh_from_db()
    assert (promised.target, promised.due) == (9.5, later)
    assert AuditLine.objects.latest("id").action == "agreed on a key result"
    shown = negotiated.compose(ball, definitions.catalogue().metric(promised.metric), TODAY)
    assert shown.word == "signed by both"
    assert shown.throws[1].moved == "target from 8.0 h to 9.5 h, date from 31 May 2027 to 30 Jun 2027"
    with pytest.raises(actions.NotYourTurn, match="closed"):
        actions.counter(lena, ball, Terms(7.0, DUE, "More."), FORECAST, after=2)
    with pytest.raises(actions.Signed, match="Lena and Max signed this target"):
        actions.change_key_result(lena, promised, title="T", target=5.0, start=START, due=later)
    actions.change_key_result(lena, promised, title="Another title", target=9.5, start=START, due=later)
    with pytest.raises(actions.Signed, match="was negotiated"):
        actions.drop_key_result(lena, promised)
    thrown(max_, lena, promised, target=9.0)


def test_an_answer_to_an_older_proposal_is_refused(promised: KeyResult, lena: Person, max_: Person) -> None:
    ball = thrown(lena, max_, promised)
    actions.counter(max_, ball, Terms(9.0, DUE, "First."), FORECAST, after=1)
    for answer in (
        lambda: actions.sign(lena, fresh(lena, ball), after=1),
        lambda: actions.counter(lena, fresh(lena, ball), Terms(8.5, DUE, "Late."), FORECAST, after=1),
    ):
        with pytest.raises(Meanwhile, match=r"Max wrote proposal 2 in the meantime: 9\.0 h by 31 May 2027"):
            answer()
    assert (Proposal.objects.count(), Signature.objects.count()) == (2, 0)


def test_who_may_do_what(promised: KeyResult, lena: Person, max_: Person, alice: Person) -> None:
    with pytest.raises(actions.NotYourTurn, match="to themselves"):
        actions.throw(lena, promised, lena, Terms(8.0, DUE, "Me."), FORECAST, until=UNTIL)
    ball = thrown(lena, max_, promised)
    with pytest.raises(actions.NotYourTurn, match="open already"):
        thrown(lena, max_, KeyResult.objects.get(pk=promised.pk))
    with pytest.raises(actions.NotYourTurn, match="Only Lena and Max answer here"):
        actions.sign(alice, ball, after=1)
    with pytest.raises(actions.NoChange, match="lower is better"):
        actions.counter(max_, ball, Terms(9999.0, DUE, "Worse."), FORECAST, after=1)
    actions.withdraw(lena, ball, "The board changed its mind.")
    with pytest.raises(actions.NotYourTurn, match="closed"):
        actions.withdraw(lena, fresh(lena, ball), "Again.")


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: Proposal.objects.update(target=1.0),
        lambda: Proposal.objects.filter(number=2)._raw_delete("default"),
        lambda: Signature.objects.all().delete(),
        lambda: Signature.objects.update(at="2020-01-01T00:00Z"),
        lambda: Catchball.objects.update(until="2020-01-01"),
        lambda: Catchball.objects.update(withdrawn_at="2020-01-01T00:00Z"),
        lambda: Catchball.objects.all()._raw_delete("default"),
    ],
)
def test_the_database_keeps_what_was_signed(promised: KeyResult, lena: Person, max_: Person, attempt: object) -> None:
    ball = thrown(lena, max_, promised)
    actions.counter(max_, ball, Terms(9.0, DUE, "So far and no further."), FORECAST, after=1)
    for person in (max_, lena):
        actions.sign(person, fresh(person, ball), after=2)
    with pytest.raises(DatabaseError, match="cannot be changed or removed"), transaction.atomic():
        attempt()  # type: ignore[operator]
    [found] = Catchball.objects.all()
    proposal = found.latest
    with pytest.raises(DatabaseError, match="cannot be signed or changed any more"), transaction.atomic():
        Proposal.objects.create(
            catchball=found, number=3, side="asking", person=lena, at=proposal.at, target=1.0, due=DUE, reason="More."
        )


def test_an_answered_proposal_is_not_signed_any_more(promised: KeyResult, lena: Person, max_: Person) -> None:
    ball = thrown(lena, max_, promised)
    actions.counter(max_, ball, Terms(9.0, DUE, "So far."), FORECAST, after=1)
    first = Proposal.objects.get(number=1)
    with pytest.raises(DatabaseError, match="a proposal that was answered"), transaction.atomic():
        Signature.objects.create(proposal=first, side="answering", person=max_, at=first.at)


def test_the_pages_lead_from_the_key_result_to_the_signature(
    client: Client, promised: KeyResult, lena: Person, max_: Person, vera: Person
) -> None:
    client.force_login(lena)
    assert "Throw the ball" in client.get(reverse("strategy:key-result", args=[promised.pk])).content.decode()
    words = {"target": "10", "due": "2027-03-31", "reason": "Depots wait.", "resources": "", "after": "0"}
    first = {**words, "answering": max_.pk, "until": UNTIL.isoformat()}
    assert b"2027-05-31" in client.get(reverse("strategy:throw", args=[promised.pk])).content
    refused = client.post(reverse("strategy:throw", args=[promised.pk]), {**first, "target": "9999"})
    assert "lower is better" in refused.content.decode()
    assert "Depots wait." in refused.content.decode()
    client.post(reverse("strategy:throw", args=[promised.pk]), first)
    ball = Catchball.objects.get()
    assert ball.latest.generation
    assert ball.latest.evidence
    client.force_login(vera)
    shown = client.get(reverse("strategy:catchball", args=[ball.pk])).content.decode()
    assert "Max has the ball, 10 days left" in shown
    assert "Sign this proposal" not in shown
    for name in ("sign", "counter", "withdraw"):
        assert client.post(reverse(f"strategy:{name}", args=[ball.pk]), {"after": "1"}).status_code == 403
    client.force_login(max_)
    preview = client.get(reverse("strategy:evidence", args=[promised.pk]), {"target": "12", "due": "2027-03-31"})
    assert "met" in preview.content.decode() or "forecast" in preview.content.decode()
    counter = reverse("strategy:counter", args=[ball.pk])
    late = client.post(counter, {**words, "target": "12", "after": "0", "reason": "We are five."}).content.decode()
    assert "Lena wrote proposal 1 in the meantime" in late
    assert "We are five." in late
    assert client.post(counter, {**words, "target": "12", "after": "1", "reason": "We are five."}).status_code == 302
    client.post(reverse("strategy:sign", args=[ball.pk]), {"after": "2"})
    client.force_login(lena)
    shown = client.get(reverse("strategy:catchball", args=[ball.pk])).content.decode()
    assert "target from 10.0 h to 12.0 h" in shown
    assert "Sign this proposal" in shown
    client.post(reverse("strategy:sign", args=[ball.pk]), {"after": "2"})
    promised.refresh_from_db()
    assert promised.target == 12
    done = client.get(reverse("strategy:catchball", args=[ball.pk])).content.decode()
    assert "signed by both" in done
    assert "Sign this proposal" not in done
    wrong = {"title": "T", "target": "5", "start": "2026-06-01", "due": "2027-05-31", "after": str(promised.edition)}
    refused = client.post(reverse("strategy:change-key-result", args=[promised.pk]), wrong)
    assert "Lena and Max signed this target" in refused.content.decode()
    listed = client.get(reverse("strategy:catchballs")).content.decode()
    assert "12.0 h" in listed
    assert "to come" in listed


def test_what_became_of_a_signed_target_is_read_from_the_tickets(
    reader: Reader, lena: Person, max_: Person, today: datetime
) -> None:
    due = date(2026, 9, 30)
    found = key_result(reader, lena, objective(lena), scope=(("group", HELPED),), due=due)
    [reading] = reader.read([found.metric], Query(Grain.ALL, None, due - timedelta(days=27), due, found.where))
    assert isinstance(reading.result, Value)
    for target, met in ((reading.result.amount + 1, True), (reading.result.amount - 1, False)):
        ball = thrown(lena, max_, KeyResult.objects.get(pk=found.pk), target, due)
        for person in (max_, lena):
            actions.sign(person, fresh(person, ball), after=1)
        [outcome, *_] = negotiated.outcomes(reader, [fresh(lena, ball)], reader.catalogue, TODAY)
        assert (outcome.actual, outcome.met, outcome.over) == (reading.result.amount, met, True)
        assert negotiated.outcomes(reader, [fresh(lena, ball)], reader.catalogue, due)[0].word == "to come"
    every = negotiated.outcomes(reader, queries.catchballs(), reader.catalogue, TODAY)
    assert negotiated.summary(every) == (
        "1 of 2 signed targets whose date has come was met. Of 2 that the forecast put at 50 % or more, 1 came true."
    )


def test_an_empty_home_says_what_to_do(client: Client, vera: Person) -> None:
    client.force_login(vera)
    assert "No target has been negotiated yet" in client.get(reverse("strategy:catchballs")).content.decode()
