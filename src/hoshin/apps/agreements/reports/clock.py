"""One ticket's clock as a picture: working hours, when it ran, when it stood still, the due time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hoshin.reporting.blocks import Callout, Tone
from hoshin.service_levels.agreement import Agreement, Clock
from hoshin.service_levels.clocks import State
from hoshin.service_levels.durations import words
from hoshin.service_levels.life import Life

MOST = 400
"""Stretches of working hours that one picture shows; more would be one grey."""
NAMES = {Clock.RESPONSE: "Response", Clock.RESOLUTION: "Resolution"}
STATES = {
    State.MET: ("in time", Tone.GOOD),
    State.BREACHED: ("late", Tone.BAD),
    State.RUNNING: ("running", Tone.NEUTRAL),
    State.PAUSED: ("paused", Tone.NEUTRAL),
    State.CANCELLED: ("cancelled", Tone.UNKNOWN),
    State.UNKNOWN: ("cannot be told", Tone.UNKNOWN),
}
"""What a state is called, and what its colour would say."""


@dataclass(frozen=True)
class Piece:
    """A stretch of the picture, from where and how wide in per cent of its width."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True)
class Mark:
    """An instant of the picture: what happened, and where in per cent."""

    kind: str
    words: str
    at: datetime
    x: float


@dataclass(frozen=True)
class Step:
    """A line of the table: a stretch in which the clock ran or stood still, and what it read at its end."""

    kind: str
    begin: datetime
    end: datetime
    worked: str
    reads: str


@dataclass(frozen=True)
class Picture:
    """All that the page says of one clock. Times are local to the calendar's zone."""

    clock: Clock
    name: str
    agreement: Agreement
    zone: str
    target: str
    elapsed: str
    word: str
    tone: Tone
    says: Callout
    working: tuple[Piece, ...]
    ran: tuple[Piece, ...]
    marks: tuple[Mark, ...]
    steps: tuple[Step, ...]
    summary: str


def compose(clock: Clock, life: Life, zone: str) -> Picture:
    """The picture of a life on the clocks of ``zone``, its calendar's."""
    local = ZoneInfo(zone)
    word, tone = STATES[life.state]
    steps = _steps(life, local)
    says = _says(life, word, tone, local)
    return Picture(
        clock,
        NAMES[clock],
        life.agreement,
        zone,
        words(life.agreement.target),
        words(life.elapsed) if life.elapsed is not None else "not known",
        word,
        tone,
        says,
        tuple(_piece(life, "working", *each) for each in life.working) if len(life.working) <= MOST else (),
        tuple(_ran(life)),
        tuple(_marks(life, local)),
        steps,
        f"{NAMES[clock]}: {says.title} {says.text}".strip(),
    )


def _says(life: Life, word: str, tone: Tone, local: ZoneInfo) -> Callout:
    if life.elapsed is None:
        why = life.reason or "the ticket was cancelled, and what was cancelled has no verdict"
        return Callout(tone, f"{word.capitalize()}.", f"{why[0].upper()}{why[1:]}.")
    left = life.agreement.target - life.elapsed
    ran = f"{words(life.elapsed)} of the agreed {words(life.agreement.target)} ran"
    if life.state is State.BREACHED:
        text = f"{ran}: {words(-left)} too many."
    elif life.state is State.MET:
        text = f"{ran}: {words(left)} to spare."
    else:
        text = f"{ran} so far: {words(left)} are left."
    if life.due_at:
        text += f" Due {_read(life.due_at, local):%a %d %b %Y %H:%M}."
    if not life.pauses_known:
        doubt = ", so that it may have been in time" if life.state is State.BREACHED else ""
        text += f" The desk gives no history: pauses are not known{doubt}."
    return Callout(tone, f"{word.capitalize()}.", text)


def _at(life: Life, instant: datetime) -> float:
    whole = (life.until - life.opened_at) / timedelta(seconds=1)
    return (
        round(min(max(100 * (instant - life.opened_at) / timedelta(seconds=1) / whole, 0.0), 100.0), 3)
        if whole
        else 0.0
    )


def _piece(life: Life, kind: str, begin: datetime, end: datetime) -> Piece:
    x = _at(life, begin)
    return Piece(kind, x, round(_at(life, end) - x, 3))


def _read(instant: datetime, local: ZoneInfo) -> datetime:
    """What the clocks of the zone read at an instant: without a zone, so that no page moves it to another."""
    return instant.astimezone(local).replace(tzinfo=None)


def _ran(life: Life) -> list[Piece]:
    """When the clock ran, within working hours and cut where it became late; and when it stood still."""
    found, last = [], life.opened_at
    shown = life.working if len(life.working) <= MOST else ((life.opened_at, life.until),)
    for begin, end, _ in life.ran:
        if begin > last:
            found.append(_piece(life, "paused", last, begin))
        for first, until in shown:
            found += _cut(life, max(first, begin), min(until, end))
        last = end
    if life.ran and last < life.end:
        found.append(_piece(life, "paused", last, life.end))
    return found


def _cut(life: Life, begin: datetime, end: datetime) -> list[Piece]:
    """A stretch in which the clock ran, in time up to the due time and late from there."""
    due = life.due_at or end
    parts = (("run", begin, min(end, max(begin, due))), ("late", max(begin, min(due, end)), end))
    return [_piece(life, kind, first, until) for kind, first, until in parts if first < until]


def _marks(life: Life, local: ZoneInfo) -> list[Mark]:
    marks = [Mark("opened", "opened", _read(life.opened_at, local), 0.0)]
    if life.due_at:
        marks.append(Mark("due", "due", _read(life.due_at, local), _at(life, life.due_at)))
    if life.stopped_at:
        marks.append(Mark("stopped", "stopped", _read(life.stopped_at, local), _at(life, life.stopped_at)))
    else:
        marks.append(Mark("known", "known up to", _read(life.end, local), _at(life, life.end)))
    return sorted(marks, key=lambda mark: mark.at)


def _steps(life: Life, local: ZoneInfo) -> tuple[Step, ...]:
    found, last, so_far = [], life.opened_at, timedelta()
    for begin, end, worked in life.ran:
        if begin > last:
            found.append(Step("stood still", _read(last, local), _read(begin, local), "", words(so_far)))
        so_far += worked
        found.append(Step("ran", _read(begin, local), _read(end, local), words(worked), words(so_far)))
        last = end
    if life.ran and last < life.end:
        found.append(Step("stood still", _read(last, local), _read(life.end, local), "", words(so_far)))
    return tuple(found)
