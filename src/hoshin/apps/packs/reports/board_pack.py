"""The board pack: where we go, what was done about it, and how services perform, frozen in one snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hoshin.apps.accounts.queries import organisation_name
from hoshin.apps.portfolios.queries import Judged
from hoshin.apps.portfolios.reports import verdict
from hoshin.apps.reviews.reports import standings
from hoshin.apps.reviews.reports.standings import Row
from hoshin.apps.scorecards import queries as scorecards
from hoshin.apps.scorecards.reports import control, scorecard
from hoshin.apps.scorecards.reports.control import Course
from hoshin.apps.scorecards.selection import Selection
from hoshin.apps.strategy import queries as strategy
from hoshin.apps.strategy.beside_numbers import Kind
from hoshin.apps.strategy.models import Vision
from hoshin.apps.strategy.reports.progress import ObjectiveStanding
from hoshin.impact.standing import Place
from hoshin.pipeline.read import Reader
from hoshin.reporting.blocks import Block, Callout, Cell, Figure, Figures, Paragraph, Report, Section, Table, Tone
from hoshin.reporting.snapshot import PublishedReading, Snapshot
from hoshin.reporting.wording import amount, day

KEY_CHARTS = ("time_to_resolve_median", "resolution_sla_met_share", "reopen_share", "backlog")
"""The metrics that get a chart of their own; the table holds all."""


@dataclass(frozen=True)
class Gathered:
    """What a board pack is made of."""

    organisation: str
    vision: Vision | None
    objectives: tuple[ObjectiveStanding, ...]
    initiatives: tuple[Judged, ...]
    scorecard: scorecard.Gathered
    as_of: date
    standings: tuple[Row, ...]


def gather(reader: Reader, today: date) -> Gathered:
    """Read direction, verdicts and the scorecard as they stand."""
    selection = Selection().settled(reader.desks)
    everything = standings.gather(reader, today)
    return Gathered(
        organisation_name(),
        strategy.vision(),
        everything.objectives,
        tuple(each.judged for each in everything.initiatives),
        scorecard.gather(reader, selection, scorecards.targets(selection), scorecards.baselines(selection)),
        today,
        tuple(standings.compose(everything)),
    )


def compose(found: Gathered, title: str) -> Snapshot:
    """The snapshot that is frozen; every reading in it can be computed again."""
    published = [
        *(PublishedReading(found.scorecard.query, c.latest) for c in found.scorecard.courses if c.latest),
        *(
            PublishedReading(each.query, each.actual)
            for objective in found.objectives
            for each in objective.key_results
            if each.query and each.actual and each.actual.generation == found.scorecard.generation
        ),
    ]
    first, last = found.scorecard.covered
    sections = (
        _summary(found),
        *((_vision(found.vision),) if found.vision else ()),
        *((_objectives(found.objectives),) if found.objectives else ()),
        *((_shown(found.standings),) if any(row.shown for row in found.standings) else ()),
        *((_initiatives(found.initiatives, found.standings),) if found.initiatives else ()),
        *(verdict.section(each) for each in found.initiatives if each.verdict),
        *_services(found.scorecard),
        _definitions(found.scorecard),
    )
    period = f"tickets from {day(first)} to {day(last)}"
    source = f"Computed from generation {found.scorecard.generation}; {len(published)} readings can be computed again."
    return Snapshot(
        title=title,
        organisation=found.organisation,
        period=period,
        as_of=found.as_of,
        generation=found.scorecard.generation,
        readings=tuple(published),
        report=Report(title, found.organisation, sections, source),
    )


def _summary(found: Gathered) -> Section:
    """The page that a board member reads if they read only one."""
    green = sum(each.tone is Tone.GOOD for each in found.objectives)
    places = [each.standing.place for each in found.initiatives if each.standing]
    worked = sum(place in (Place.PROVEN, Place.LIKELY) for place in places)
    harmful = sum(place is Place.HARMFUL for place in places)
    says = scorecard.says(found.scorecard)
    blocks: list[Block] = []
    if found.objectives or places:
        blocks.append(
            Figures(
                (
                    Figure(
                        "Objectives on track",
                        f"{green} of {len(found.objectives)}",
                        "",
                        _share_tone(green, len(found.objectives)),
                    ),
                    Figure("Initiatives that worked", f"{worked} of {len(places)}", "proven or likely", Tone.NEUTRAL),
                    Figure("Initiatives that harm", str(harmful), "", Tone.BAD if harmful else Tone.NEUTRAL),
                )
            )
        )
    blocks.append(Callout(says.tone, says.title, says.text))
    blocks += [
        Callout(
            verdict.tone(each),
            f"{each.initiative.title}: {verdict.label(each).lower()}",
            f"Claimed: {verdict.claimed(each)}. Seen: {verdict.seen(each.verdict)}.",
        )
        for each in found.initiatives
        if each.verdict
    ]
    return Section("In one page", tuple(blocks))


def _share_tone(part: int, whole: int) -> Tone:
    if not whole:
        return Tone.UNKNOWN
    return Tone.GOOD if part == whole else Tone.WATCH if part else Tone.BAD


def _vision(vision: Vision) -> Section:
    return Section(
        "Where we want to be",
        (
            Paragraph(vision.statement, lead=True),
            Paragraph(f"By {vision.horizon}. Success means: {vision.success}"),
        ),
    )


def _objectives(found: tuple[ObjectiveStanding, ...]) -> Section:
    wholes = tuple(
        (
            Cell(each.objective.title),
            Cell(each.objective.owner.name if each.objective.owner else "nobody"),
            Cell(day(each.objective.last)),
            Cell(each.status, each.tone),
            Cell(f"{each.shown.status}, says {each.shown.who}" if each.shown else ""),
        )
        for each in found
    )
    rows = []
    for standing in found:
        objective = standing.objective
        if not standing.key_results:
            none = Cell(standing.status, standing.tone)
            rows.append((Cell(objective.title), Cell("none yet"), *(Cell("") for _ in range(4)), none))
        for each in standing.key_results:
            rows.append(
                (
                    Cell(objective.title),
                    Cell(each.key_result.title),
                    Cell(each.baseline_words, numeric=True),
                    Cell(each.actual_words, numeric=True),
                    Cell(each.target_words, numeric=True),
                    Cell(day(each.key_result.due)),
                    Cell(each.status, each.tone),
                )
            )
    columns = ("Objective", "Key result", "Baseline", "Now", "Target", "Due", "Status")
    return Section(
        "Where objectives stand",
        (
            Table("Objectives", ("Objective", "Owner", "Until", "Status", "Shown beside it"), wholes),
            Table("Key results", columns, tuple(rows)),
        ),
        "Status is derived: from progress against time, signals, check-ins, late promises. Now means four whole weeks.",
    )


def _shown(found: tuple[Row, ...]) -> Section:
    """What somebody shows instead of what the rule says: a board reads both."""
    rows = tuple(
        (
            Cell(row.title),
            Cell(row.shown.status, row.shown.status.tone),
            Cell(row.derived.status, row.derived.status.tone),
            Cell(row.shown.who),
            Cell(row.shown.reason),
            Cell(day(row.shown.until)),
        )
        for row in found
        if row.shown
    )
    columns = ("What", "Shown", "By the rule", "By", "Because", "Until")
    return Section(
        "What is shown instead of the rule", (Table("Overrides", columns, rows),), standings.melon(found).sentence
    )


def _initiatives(found: tuple[Judged, ...], standings: tuple[Row, ...]) -> Section:
    statuses = {row.pk: row.derived.status for row in standings if row.kind is Kind.INITIATIVE}
    rows = tuple(
        (
            Cell(each.initiative.title),
            Cell(_start(each.initiative.start, len({on for _, on in each.initiative.starts}))),
            Cell(verdict.claimed(each)),
            Cell(verdict.seen(each.verdict)),
            Cell(verdict.label(each), verdict.tone(each)),
            Cell(statuses[each.initiative.pk], statuses[each.initiative.pk].tone),
        )
        for each in found
    )
    return Section(
        "What initiatives claimed, and what they did",
        (Table("Initiatives", ("Initiative", "Start", "Claimed", "Seen", "Verdict", "Status"), rows),),
        "Claims were sealed before the start. Verdicts compare with groups outside of the scope, or that start later.",
    )


def _start(first: date, starts: int) -> str:
    return f"{day(first)}, and {starts - 1} later" if starts else day(first)


def _services(found: scorecard.Gathered) -> tuple[Section, ...]:
    by_key = {course.metric.key: course for course in found.courses}
    charts = tuple(
        Section(course.metric.title, (control.picture(course),), course.metric.question)
        for key in KEY_CHARTS
        if (course := by_key.get(key)) and course.value is not None
    )
    return (Section("How services perform", (_table(found),)), *charts)


def _in_order(found: scorecard.Gathered) -> list[Course]:
    """The courses in the order in which a leader asks."""
    order = [key for keys in scorecard.CHAPTERS.values() for key in keys]
    return sorted(found.courses, key=lambda c: order.index(c.metric.key) if c.metric.key in order else len(order))


def _table(found: scorecard.Gathered) -> Table:
    rows = []
    for course in _in_order(found):
        if course.silence:
            continue
        card = scorecard.card(course, found)
        usual = "" if course.control.centre is None else amount(course.control.centre, course.metric.unit)
        rows.append(
            (
                Cell(course.metric.title),
                Cell(card.amount, numeric=True),
                Cell(f"{card.n:,}", numeric=True),
                Cell(usual, numeric=True),
                Cell(card.target, numeric=True),
                Cell(card.word, card.tone),
            )
        )
    return Table("Scorecard", ("Metric", "Latest week", "Tickets", "Usual", "Target", "Signal"), tuple(rows))


def _definitions(found: scorecard.Gathered) -> Section:
    rows = tuple(
        (Cell(c.metric.title), Cell(c.metric.formula), Cell(c.metric.digest)) for c in _in_order(found) if not c.silence
    )
    return Section("What the numbers mean", (Table("Definitions", ("Metric", "Formula", "Definition"), rows),))
