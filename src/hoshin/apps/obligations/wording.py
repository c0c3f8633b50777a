"""How what fired is put into words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hoshin.apps.obligations import queries
from hoshin.apps.obligations.models import Mute, Obligation, State, Watch
from hoshin.apps.scorecards.reports.control import SEASONAL, TONES
from hoshin.apps.strategy.reports.outlook import finding_words
from hoshin.metrics.catalogue import Catalogue
from hoshin.metrics.result import Reading
from hoshin.reporting.blocks import Tone
from hoshin.reporting.wording import amount, day
from hoshin.signals.control_chart import Meaning
from hoshin.signals.firing import SEASON, Fired
from hoshin.signals.kind import Kind

STATE_TONES = {
    State.OPEN: Tone.WATCH,
    State.EXPLAINED: Tone.GOOD,
    State.LINKED: Tone.GOOD,
    State.RESET: Tone.GOOD,
    State.HELD: Tone.NEUTRAL,
    State.MUTED: Tone.NEUTRAL,
}


def told(fired: Fired, readings: Sequence[Reading]) -> str:
    """What fired, in a sentence."""
    if fired.finding:
        return finding_words(fired.finding)
    if fired.kind is Kind.SIGNAL or fired.bound is None:
        return fired.words
    newest = readings[fired.newest]
    weeks = fired.newest - fired.began + 1
    side = "above" if fired.higher else "below"
    bound = amount(fired.bound, newest.unit)
    stretch = newest.period.label if weeks == 1 else f"{readings[fired.began].period.label} to {newest.period.label}"
    lies = "lies" if weeks == 1 else "lie"
    if fired.kind is Kind.THRESHOLD:
        return f"{stretch} {lies} {side} the threshold of {bound}."
    return f"{weeks} weeks, {stretch}, {lies} {side} the target of {bound}."


def muted(mute: Mute) -> str:
    """Why a muted watch raises no alarm."""
    name = mute.person.name if mute.person else "Hoshin"
    return f"muted until {day(mute.until)} by {name}: {mute.reason}"[:300]


def metric_title(watch: Watch, catalogue: Catalogue) -> str:
    """The title of what is watched."""
    return catalogue.metric(watch.metric).title if catalogue.knows(watch.metric) else watch.metric


def about(watch: Watch, catalogue: Catalogue) -> str:
    """What is watched, with its scope."""
    words = watch.selection.words
    return f"{metric_title(watch, catalogue)}{f' ({words})' if words else ''}"


def threshold_words(watch: Watch, catalogue: Catalogue) -> str:
    """The threshold of a watch; empty where it has none."""
    found, metric = queries.threshold(watch), catalogue.metrics.get(watch.metric)
    if found is None or metric is None:
        return ""
    low = "" if found.lower is None else f"not below {amount(found.lower, metric.unit)}"
    high = "" if found.upper is None else f"not above {amount(found.upper, metric.unit)}"
    return ", ".join(filter(None, (low, high)))


def title(obligation: Obligation, catalogue: Catalogue) -> str:
    """What it is about, in a few words."""
    return metric_title(obligation.watch, catalogue)


def scope(obligation: Obligation) -> str:
    """Which part of the tickets it is about."""
    return obligation.watch.selection.words


def shown_amount(obligation: Obligation) -> str:
    """The amount of its newest week."""
    return amount(obligation.amount, obligation.unit)


def meaning_tone(obligation: Obligation) -> Tone:
    """What it means, as a tone; calm where the season explains it, as on the scorecard."""
    return Tone.NEUTRAL if obligation.held == SEASON else TONES[Meaning(obligation.meaning)]


def meaning_word(obligation: Obligation) -> str:
    """What it means, in the scorecard's words."""
    return f"{obligation.meaning}{SEASONAL if obligation.held == SEASON else ''}"


def course_words(obligation: Obligation) -> str:
    """When it began and first fired, and which week is its latest; empty where it has not gone on since it fired."""
    if obligation.newest_first == obligation.opened_for or obligation.newest_last < obligation.opened_on:
        return ""
    week = f" for the week from {day(obligation.opened_for)}" if obligation.opened_for else ""
    first = f"It began in the week from {day(obligation.began)}, and first fired on {day(obligation.opened_on)}{week}."
    return (
        f"{first} It has gone on since: the sentence above is of the latest week, from {day(obligation.newest_first)}."
    )


def due_words(obligation: Obligation) -> str:
    """By when it is to be answered; empty where it has no clock."""
    return f"by {day(obligation.due)}" if obligation.due else ""


def plain(obligation: Obligation, today: date) -> dict[str, object]:
    """An obligation as JSON values, in the form that scripts and webhooks rely on."""
    watch = obligation.watch
    answers = list(obligation.answers.all())
    newest = answers[-1] if answers else None
    return {
        "number": obligation.pk,
        "kind": obligation.kind,
        "metric": watch.metric,
        "scope": dict(watch.selection.where),
        "meaning": obligation.meaning,
        "words": obligation.words,
        "began": obligation.began.isoformat(),
        "newest_week": obligation.newest_first.isoformat(),
        "weeks": obligation.weeks,
        "amount": obligation.amount,
        "unit": obligation.unit,
        "n": obligation.n,
        "bound": obligation.bound,
        "state": obligation.state,
        "overdue": obligation.is_overdue(today),
        "opened_on": obligation.opened_on.isoformat(),
        "due": obligation.due.isoformat() if obligation.due else None,
        "held": obligation.held or None,
        "answer": {"cause": newest.cause, "sentence": newest.sentence} if newest else None,
        "generation": obligation.generation,
        "definition": obligation.definition,
    }
