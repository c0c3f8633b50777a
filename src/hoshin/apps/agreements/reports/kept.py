"""How agreements are kept: one sentence, a picture week by week, and a line for each agreement."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from hoshin.apps.agreements.choice import Choice
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import SMALL, Reading, Value
from hoshin.pipeline.service_levels import ServiceLevels
from hoshin.reporting.blocks import Callout, LineChart, Series, Tone
from hoshin.reporting.wording import amount
from hoshin.service_levels.agreement import Agreement, Clock
from hoshin.service_levels.basis import Basis
from hoshin.service_levels.book_file import digest
from hoshin.service_levels.durations import words
from hoshin.service_levels.standing import Part, Standing

DONE = {Clock.RESPONSE: "responded to", Clock.RESOLUTION: "resolved"}
WORST = 2
"""Agreements that the sentence names."""


@dataclass(frozen=True)
class Kept:
    """How the agreements on one clock are kept in a stretch of time.

    ``computed`` and ``desk`` are the weeks' readings by the clocks and by the desk's own flag, in step; ``weeks`` holds
    for each agreement (by place in the book) and Monday how many clocks were kept and how many were not.
    """

    choice: Choice
    query: Query
    standings: tuple[Standing, ...]
    places: tuple[int, ...]
    computed: tuple[Reading, ...]
    desk: tuple[Reading, ...]
    weeks: dict[int, dict[date, tuple[int, int]]]
    covered: tuple[date, date]
    generation: str


@dataclass(frozen=True)
class Bar:
    """An agreement as a line of the page: parts of the bar in per cent of its width, counts with their addresses."""

    agreement: Agreement
    place: int
    promise: str
    scope: str
    share: str
    n: int
    met: float
    unsure: float
    breached: float
    late_from: float
    counts: tuple[tuple[str, int, str], ...]
    few: bool
    chart: LineChart | None


def gather(levels: ServiceLevels, choice: Choice) -> Kept:
    """Read how the chosen clock's agreements stand; remembered for whoever asks the same."""

    def work() -> bytes:
        covered = levels.reader.coverage(choice.where)
        query = choice.query(covered)
        whole = Query(Grain.ALL, None, query.first, query.last, query.where)
        standings = levels.standing(choice.clock, whole)
        return pickle.dumps(
            Kept(
                choice,
                whole,
                tuple(standings),
                tuple(levels.book.agreements.index(each.agreement) for each in standings),
                tuple(levels.read(choice.clock, Basis.COMPUTED, query)),
                tuple(levels.read(choice.clock, Basis.DESK, query)),
                levels.weekly(choice.clock, whole),
                covered,
                levels.reader.generation,
            ),
            pickle.HIGHEST_PROTOCOL,
        )

    question = ("how agreements are kept", digest(levels.book), choice)
    found: Kept = pickle.loads(levels.reader.kept(question, work))  # noqa: S301 our own folder, written by us alone
    return found


def says(kept: Kept) -> Callout:
    """The one sentence that a leader should leave with."""
    met, n = sum(each.met for each in kept.standings), sum(each.n for each in kept.standings)
    late, unsure = sum(each.overdue for each in kept.standings), sum(each.unsure for each in kept.standings)
    if not kept.standings:
        return Callout(
            Tone.UNKNOWN,
            f"Nothing is agreed on {kept.choice.clock.value}.",
            "Add an agreement on this clock, or look at the other one above.",
        )
    if not n:
        return Callout(
            Tone.UNKNOWN,
            f"No ticket under these agreements was {DONE[kept.choice.clock]} in this stretch.",
            "Choose a longer one above.",
        )
    judged = [each for each in kept.standings if each.n >= SMALL]
    worst = sorted(judged, key=lambda each: (each.share or 0, each.agreement.name))[:WORST]
    parts = []
    if len(judged) > 1:
        parts.append(
            "Least kept: " + ", ".join(f"{each.agreement.name} ({amount(each.share or 0, 'share')})" for each in worst)
        )
    if late:
        parts.append(f"{late:,} open {'ticket is' if late == 1 else 'tickets are'} late already")
    if unsure:
        parts.append(f"{unsure:,} of the breaches are unsure, as their pauses are not known")
    text = "; ".join(parts)
    return Callout(
        Tone.NEUTRAL,
        f"{amount(met / n, 'share')} of {n:,} tickets were {DONE[kept.choice.clock]} in time.",
        f"{text}." if text else "",
    )


def picture(kept: Kept) -> LineChart:
    """The share in time week by week: by the agreements, and by the desk's own flag where it gives one."""
    whole = [reading.complete for reading in kept.computed]
    computed = tuple(_share(reading) for reading, there in zip(kept.computed, whole, strict=True) if there)
    flags = {reading.period.label: _share(reading) for reading in kept.desk}
    labels = tuple(reading.period.label for reading, there in zip(kept.computed, whole, strict=True) if there)
    desk = tuple(flags.get(label) for label in labels)
    series = [Series("by the agreements", computed)]
    if any(value is not None for value in desk):
        series.append(Series("by the desk's own flag", desk, "dashed"))
    known = [value for value in computed if value is not None]
    summary = (
        f"Between {amount(min(known), 'share')} and {amount(max(known), 'share')} of a week's tickets were "
        f"{DONE[kept.choice.clock]} in time by the agreements."
        if known
        else "No week of this stretch has a verdict."
    )
    return LineChart("In time, week by week", "share", labels, tuple(series), summary=summary)


def bars(kept: Kept) -> list[Bar]:
    """A line for each agreement, in their order."""
    return [_bar(kept, place, each) for place, each in zip(kept.places, kept.standings, strict=True)]


def _bar(kept: Kept, place: int, standing: Standing) -> Bar:
    agreement, n = standing.agreement, standing.n
    counts = [
        (words_, getattr(standing, part.value), tickets_address(kept.choice, place, part))
        for part, words_ in PARTS.items()
    ]
    parts = [standing.met, standing.unsure, standing.breached - standing.unsure]
    met, unsure, breached = (round(100 * part / n, 2) if n else 0.0 for part in parts)
    return Bar(
        agreement,
        place + 1,
        f"{words(agreement.target)} of {agreement.calendar}",
        scope_words(agreement),
        amount(standing.share, "share") if standing.share is not None else "no data",
        n,
        met,
        unsure,
        breached,
        round(met + unsure, 2),
        tuple(counts),
        0 < n < SMALL,
        _course(kept, place, agreement) if n else None,
    )


PARTS = {
    Part.MET: "in time",
    Part.BREACHED: "late",
    Part.UNSURE: "of these unsure",
    Part.RUNNING: "running",
    Part.PAUSED: "paused",
    Part.OVERDUE: "open and late",
    Part.UNKNOWN: "cannot be told",
}
"""The counts that are shown, in their order; cancelled tickets have no verdict."""


def scope_words(agreement: Agreement) -> str:
    """For which tickets an agreement holds, and when, in words."""
    said: dict[str, list[str]] = {}
    for dimension, value in agreement.where:
        said.setdefault(dimension.replace("_", " "), []).append(value)
    scope = ", ".join(f"{dimension} {' or '.join(values)}" for dimension, values in said.items()) or "every ticket"
    since = f" opened from {agreement.first}" if agreement.first else ""
    until = f"{' opened' if not since else ''} until {agreement.last}" if agreement.last else ""
    return f"{scope}{since}{until}"


def tickets_address(choice: Choice, place: int, part: Part) -> str:
    """Where the clocks behind a count are listed."""
    return f"{reverse('agreements:tickets')}?{choice.address(agreement=str(place + 1), part=part.value)}"


def _course(kept: Kept, place: int, agreement: Agreement) -> LineChart:
    found = kept.weeks.get(place, {})
    mondays = [reading.period.first for reading in kept.computed if reading.complete]
    mondays = [day - timedelta(days=day.weekday()) for day in mondays]
    values = tuple(found[day][0] / sum(found[day]) if day in found else None for day in mondays)
    return LineChart(
        agreement.name,
        "share",
        tuple(day.isoformat() for day in mondays),
        (Series("in time", values),),
        summary=f"Share in time by week, {agreement.name}",
    )


def _share(reading: Reading) -> float | None:
    return reading.result.amount if isinstance(reading.result, Value) else None
