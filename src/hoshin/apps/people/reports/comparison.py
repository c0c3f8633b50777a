"""The desk's groups compared on one metric: a funnel as a picture, and a sentence. Gather, then compose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse

from hoshin.metrics.definition import Direction, Metric
from hoshin.metrics.query import MISSING, Grain, Query
from hoshin.metrics.result import Value
from hoshin.metrics.statistic import Share
from hoshin.pipeline.read import Reader
from hoshin.reporting.blocks import Tone
from hoshin.reporting.wording import day
from hoshin.signals.funnel import Cases, Compared, Funnel, Standing, funnel

YEAR = timedelta(days=364)
STEPS = 48
"""Points by which a limit is drawn."""
USUAL = "resolution_sla_met_share"


@dataclass(frozen=True)
class Dot:
    """One group in the picture: places from 0 to 100, left to right and top to bottom."""

    x: float
    y: float
    tone: Tone
    found: Compared
    words: str
    address: str


@dataclass(frozen=True)
class Picture:
    """The funnel: dots, limits and what chance alone would leave as lines of "x,y" points, and ticks of both axes."""

    dots: tuple[Dot, ...]
    near: tuple[str, str]
    far: tuple[str, str]
    chance: tuple[str, str]
    middle: float
    across: tuple[tuple[float, str], ...]
    up: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class Comparison:
    """The page: sentence first, then the picture; ``notes`` say what was done to be fair."""

    metric: Metric
    sentence: str
    picture: Picture
    notes: tuple[str, ...]
    days: str


def comparable(metrics: Sequence[Metric]) -> list[Metric]:
    """The metrics by which groups can be compared: shares of tickets that have a better and a worse."""
    return [
        each
        for each in metrics
        if isinstance(each.statistic, Share) and each.direction in (Direction.HIGHER, Direction.LOWER)
    ]


def gather(reader: Reader, metric: Metric, desk: str) -> tuple[list[Cases], Query]:
    """The cases of the last year by group, and by priority and service as their kind; and the question without them."""
    where = (("desk", desk),) if desk else ()
    first, last = reader.coverage(where)
    whole = Query(Grain.ALL, None, max(first, last - YEAR), last - timedelta(days=1), where)
    found = []
    for priority in reader.values("priority", where):
        word = MISSING if priority is None else priority
        asked = Query(Grain.ALL, "group", whole.first, whole.last, (*where, ("priority", word)), "service")
        for reading in reader.read([metric.key], asked):
            result = reading.result
            group, service = (value for _, value in reading.scope[-2:])
            if isinstance(result, Value) and group is not None:
                found.append(Cases(group, (word, service), round(result.amount * result.n, 6), result.n))
    return found, whole


def compose(metric: Metric, cases: Sequence[Cases], asked: Query) -> Comparison | None:
    """The comparison; None where no group is large enough to be shown."""
    found = funnel(cases)
    if found is None:
        return None
    days = f"{day(asked.first)} to {day(asked.last)}" if asked.first and asked.last else ""
    return Comparison(metric, _sentence(metric, found), _picture(metric, found, asked), _notes(found), days)


def tone(metric: Metric, each: Compared) -> Tone:
    """Better or worse than chance explains; near the edge is worth a look, and no more."""
    if each.standing is Standing.WITHIN:
        return Tone.NEUTRAL
    if each.standing in (Standing.HIGH, Standing.LOW):
        return Tone.WATCH
    better = (each.standing is Standing.BEYOND_HIGH) == (metric.direction is Direction.HIGHER)
    return Tone.GOOD if better else Tone.BAD


def _sentence(metric: Metric, found: Funnel) -> str:
    names = {kind: [e.group for e in found.groups if tone(metric, e) is kind] for kind in (Tone.GOOD, Tone.BAD)}
    rest = len(found.groups) - len(names[Tone.GOOD]) - len(names[Tone.BAD])
    usual = "chance, their tickets and what usually lies between groups explain"
    explained = usual if found.between > 0 else "chance and their tickets explain"
    parts = [f"{rest} of {len(found.groups)} groups differ no more than {explained}"]
    if names[Tone.BAD]:
        parts.append(f"{_listed(names[Tone.BAD])} {'is' if len(names[Tone.BAD]) == 1 else 'are'} worse than that")
    if names[Tone.GOOD]:
        parts.append(f"{_listed(names[Tone.GOOD])} {'is' if len(names[Tone.GOOD]) == 1 else 'are'} better")
    return f"{'; '.join(parts)}."


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _notes(found: Funnel) -> tuple[str, ...]:
    notes = [
        "Each group is held against what all groups together reach on tickets of the same priority and service, so "
        "that hard tickets are nobody’s fault."
    ]
    if found.between > 0:
        notes.append(
            "Groups differ more than chance alone makes them, for reasons that no ticket names. The limits are widened "
            f"by that: about {100 * found.between:.1f} of 100 tickets either way."
        )
    elif not found.told:
        notes.append("Too few groups to tell whether they differ by nature: the limits are those of chance.")
    if found.left_out:
        notes.append(f"{found.left_out} more with too few tickets are not shown: they could be one person.")
    return tuple(notes)


def _picture(metric: Metric, found: Funnel, asked: Query) -> Picture:
    widest = max(each.size for each in found.groups) * 1.05
    narrow = min(each.size for each in found.groups) * 0.6
    tallest = max(found.limits(narrow)[1] * 0.8, *(abs(each.difference) for each in found.groups)) * 1.1

    def x(size: float) -> float:
        return round(100 * size / widest, 2)

    def y(difference: float) -> float:
        return round(50 - 50 * min(max(difference / tallest, -1), 1), 2)

    sizes = [narrow + (widest - narrow) * (i / STEPS) ** 2 for i in range(STEPS + 1)]

    def both(limit: Callable[[float], float]) -> tuple[str, str]:
        upper, lower = (" ".join(f"{x(size)},{y(sign * limit(size))}" for size in sizes) for sign in (1, -1))
        return upper, lower

    step = next(each for each in (0.02, 0.05, 0.1, 0.2, 0.5) if tallest / each <= 4 or each == 0.5)
    marks = [number * step for number in range(-int(tallest / step), int(tallest / step) + 1)]
    tick = _round(widest / 4)
    return Picture(
        tuple(
            Dot(x(each.size), y(each.difference), tone(metric, each), each, _words(each), _address(metric, each, asked))
            for each in sorted(found.groups, key=lambda each: each.difference)
        ),
        both(lambda size: found.limits(size)[0]),
        both(lambda size: found.limits(size)[1]),
        both(found.by_chance),
        y(0.0),
        tuple((x(tick * i), f"{tick * i:,}") for i in range(1, 5) if tick * i < widest * 0.97),
        tuple(
            (y(mark), "as expected" if abs(mark) < 1e-9 else f"{100 * mark:+.0f}".replace("-", "−")) for mark in marks
        ),
    )


def _round(size: float) -> int:
    unit = int(f"1{'0' * (len(str(int(size))) - 1)}")
    return max(int(size / unit), 1) * unit


def _words(each: Compared) -> str:
    more = "more" if each.difference >= 0 else "fewer"
    return (
        f"{100 * each.observed:.0f} of 100, {100 * each.expected:.0f} expected with its tickets: "
        f"{abs(100 * each.difference):.1f} {more}"
    )


def _address(metric: Metric, each: Compared, asked: Query) -> str:
    where = [("where", f"{dimension}={value}") for dimension, value in (*asked.where, ("group", each.group))]
    stretch = [(name, str(on)) for name, on in (("from", asked.first), ("to", asked.last)) if on]
    return f"{reverse('scorecards:tickets', args=[metric.key])}?{urlencode([*stretch, *where])}"
