"""The minutes of a review: gathered when it is closed, and composed into the snapshot that is frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hoshin.apps.accounts.queries import organisation_name
from hoshin.apps.reviews.models import AgendaItem, Commitment, Decision, Outcome, Result, Review
from hoshin.apps.reviews.reports.came_of_it import TONES
from hoshin.reporting.blocks import Block, Callout, Cell, Figure, Figures, Paragraph, Report, Section, Table, Tone
from hoshin.reporting.snapshot import Snapshot
from hoshin.reporting.wording import day


@dataclass(frozen=True)
class Gathered:
    """All that a review came to."""

    review: Review
    organisation: str
    chair: str
    present: tuple[str, ...]
    items: tuple[AgendaItem, ...]
    dropped: tuple[AgendaItem, ...]
    decisions: tuple[Decision, ...]
    outcomes: tuple[Outcome, ...]
    commitments: tuple[Commitment, ...]
    closed_on: date


def gather(review: Review, today: date) -> Gathered:
    """Read agenda, notes, decisions, outcomes and commitments of a review."""
    items = list(review.items.all())
    return Gathered(
        review,
        organisation_name(),
        review.forum.chair.name if review.forum.chair else "",
        tuple(review.present.values_list("name", flat=True)),
        tuple(each for each in items if not each.dropped),
        tuple(each for each in items if each.dropped),
        tuple(review.decisions.select_related("person").prefetch_related("options").order_by("pk")),
        tuple(review.outcomes.select_related("decision")),
        tuple(review.commitments.select_related("owner").order_by("due", "pk")),
        today,
    )


def compose(found: Gathered) -> Snapshot:
    """The minutes as they are frozen: decisions and promises first, then what was talked about."""
    title = f"{found.review.forum.name}, {day(found.review.on)}"
    sections = (
        _short(found),
        *((_decisions(found.decisions),) if found.decisions else ()),
        *((_outcomes(found.outcomes),) if found.outcomes else ()),
        *((_commitments(found.commitments),) if found.commitments else ()),
        *((_talked(found.items),) if found.items else ()),
        *((_dropped(found.dropped),) if found.dropped else ()),
    )
    period = f"{day(found.review.since)} to {day(found.review.on)}"
    return Snapshot(
        title=f"Minutes: {title}",
        organisation=found.organisation,
        period=period,
        as_of=found.review.on,
        generation=None,
        readings=(),
        report=Report(f"Minutes: {title}", found.review.forum.purpose, sections, f"{title}: minutes"),
    )


def _short(found: Gathered) -> Section:
    figures = Figures(
        (
            Figure("Decisions", str(len(found.decisions))),
            Figure("Decisions checked", str(len(found.outcomes))),
            Figure("Commitments", str(len(found.commitments))),
        )
    )
    there = f"There were {', '.join(found.present)}." if found.present else "Nobody wrote down who was there."
    chair = f" In the chair: {found.chair}." if found.chair else ""
    return Section("In short", (figures, Paragraph(f"{there}{chair} Closed on {day(found.closed_on)}.")))


def _decisions(found: tuple[Decision, ...]) -> Section:
    rows = tuple(
        (
            Cell(each.title),
            Cell(each.reason),
            Cell("; ".join(option.words for option in each.options.all() if not option.chosen) or "none"),
            Cell(each.expected),
            Cell(each.person.name if each.person else "together"),
            Cell(day(each.due) if each.due else ""),
        )
        for each in found
    )
    columns = ("Decided", "Because", "Not chosen", "Expected", "By whom", "Checked on")
    return Section("What was decided", (Table("Decisions", columns, rows),))


def _outcomes(found: tuple[Outcome, ...]) -> Section:
    rows = tuple(
        (
            Cell(f"{each.decision.title} ({day(each.decision.on)})"),
            Cell(each.decision.expected),
            Cell(each.seen or "nothing measured"),
            Cell(Result(each.result).label, TONES[Result(each.result)]),
            Cell(each.sentence),
        )
        for each in found
    )
    columns = ("Decision", "Expected", "Seen", "Came out", "In words")
    return Section("What earlier decisions came to", (Table("Decisions that were checked", columns, rows),))


def _commitments(found: tuple[Commitment, ...]) -> Section:
    rows = tuple((Cell(each.words), Cell(each.owner.name), Cell(day(each.due))) for each in found)
    return Section("What was promised", (Table("Commitments", ("What", "Who", "By"), rows),))


def _talked(found: tuple[AgendaItem, ...]) -> Section:
    blocks: list[Block] = []
    for each in found:
        if not each.notes.strip():
            continue
        word = f" ({each.word})" if each.word else ""
        blocks += [Callout(Tone(each.tone), f"{each.title}{word}", each.detail), Paragraph(each.notes.strip())]
    silent = [each for each in found if not each.notes.strip()]
    if silent:
        rows = tuple(
            (Cell(each.get_source_display()), Cell(each.title), Cell(each.word or "", Tone(each.tone)))
            for each in silent
        )
        blocks.append(Table("On the agenda, without a note", ("From", "Item", "Stood"), rows))
    return Section("What was talked about", tuple(blocks), "Items stand as they stood when the agenda was made.")


def _dropped(found: tuple[AgendaItem, ...]) -> Section:
    noted = [Paragraph(f"{each.title}: {each.notes.strip()}") for each in found if each.notes.strip()]
    bare = [each.title for each in found if not each.notes.strip()]
    return Section("Taken off the agenda", (*noted, *((Paragraph("; ".join(bare)),) if bare else ())))
