"""What needs attention today: the matters of the first page, each with why it matters and where to go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from hoshin.apps.accounts.models import Person
from hoshin.apps.accounts.narrowing import first_of
from hoshin.apps.obligations import queries as obligations
from hoshin.apps.obligations.queries import Unexplained
from hoshin.apps.portfolios.queries import Judged
from hoshin.apps.portfolios.reports import verdict
from hoshin.apps.reviews.queries import outcomes as reviews
from hoshin.apps.scorecards.reports import scorecard
from hoshin.apps.strategy import queries as strategy
from hoshin.apps.strategy.models import Countermeasure
from hoshin.apps.strategy.reports.progress import ObjectiveStanding
from hoshin.apps.strategy.status import Status
from hoshin.impact.standing import Place
from hoshin.reporting.blocks import Tone
from hoshin.reporting.wording import day

SOON = timedelta(days=7)
"""So long before its day a countermeasure is shown to its owner."""
NAMED = 5
"""Matters of one kind that are named; how many more there are is said, with where they are."""


@dataclass(frozen=True)
class Matter:
    """Something that needs attention today: what, why, and where to go."""

    tone: Tone
    word: str
    title: str
    why: str
    href: str


def matters(
    person: Person,
    today: date,
    standings: Sequence[ObjectiveStanding],
    judged: Sequence[Judged],
    found: scorecard.Gathered | None,
) -> list[Matter]:
    """All that needs attention, the worst first: of what is shown, and of what waits for the reader."""
    return [
        *_harm(judged),
        *_unexplained(obligations.unexplained(today)),
        *_targets(person, today),
        *_countermeasures(person, today),
        *_reviews(person, today),
        *_behind(standings),
        *_unsealed(judged),
        *_signals(found),
    ]


def _harm(judged: Iterable[Judged]) -> list[Matter]:
    """Initiatives that do harm."""
    return [
        Matter(Tone.BAD, "harmful", each.initiative.title, verdict.sentence(each), _initiative(each))
        for each in judged
        if each.standing and each.standing.place is Place.HARMFUL
    ]


def _behind(standings: Iterable[ObjectiveStanding]) -> list[Matter]:
    """Key results that are not where they should be, the worst first, then those of which nobody can tell."""
    found = [(each.status, each, standing.objective.pk) for standing in standings for each in standing.key_results]
    return [
        Matter(each.tone, status, each.key_result.title, each.why, reverse("strategy:objective", args=[objective]))
        for wanted in (Status.MISSED, Status.OFF_TRACK, Status.UNKNOWN, Status.AT_RISK)
        for status, each, objective in found
        if status is wanted
    ]


def _unsealed(judged: Iterable[Judged]) -> list[Matter]:
    """Initiatives that claim nothing yet."""
    return [
        Matter(Tone.WATCH, "not sealed", each.initiative.title, "Nothing is claimed yet.", _initiative(each))
        for each in judged
        if each.claim is None
    ]


def _initiative(judged: Judged) -> str:
    return reverse("portfolios:initiative", args=[judged.initiative.slug])


def _signals(found: scorecard.Gathered | None) -> list[Matter]:
    """Metrics that have become worse than usual."""
    if found is None:
        return []
    cards = [scorecard.card(course, found) for course in found.courses if course.tone is Tone.BAD]
    return [
        Matter(Tone.BAD, "worse", f"{each.metric.title}: {each.amount}", each.summary, each.address) for each in cards
    ]


def _unexplained(found: Unexplained) -> list[Matter]:
    """Signals that nobody has answered for."""
    if not found.open:
        return []
    title = f"{found.open} unexplained signal{'' if found.open == 1 else 's'}"
    if found.overdue:
        href = f"{reverse('obligations:register')}?state=overdue"
        return [Matter(Tone.BAD, "overdue", title, f"{found.overdue} should have been answered before today.", href)]
    href = f"{reverse('obligations:register')}?state=open"
    return [Matter(Tone.WATCH, "to answer", title, "Say what is behind each one, or link its cause.", href)]


def _targets(person: Person, today: date) -> Iterator[Matter]:
    """Targets that are over their time or wait for the reader."""
    for ball in strategy.open_catchballs(person):
        holder, href = ball.person_of(ball.turn), reverse("strategy:catchball", args=[ball.pk])
        left = ball.days_left(today)
        if left < 0:
            why = f"{holder.name} has the ball, and its target should have been agreed by {day(ball.until)}."
            yield Matter(Tone.BAD, "overdue", ball.key_result.title, why, href)
        elif holder == person:
            why = f"You have the ball: sign the proposed target or answer it by {day(ball.until)}."
            yield Matter(Tone.WATCH, "your turn", ball.key_result.title, why, href)


def _countermeasures(person: Person, today: date) -> Iterator[Matter]:
    """Countermeasures that are late, and the reader's own that are soon due."""
    waiting = strategy.countermeasures(person).filter(done_on=None).order_by("due", "id")
    late = waiting.filter(due__lt=today)
    for each in first_of(late, NAMED):
        why = f"{each.owner.name} was to do this by {day(each.due)}: {each.action}"
        title = f"Countermeasure: {each.key_result.title}"
        yield Matter(Tone.BAD, "late", title, why, _countermeasure(each, person))
    if (more := late.count() - NAMED) > 0:
        why = "Say what came of them, or who is to do them by when."
        href = reverse("strategy:countermeasures")
        yield Matter(Tone.BAD, "late", f"{more:,} more countermeasure{'' if more == 1 else 's'}", why, href)
    for each in waiting.filter(owner=person, due__range=(today, today + SOON))[:NAMED]:
        why = f"By {day(each.due)}: {each.action}"
        title = f"Countermeasure: {each.key_result.title}"
        yield Matter(Tone.WATCH, "soon due", title, why, _countermeasure(each, person))


def _countermeasure(found: Countermeasure, person: Person) -> str:
    """Where the reader goes on with a countermeasure."""
    if person.may_import:
        return reverse("strategy:change-countermeasure", args=[found.pk])
    return reverse("strategy:key-result", args=[found.key_result_id])


def _reviews(person: Person, today: date) -> list[Matter]:
    """Promises that are late, and decisions that come back."""
    late = reviews.late(person, today).count()
    due = reviews.due_decisions(person, today).count()
    found = []
    if late:
        title = f"{late} late commitment{'' if late == 1 else 's'}"
        found.append(
            Matter(Tone.BAD, "late", title, "Keep them, or move them with a reason.", reverse("reviews:commitments"))
        )
    if due:
        title = f"{due} decision{'' if due == 1 else 's'} to check"
        found.append(
            Matter(Tone.WATCH, "to check", title, "Did it come out as expected?", reverse("reviews:decisions"))
        )
    return found
