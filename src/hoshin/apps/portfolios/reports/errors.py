"""How often Hoshin would err on a desk, as a page, a line beside a verdict, and plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from hoshin.apps.portfolios.models import ErrorCheck
from hoshin.apps.portfolios.queries.error_checks import Found, Standing, Subject, errs, title
from hoshin.apps.portfolios.reports.verdict import percent
from hoshin.impact.chance import PROMISED, too_many
from hoshin.impact.placebo_starts import Tally, Tried
from hoshin.metrics.query import Grain
from hoshin.reporting.blocks import Callout, Cell, Table, Tone
from hoshin.reporting.wording import day, dimension_words

FEW = 20
"""Fewer separate starts than this say little: one in twenty would be less than one."""

MOSTLY = 3
"""Fewer false effects than this in one group are no pattern."""


@dataclass(frozen=True)
class Bar:
    """One way to judge: what it called of all starts. ``end`` is its place on the axis, from 0 to 100."""

    name: str
    called: int
    share: str
    end: float
    tone: Tone


@dataclass(frozen=True)
class Picture:
    """Hoshin beside before and after on one axis; places go from 0 to 100, left to right.

    ``promised`` is one in twenty; up to ``chance`` a share may be chance. ``ticks`` are (place, label).
    """

    bars: tuple[Bar, ...]
    promised: float
    chance: float
    ticks: tuple[tuple[float, str], ...]
    words: str


@dataclass(frozen=True)
class Errors:
    """The page of a subject that was worked out. ``picture`` is None where nothing could be judged."""

    callout: Callout
    cautions: tuple[str, ...]
    picture: Picture | None
    groups: Table
    called: Table
    untold: Table


def address(subject: Subject, page: str = "portfolios:errors", **more: str) -> str:
    """Where a page of the subject is."""
    asked = {"metric": subject.metric, "by": subject.dimension, "desk": subject.desk, **more}
    return f"{reverse(page)}?{urlencode({name: value for name, value in asked.items() if value})}"


def name(subject: Subject) -> str:
    """The subject in words."""
    desk = f", {subject.desk}" if subject.desk else ""
    return f"{title(subject)} by {dimension_words(subject.dimension)}{desk}"


def line(check: ErrorCheck) -> str:
    """The measured figure in one sentence, to stand beside a verdict."""
    return f"On this desk, {counted(check)} called an effect."


def counted(check: ErrorCheck) -> str:
    """How many starts were called, as the beginning of a sentence that goes on with "called"."""
    were = "was" if check.called == 1 else "were"
    return f"{check.called or 'none'} of {check.judged:,} starts where nothing was done {were}"


def warning(check: ErrorCheck, metric: str) -> str:
    """What to make of verdicts where more is called an effect than promised; empty where it is not."""
    if not errs(check):
        return ""
    return (
        f"Verdicts on {metric.lower()} are less certain here. One in twenty is promised; {share(check)} is more than "
        "chance explains. Take a verdict on it as a hint, and look at its picture before you act on it."
    )


def share(check: ErrorCheck) -> str:
    """The share of starts that were called an effect."""
    return _share(check.called / check.judged) if check.judged else "–"


def compose(subject: Subject, check: ErrorCheck, found: Found) -> Errors:
    """The page of a check that was worked out."""
    rate = found.rate
    metric = title(subject)
    groups = tuple(
        (
            Cell(group),
            Cell(f"{each.judged:,}", numeric=True),
            Cell(_of(each.called, each.rate), numeric=True),
            Cell(_of(each.before_after, each.before_after_rate), numeric=True),
            Cell(f"{each.untold:,}" if each.untold else "–", numeric=True),
        )
        for group, each in sorted(rate.by_group.items(), key=lambda pair: (-pair[1].called, pair[0]))
    )
    called = sorted((each for each in found.tried if each.called), key=lambda each: (each.group, each.start))
    return Errors(
        callout=_callout(check, found, metric),
        cautions=_cautions(check, found) if check.judged else (),
        picture=_picture(check) if check.judged else None,
        groups=Table(
            f"By {dimension_words(subject.dimension)}",
            (
                dimension_words(subject.dimension).capitalize(),
                "Starts",
                "Hoshin called",
                "Before and after called",
                "Could not be told",
            ),
            groups,
            "No start could be tried.",
        ),
        called=Table(
            "Called an effect where nothing was done",
            (dimension_words(subject.dimension).capitalize(), "Start", "What was called", "Before and after"),
            tuple(_called(subject, each) for each in called),
            "Hoshin called no effect at any start where nothing was done.",
        ),
        untold=Table(
            "What could not be told",
            ("Reason", "Starts"),
            tuple((Cell(_sentence_case(why)), Cell(f"{many:,}", numeric=True)) for why, many in found.untold),
            "Everything that was tried could be told.",
        ),
    )


def _callout(check: ErrorCheck, found: Found, metric: str) -> Callout:
    if not check.judged:
        return Callout(Tone.UNKNOWN, "It cannot be told yet.", found.sentence)
    theirs = f"{check.before_after:,} by comparing before with after"
    text = f"On this desk, {counted(check)} called an effect by Hoshin, and {theirs}."
    if errs(check):
        return Callout(Tone.WATCH, f"Verdicts on {metric.lower()} are less certain here than promised.", text)
    if check.apart < FEW:
        return Callout(Tone.UNKNOWN, "The history is too short to be sure.", text)
    if check.called <= PROMISED * check.judged:
        return Callout(Tone.GOOD, "No more than promised.", text)
    return Callout(Tone.NEUTRAL, "A little more than promised, but no more than chance explains.", text)


def _cautions(check: ErrorCheck, found: Found) -> tuple[str, ...]:
    length = f"{found.after} {'working days' if found.grain is Grain.DAY else 'weeks'}"
    few = " So the share may be off by a lot." if check.apart < FEW else ""
    said = [
        f"One in twenty is promised: {PROMISED * check.judged:,.0f} of {check.judged:,}.",
        f"Each start was judged over {length}. Starts next to each other share most of their time: all together are "
        f"worth about {check.apart} separate ones. Among so few, chance alone can bring the share to nearly "
        f"{_share(too_many(check.apart))}.{few}",
    ]
    groups = found.rate.by_group
    worst = max(groups, key=lambda name: groups[name].called, default="")
    if worst and groups[worst].called >= MOSTLY and 2 * groups[worst].called > check.called:
        said.append(
            f"{groups[worst].called} of the {check.called} lie in {worst}: perhaps something happened there that "
            "nobody recorded. Then it was no error."
        )
    if found.elsewhere:
        act = "initiative acts" if found.elsewhere == 1 else "initiatives act"
        said.append(f"{found.elsewhere} {act} in something else than these groups; what they changed is not left out.")
    return tuple(said)


def _picture(check: ErrorCheck) -> Picture:
    ours, theirs = check.called / check.judged, check.before_after / check.judged
    chance = too_many(check.apart)
    widest = min(1.0, max(ours, theirs, chance, 2 * PROMISED) * 1.08)

    def place(value: float) -> float:
        return round(100 * value / widest, 2)

    step = next(step for step in (0.05, 0.1, 0.2, 0.25) if widest / step <= 5 or step == 0.25)
    ticks = tuple((place(step * number), f"{step * number * 100:.0f} %") for number in range(int(widest / step) + 1))
    tone = Tone.WATCH if errs(check) else Tone.GOOD if ours <= PROMISED else Tone.NEUTRAL
    return Picture(
        bars=(
            Bar("Hoshin", check.called, _share(ours), place(ours), tone),
            Bar("Before and after", check.before_after, _share(theirs), place(theirs), Tone.UNKNOWN),
        ),
        promised=place(PROMISED),
        chance=place(chance),
        ticks=ticks,
        words=f"Hoshin {_share(ours)}, before and after {_share(theirs)}, promised {_share(PROMISED)}; up to "
        f"{_share(chance)} chance alone can explain",
    )


def _called(subject: Subject, each: Tried) -> tuple[Cell, ...]:
    href = address(subject, "portfolios:error-start", group=each.group, start=each.start.isoformat())
    return (
        Cell(each.group, href=href),
        Cell(day(each.start)),
        Cell(change_words(each.change)),
        Cell("called it too" if each.before_after else "called nothing"),
    )


def change_words(change: float | None) -> str:
    """What was called at a start, in words.

    >>> change_words(-0.231), change_words(None)
    ('fell by 23 %', 'a change')
    """
    if change is None:
        return "a change"
    return f"{'rose' if change > 0 else 'fell'} by {percent(abs(change)).lstrip('+')}"


def _of(called: int, rate: float | None) -> str:
    return "–" if rate is None else f"{called:,} ({rate * 100:.0f} %)"


def _share(rate: float) -> str:
    return f"{rate * 100:.1f} %"


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def plain(known: Standing, found: Found | None) -> dict[str, object]:
    """What is known of a subject as plain values; shares run from 0 to 1."""
    check, now = known.shown, known.current
    said: dict[str, object] = {
        "metric": known.subject.metric,
        "by": known.subject.dimension,
        "desk": known.subject.desk or None,
        "state": now.state if now else "not asked",
        "why": (now.why or None) if now else None,
        "generation": check.generation if check else None,
    }
    if check is None or found is None:
        return said
    rate = found.rate
    return said | {
        "sentence": _callout(check, found, title(known.subject)).text,
        "grain": str(found.grain),
        "periods": found.periods,
        "first": _iso(found.first),
        "last": _iso(found.last),
        "after": found.after,
        "possible": found.possible,
        "apart": found.apart,
        **tally(rate.total),
        "promised_rate": PROMISED,
        "beyond_chance_from_rate": too_many(found.apart),
        "beyond_chance": errs(check),
        "reasons": dict(found.untold),
        "groups": {group: tally(each) for group, each in rate.by_group.items()},
        "called": [
            {
                "group": each.group,
                "start": each.start.isoformat(),
                "change": each.change,
                "before_after": each.before_after,
            }
            for each in found.tried
            if each.called
        ],
    }


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def tally(found: Tally) -> dict[str, object]:
    """Counts and shares of starts as plain values."""
    return {
        "starts": found.judged,
        "false_effects": found.called,
        "false_rate": found.rate,
        "before_after_false_effects": found.before_after,
        "before_after_false_rate": found.before_after_rate,
        "cannot_tell": found.untold,
    }
