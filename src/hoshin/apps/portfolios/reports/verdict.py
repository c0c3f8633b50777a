"""The verdict on one initiative as blocks: one sentence, the chart, claimed beside seen, and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from hoshin.apps.portfolios.models import Claim, Verdict
from hoshin.apps.portfolios.queries import Judged
from hoshin.apps.portfolios.reports import waiting
from hoshin.apps.portfolios.reports.as_sealed import departures
from hoshin.apps.portfolios.verdicts.said import Said
from hoshin.apps.strategy.scoping import plural
from hoshin.impact.effect import Interval
from hoshin.impact.guardrail import Guard
from hoshin.impact.staggered_verdict import BY_LOT
from hoshin.impact.standing import Place
from hoshin.impact.verdict import Course, VerdictKind
from hoshin.metrics.definition import Metric
from hoshin.metrics.query import Grain
from hoshin.reporting.blocks import (
    Band,
    Callout,
    Cell,
    Figure,
    Figures,
    LineChart,
    Marker,
    Section,
    Series,
    Table,
    Tone,
)
from hoshin.reporting.wording import MINUS, amount, day

TONES = {
    Place.PROVEN: Tone.GOOD,
    Place.LIKELY: Tone.GOOD,
    Place.MIXED: Tone.WATCH,
    Place.LAPSED: Tone.WATCH,
    Place.NO_VISIBLE_EFFECT: Tone.NEUTRAL,
    Place.HARMFUL: Tone.BAD,
    Place.CANNOT_TELL: Tone.UNKNOWN,
}
GUARDED = {Guard.HURT: Tone.BAD, Guard.DOUBTFUL: Tone.WATCH, Guard.HELD: Tone.GOOD, Guard.UNKNOWN: Tone.UNKNOWN}


def tone(judged: Judged) -> Tone:
    """The verdict as a tone; unknown without one, bad where somebody tampered with the claim."""
    if _broken(judged):
        return Tone.BAD
    return TONES[judged.standing.place] if judged.verdict and judged.standing else Tone.UNKNOWN


def _broken(judged: Judged) -> bool:
    return judged.integrity is not None and judged.integrity.broken


def label(judged: Judged) -> str:
    """The verdict in a word or two."""
    if _broken(judged):
        return "Seal broken"
    if waiting.is_early(judged):
        return waiting.LABEL
    if judged.verdict and judged.standing:
        return judged.standing.place.label
    return "Draft" if judged.claim is None else "No tickets"


def percent(change: float) -> str:
    """A relative change with its sign."""
    return f"{'+' if change > 0 else MINUS if change < 0 else ''}{abs(change) * 100:.0f} %"


def claimed(judged: Judged) -> str:
    """The claim that holds in words."""
    if judged.claim is None or judged.metric is None:
        return "nothing sealed"
    return claim_words(judged.claim, judged.metric)


def claim_words(claim: Claim, metric: Metric) -> str:
    """A claim on a metric in words."""
    return f"{metric.title} {claim.get_towards_display()} by {_exact(claim.size)} or more"


def _exact(size: float) -> str:
    """A claimed size as it was typed."""
    return f"{round(size * 100, 6):g} %"


def seen(verdict: Said | None) -> str:
    """What was seen, with its range."""
    return between(verdict.relative) if verdict and verdict.relative else "not known"


def between(found: Interval) -> str:
    """A relative change with its range."""
    return f"{percent(found.amount)} ({percent(found.low)} to {percent(found.high)})"


def callout(judged: Judged) -> Callout:
    """The one sentence on top."""
    if _broken(judged):
        return Callout(
            Tone.BAD,
            "The seal is broken.",
            "What is stored is not what was sealed, so nothing is judged. Restore the database from a backup.",
        )
    if judged.verdict is None:
        if judged.claim is None:
            return Callout(Tone.UNKNOWN, "Nothing has been claimed yet, so nothing can be judged.")
        return Callout(Tone.UNKNOWN, "There are no tickets of this desk to judge the claim by.")
    return Callout(tone(judged), label(judged), sentence(judged))


def sentence(judged: Judged) -> str:
    """What it did, for a board: the verdict, and what sets its standing apart from it. Empty without a verdict."""
    if judged.verdict is None:
        return ""
    said = waiting.why(judged) if waiting.is_early(judged) else judged.verdict.sentence
    return " ".join(filter(None, (said, judged.standing.why if judged.standing else "")))


def figures(judged: Judged, worth: Figure | None = None) -> Figures:
    """Claimed beside seen, and what it is worth."""
    claim, verdict = judged.claim, judged.verdict
    shown = [
        Figure("Claimed", f"{'+' if claim.towards == 'up' else MINUS}{_exact(claim.size)}", claimed(judged))
        if claim
        else Figure("Claimed", "–", claimed(judged))
    ]
    if verdict and verdict.relative:
        found = verdict.relative
        shown.append(
            Figure(
                "Seen", percent(found.amount), f"between {percent(found.low)} and {percent(found.high)}", tone(judged)
            )
        )
    else:
        shown.append(
            Figure("Seen", "not yet", f"earliest with tickets up to {day(waiting.told_by(judged))}", Tone.UNKNOWN)
            if waiting.is_early(judged)
            else Figure("Seen", "not known", verdict.detail if verdict else "", Tone.UNKNOWN)
        )
    if verdict and not waiting.is_early(judged):
        kind = plural(judged.initiative.dimension).lower()
        if verdict.estimator == BY_LOT:
            drawn = str(len(judged.initiative.starts))
            shown.append(Figure("Compared with", drawn, f"{kind}, by the order of the lot"))
        else:
            outside = "that had not started" if judged.initiative.starts else "outside its scope"
            shown.append(Figure("Compared with", str(len(verdict.used)), f"{kind} {outside}"))
    if worth and verdict and not waiting.is_early(judged):
        shown.append(worth)
    return Figures(tuple(shown))


def picture(judged: Judged) -> LineChart | None:
    """Observed against expected, with the range in which the usual variation lies."""
    verdict, metric = judged.verdict, judged.metric
    if verdict is None or metric is None or not verdict.course.periods:
        return None
    starts = sorted({on for _, on in judged.initiative.starts})
    return drawn(verdict.course, f"{metric.title} in its scope", metric.unit, starts=starts)


def drawn(
    course: Course,
    title: str,
    unit: str,
    *,
    starts: Sequence[date] = (),
    expected: str = "expected without the initiative",
) -> LineChart:
    """A course as a chart; ``expected`` names what would have been, ``starts`` are those of a roll-out."""
    weekly = course.grain is Grain.WEEK
    names = tuple(f"{p:%G-W%V}" if weekly else p.isoformat() for p in course.periods)
    markers = _markers(course, names, starts)
    known = any(each is not None for each in course.expected)
    return LineChart(
        title=title,
        unit=unit,
        categories=names,
        series=(
            Series("observed", course.observed),
            *((Series(expected, course.expected, "dashed"),) if known else ()),
        ),
        bands=(Band("usual variation", course.low, course.high),) if known else (),
        markers=markers,
        summary="Observed beside what the groups outside of the scope let expect; the band holds the usual variation."
        if known
        else "What was observed in all of them together; each numbered line is a start."
        if starts
        else "What was observed so far. What to expect without the initiative cannot be told yet.",
    )


def _markers(course: Course, names: tuple[str, ...], starts: Sequence[date]) -> tuple[Marker, ...]:
    """The start, or each start of a roll-out, at the first period that it has from beginning to end."""
    if not starts:
        return (Marker(names[course.start], "start"),) if course.start < len(names) else ()
    places = (sum(first < on for first in course.periods) for on in starts)
    return tuple(Marker(names[at], str(turn)) for turn, at in enumerate(places, 1) if at < len(names))


def comparison(verdict: Said) -> Table:
    """What lies outside the scope and did not serve as comparison, and why."""
    rows = [(Cell(each.name), Cell(each.why)) for each in verdict.left_out]
    return Table("Left out of the comparison", ("Name", "Why"), tuple(rows), "Nothing outside the scope was left out.")


def section(judged: Judged) -> Section:
    """The verdict as one section of a pack."""
    chart = picture(judged)
    note = f"Sealed on {day(judged.claim.at.date())}, seal {judged.claim.seal[:12]}." if judged.claim else ""
    blocks = (callout(judged), *((chart,) if chart else ()))
    return Section(judged.initiative.title, blocks, note)


def absolute(judged: Judged) -> str:
    """The effect in the metric's own unit; empty where nothing could be estimated."""
    verdict, metric = judged.verdict, judged.metric
    if verdict is None or metric is None or verdict.absolute is None:
        return ""
    unit, found = metric.unit, verdict.absolute
    middle, low, high = (amount(each, unit, signed=True) for each in (found.amount, found.low, found.high))
    return f"{middle} ({low} to {high})"


def plain(judged: Judged) -> dict[str, object]:
    """The verdict as plain values; relative changes are shares (-0.2 is a fifth less)."""
    claim, verdict = judged.claim, judged.verdict
    return {
        "initiative": judged.initiative.slug,
        "title": judged.initiative.title,
        "verdict": judged.standing.place.value if judged.standing else None,
        "by_itself": verdict.kind.value if verdict else None,
        "sentence": callout(judged).text or callout(judged).title,
        "reason": verdict.reason or None if verdict else None,
        "detail": verdict.detail if verdict else None,
        "claim": {"metric": claim.metric, "towards": claim.towards, "size": claim.size, "seal": claim.seal}
        if claim
        else None,
        "effect": asdict(verdict.relative) if verdict and verdict.relative else None,
        "absolute": asdict(verdict.absolute) if verdict and verdict.absolute else None,
        "p_value": verdict.p_value if verdict else None,
        "guardrails": {each.title: each.guard.value for each in judged.guarded},
        "checkpoints": {str(months): look.kind.value for months, look in judged.checkpoints},
        "worth": asdict(judged.worth) if judged.worth else None,
        "comparison": list(verdict.used) if verdict else [],
        "left_out": {each.name: each.why for each in verdict.left_out} if verdict else {},
        "design": verdict.estimator or None if verdict else None,
        "starts": {value: on.isoformat() for value, on in judged.initiative.starts},
        "by_group": {each.name: each.change for each in verdict.groups} if verdict else {},
        "since_start": list(verdict.since) if verdict else [],
        "not_as_sealed": departures(judged).note or None,
        "generation": judged.generation,
    }


def history(verdicts: Sequence[Verdict]) -> Table:
    """What was said before, newest first: by which tickets, and what was seen."""
    rows = tuple(
        (
            Cell(day(each.as_of)),
            Cell(VerdictKind(each.kind).label, TONES[Place(each.kind)]),
            Cell(
                between(Interval(each.relative, each.relative_low, each.relative_high))
                if each.relative is not None and each.relative_low is not None and each.relative_high is not None
                else "not known"
            ),
            Cell(each.generation),
        )
        for each in verdicts
    )
    return Table("How the verdict came about", ("Tickets up to", "Verdict", "Seen", "Generation"), rows)
