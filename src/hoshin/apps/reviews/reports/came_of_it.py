"""What came of a decision: what was expected of it, beside what its number or its initiative's verdict says now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from hoshin.apps.accounts.confidence import Eyes, Onlooker, sees
from hoshin.apps.portfolios import queries as portfolios
from hoshin.apps.portfolios.queries import Judged
from hoshin.apps.portfolios.reports import verdict
from hoshin.apps.reviews.models import Decision, Result
from hoshin.apps.strategy.reports import progress
from hoshin.apps.strategy.reports.progress import Standing
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


def gather(reader: Reader | None, found: Decision, today: date, onlooker: Onlooker = Eyes.EVERYBODY) -> Gathered:
    """Read the number and the verdict, as far as the decision names them and the onlooker sees them."""
    standing = None
    if found.key_result and sees(onlooker, found.key_result.objective):
        [objective] = progress.gather(reader, [found.key_result.objective], today)
        standing = next((each for each in objective.key_results if each.key_result.pk == found.key_result_id), None)
    judged = None
    if found.initiative_id:
        of = portfolios.initiatives(onlooker).filter(pk=found.initiative_id)
        judged = next(iter(portfolios.judged(reader, of)), None)
    return Gathered(found, standing, judged)


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
            f"{number.key_result.title}: {number.baseline_words} at first, {number.actual_words} now, "
            f"{number.target_words} wanted by {day(number.key_result.due)}. {number.why}"
        )
        seen.append(Seen(words, number.tone, number.status, href))
    return seen


def words(seen: list[Seen]) -> str:
    """What is seen, as it is kept beside an outcome."""
    return " ".join(f"{each.word.capitalize()}. {each.words}" for each in seen)
