"""The lists of signals that can be taken away: what fired, what is watched, who is told, and every message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hoshin.apps.accounts.tables import called
from hoshin.apps.obligations import wording
from hoshin.apps.obligations.models import Answer, Delivery, Obligation, Subscription, Watch
from hoshin.metrics.catalogue import Catalogue
from hoshin.reporting.tables import Table, day, instant, number, text, whole


@dataclass(frozen=True)
class Fired:
    """An obligation with the catalogue that names its metric."""

    of: Obligation
    catalogue: Catalogue

    @property
    def answer(self) -> Answer | None:
        """The answer that holds: the newest one."""
        answers = list(self.of.answers.all())
        return answers[-1] if answers else None


def fired(found: Iterable[Obligation], catalogue: Catalogue) -> Iterator[Fired]:
    """A row for each obligation; none is read before one is asked for."""
    for each in found:
        yield Fired(each, catalogue)


SIGNALS = Table[Fired](
    "signals",
    "Signals and answers",
    (
        whole("Number", lambda each: each.of.pk),
        text("Metric", lambda each: wording.title(each.of, each.catalogue)),
        text("Scope", lambda each: wording.scope(each.of)),
        text("Kind", lambda each: each.of.kind),
        text("Means", lambda each: wording.meaning_word(each.of)),
        text("What fired", lambda each: each.of.words),
        number("Newest week", lambda each: each.of.amount),
        text("Unit", lambda each: each.of.unit),
        whole("Tickets", lambda each: each.of.n),
        day("Began", lambda each: each.of.began),
        day("Newest week ends", lambda each: each.of.newest_last),
        day("Fired", lambda each: each.of.opened_on),
        day("To be answered by", lambda each: each.of.due),
        text("State", lambda each: each.of.get_state_display()),
        text("Held back because", lambda each: each.of.held),
        text("Cause", lambda each: said.get_cause_display() if (said := each.answer) else None),
        text("Answer", lambda each: said.sentence if (said := each.answer) else None),
        text("Answered by", lambda each: called(said.person) if (said := each.answer) else None),
        instant("Answered", lambda each: said.at if (said := each.answer) else None),
    ),
)


@dataclass(frozen=True)
class Watched:
    """A watch with the words for it."""

    of: Watch
    title: str
    threshold: str
    muted: str


WATCHES = Table[Watched](
    "watched",
    "What is watched",
    (
        text("Metric", lambda each: each.title),
        text("Scope", lambda each: each.of.selection.words),
        text("Because it", lambda each: each.of.get_origin_display()),
        text("Threshold", lambda each: each.threshold),
        text("Muted", lambda each: each.muted),
        day("Judged to", lambda each: each.of.judged_to),
    ),
)


@dataclass(frozen=True)
class Told:
    """A subscription with the words for what it is about."""

    of: Subscription
    about: str


SUBSCRIPTIONS = Table[Told](
    "told",
    "Who is told",
    (
        text("Address", lambda each: each.of.address),
        text("Of", lambda each: each.about),
        text("In", lambda each: each.of.selection.words),
        text("Person", lambda each: called(each.of.person)),
        instant("Since", lambda each: each.of.at),
    ),
)

DELIVERIES = Table[Delivery](
    "messages",
    "Messages",
    (
        instant("At", lambda each: each.at),
        text("To", lambda each: each.subscription.address),
        text("Subject", lambda each: each.subject),
        text("State", lambda each: each.get_progress_display()),
        whole("Tries", lambda each: len(each.attempts.all())),
        text("The other side said", lambda each: "; ".join(attempt.said for attempt in each.attempts.all())),
    ),
)
