"""What came of a decision: what was expected of it, beside what its number or its initiative's verdict says now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.urls import reverse

from hoshin.apps.accounts.confidence import Eyes, Onlooker, sees
from hoshin.apps.portfolios import queries as portfolios
from hoshin.apps.portfolios.queries import Judged
from hoshin.apps.portfolios.reports import verdict
from hoshin.apps.reviews.models import Decision, Result
from hoshin.apps.strategy.level import level, level_words
from hoshin.apps.strategy.reports import progress
from hoshin.apps.strategy.reports.progress import RECENT, Standing
from hoshin.metrics.result import Reading, Value
from hoshin.pipeline.read import Reader
from hoshin.reporting.blocks import Tone
from hoshin.reporting.wording import day

TONES = {
    Result.AS_EXPECTED: Tone.GOOD,
    Result.PARTLY: Tone.WATCH,
    Result.NOT: Tone.BAD,
    Result.CANNOT_TELL: Tone.UNKNOWN,
}


@dataclass(frozen=True)
class Seen:
    """What is known now of what a decision was to bring: in words, as a tone, and where it can be read."""

    words: str
    tone: Tone
    word: str
    href: str = ""


@dataclass(frozen=True)
class Gathered:
    """The number and the verdict that a decision named."""

    decision: Decision
    standing: Standing | None
    judged: Judged | None
    then: Reading | None = None


@dataclass(frozen=True)
class Course:
    """The number of a decision's key result then and now, in words; ``then_on`` ends the four weeks that are then."""

    title: str
    then: str
    now: str
    wanted: str
    then_on: date
    tone: Tone
    href: str


def gather(reader: Reader | None, found: Decision, today: date, onlooker: Onlooker = Eyes.EVERYBODY) -> Gathered:
    """Read the number and the verdict, as far as the decision names them and the onlooker sees them."""
    standing = then = None
    if found.key_result and sees(onlooker, found.key_result.objective):
        [objective] = progress.gather(reader, [found.key_result.objective], today)
        standing = next((each for each in objective.key_results if each.key_result.pk == found.key_result_id), None)
        then = _then(reader, standing, found.on) if standing else None
    judged = None
    if found.initiative_id:
        of = portfolios.initiatives(onlooker).filter(pk=found.initiative_id)
        judged = next(iter(portfolios.judged(reader, of)), None)
    return Gathered(found, standing, judged, then)


def _then(reader: Reader | None, standing: Standing, on: date) -> Reading | None:
    """What the metric read over the four weeks before the day of the decision; None where the tickets do not say."""
    if reader is None or standing.query is None:
        return None
    last = on - timedelta(days=1)
    query = replace(standing.query, first=last - RECENT + timedelta(days=1), last=last)
    [reading] = reader.read([standing.metric.key], query)
    return reading if reading.complete and isinstance(reading.result, Value) else None


def course(found: Gathered) -> Course | None:
    """The number when it was decided, now, and as it is wanted; None where a decision names no key result."""
    if found.standing is None:
        return None
    standing, then = found.standing, found.then
    words = "no data"
    if then and isinstance(then.result, Value):
        words = level_words(
            standing.metric, level(standing.metric, then.result.amount, then.period.first, then.period.last)
        )
    return Course(
        standing.key_result.title,
        words,
        standing.actual_words,
        standing.target_words,
        found.decision.on - timedelta(days=1),
        standing.tone,
        reverse("strategy:key-result", args=[standing.key_result.pk]),
    )


def compose(found: Gathered) -> list[Seen]:
    """What is seen now; empty where the decision names neither number nor initiative."""
    seen = []
    if found.judged:
        each = found.judged
        href = reverse("portfolios:initiative", args=[each.initiative.slug])
        words = f"{each.initiative.title}: claimed {verdict.claimed(each)}; {verdict.sentence(each)}"
        seen.append(Seen(words, verdict.tone(each), verdict.label(each).lower(), href))
    if found.standing:
        number = found.standing
        href = reverse("strategy:objective", args=[number.key_result.objective_id])
        words = (
            f"{number.key_result.title}: {number.baseline_words} at first, {then(found)}{number.actual_words} now, "
            f"{number.target_words} wanted by {day(number.key_result.due)}. {number.why}"
        )
        seen.append(Seen(words, number.tone, number.status, href))
    return seen


def then(found: Gathered) -> str:
    """The number when it was decided, for a sentence; empty where the tickets do not say."""
    then = course(found)
    return f"{then.then} when it was decided, " if then and found.then else ""


def words(seen: list[Seen]) -> str:
    """What is seen, as it is kept beside an outcome."""
    return " ".join(f"{each.word.capitalize()}. {each.words}" for each in seen)
