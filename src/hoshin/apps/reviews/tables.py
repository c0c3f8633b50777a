"""The lists of reviews that can be taken away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from hoshin.apps.accounts.tables import called
from hoshin.apps.portfolios import queries as portfolios
from hoshin.apps.reviews import cadence
from hoshin.apps.reviews.models import AgendaItem, Commitment, Decision, Forum, Outcome, Part, Review, Risk
from hoshin.apps.reviews.queries.forums import Meeting
from hoshin.apps.reviews.queries.standing import Subject
from hoshin.apps.reviews.reports.standings import Row
from hoshin.apps.strategy import queries as strategy
from hoshin.reporting.tables import Table, day, instant, text, whole


@dataclass(frozen=True)
class Meets:
    """A forum with its next meeting."""

    forum: Forum
    next: Meeting | None


FORUMS = Table[Meets](
    "forums",
    "Forums",
    (
        text("Forum", lambda each: each.forum.name),
        text("Purpose", lambda each: each.forum.purpose),
        text("Chair", lambda each: called(each.forum.chair)),
        text("Members", lambda each: ", ".join(seat.person.name for seat in each.forum.members.all())),
        text("Meets", lambda each: cadence.words(each.forum.rule, each.forum.first)),
        day("Next review", lambda each: each.next.on if each.next else None),
        text("Room", lambda each: each.forum.room),
        text("Confidential", lambda each: "yes" if each.forum.confidential else "no"),
    ),
)

REVIEWS = Table[Review](
    "reviews",
    "Reviews",
    (
        text("Forum", lambda each: each.forum.name),
        day("On", lambda each: each.on),
        day("Tells what happened since", lambda each: each.since),
        text("Begun by", lambda each: called(each.begun_by)),
        instant("Closed", lambda each: each.closed_at),
    ),
)

AGENDA = Table[AgendaItem](
    "agenda",
    "Agenda and notes",
    (
        text("From", lambda each: each.get_source_display()),
        text("Item", lambda each: each.title),
        text("Detail", lambda each: each.detail),
        text("Status", lambda each: each.word),
        text("Notes", lambda each: each.notes),
    ),
)


def _outcome(each: Decision) -> Outcome | None:
    said = list(each.outcomes.all())
    return said[-1] if said else None


DECISIONS = Table[Decision](
    "decisions",
    "Decisions",
    (
        whole("Number", lambda each: each.pk),
        text("Decided", lambda each: each.title),
        text("Reason", lambda each: each.reason),
        text("Expected", lambda each: each.expected),
        text("Forum", lambda each: each.forum.name),
        text("Decided by", lambda each: called(each.person) or "the forum together"),
        day("On", lambda each: each.on),
        day("To be checked on", lambda each: each.due),
        text("Came out", lambda each: said.get_result_display() if (said := _outcome(each)) else None),
        text("In a sentence", lambda each: said.sentence if (said := _outcome(each)) else None),
    ),
)


@dataclass(frozen=True)
class Promise:
    """A commitment as it is on a day."""

    of: Commitment
    today: date

    @property
    def state(self) -> str:
        """How it stands, as the page says it."""
        if self.of.withdrawn_on:
            return "withdrawn"
        if self.of.kept_on:
            return "kept late" if self.of.kept_on > self.of.first_due else "kept"
        return "late" if self.of.is_late(self.today) else "to come"


def promises(found: Iterable[Commitment], today: date) -> Iterator[Promise]:
    """Each commitment as it is on a day; none is read before one is asked for."""
    for each in found:
        yield Promise(each, today)


COMMITMENTS = Table[Promise](
    "commitments",
    "Commitments",
    (
        whole("Number", lambda each: each.of.pk),
        text("Promised", lambda each: each.of.words),
        text("By", lambda each: each.of.owner.name),
        text("To", lambda each: each.of.forum.name),
        text("State", lambda each: each.state),
        day("Promised on", lambda each: each.of.promised_on),
        day("At first due", lambda each: each.of.first_due),
        day("Due", lambda each: each.of.due),
        whole("Moved, times", lambda each: len(each.of.moves.all())),
        day("Kept", lambda each: each.of.kept_on),
        day("Withdrawn", lambda each: each.of.withdrawn_on),
        text("Why withdrawn", lambda each: each.of.why_withdrawn),
        text("Objective", lambda each: strategy.title_for_all(each.of.objective) if each.of.objective else None),
        text("Initiative", lambda each: portfolios.title_for_all(each.of.initiative) if each.of.initiative else None),
    ),
)

RISKS = Table[Risk](
    "risks",
    "Risks and exceptions",
    (
        whole("Number", lambda each: each.pk),
        text("Kind", lambda each: each.get_kind_display()),
        text("What", lambda each: each.title),
        text("In words", lambda each: each.words),
        text("Answer", lambda each: each.answer),
        text("Owner", lambda each: each.owner.name),
        text("Forum", lambda each: each.forum.name),
        whole("Likelihood, 1 to 5", lambda each: each.likelihood),
        whole("Impact, 1 to 5", lambda each: each.impact),
        day("Expires", lambda each: each.expires),
        day("Closed", lambda each: each.closed_on),
        text("Why closed", lambda each: each.why_closed),
    ),
)


@dataclass(frozen=True)
class Answered:
    """One thing with the people who answer for it, and its gap in words or empty."""

    of: Subject
    gap: str

    def who(self, part: Part) -> str:
        """The names of those who have one part in it."""
        return ", ".join(person for person, has in self.of.parts if has == part)


def answered(found: Iterable[Subject], gaps: Mapping[str, str]) -> Iterator[Answered]:
    """A row for each thing."""
    return (Answered(each, gaps.get(each.name, "")) for each in found)


RESPONSIBILITIES = Table[Answered](
    "who-answers",
    "Who answers for what",
    (
        text("Kind", lambda each: each.of.kind),
        text("What", lambda each: each.of.title),
        text("Accountable", lambda each: each.who(Part.ACCOUNTABLE)),
        text("Responsible", lambda each: each.who(Part.RESPONSIBLE)),
        text("Consulted", lambda each: each.who(Part.CONSULTED)),
        text("Informed", lambda each: each.who(Part.INFORMED)),
        text("Gap", lambda each: each.gap),
    ),
)

STANDINGS = Table[Row](
    "standings",
    "Where things stand",
    (
        text("Kind", lambda each: each.kind),
        text("What", lambda each: each.title),
        text("Owner", lambda each: each.owner),
        text("By the rule", lambda each: str(each.derived.status)),
        text("Shown", lambda each: str(each.outside)),
        text("Why", lambda each: " ".join(each.derived.why)),
        text("Shown instead by", lambda each: each.shown.who if each.shown else None),
        text("Because", lambda each: each.shown.reason if each.shown else None),
        day("Until", lambda each: each.shown.until if each.shown else None),
    ),
)
