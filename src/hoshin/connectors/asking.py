"""The questions that a file leaves open, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from hoshin.connectors.evidence import Evidence
from hoshin.connectors.mapping import DayOrder, Mapping
from hoshin.connectors.proposal import Sample, likely_tickets
from hoshin.connectors.question import Option, Question

LEAST_FIRST, MOST_FIRST = "least-urgent-first", "most-urgent-first"
"""The two ways in which numbers can stand for priorities."""


def times(mapping: Mapping, evidence: Evidence) -> tuple[Question, ...]:
    """Day order and time zone, where the mapping does not say them and the file's times need them."""
    return (*_day_order(mapping, evidence), *_zone(mapping, evidence))


def _day_order(mapping: Mapping, evidence: Evidence) -> Iterator[Question]:
    dates = evidence.dates
    if mapping.day_order is not None or not evidence.asks_order:
        return
    if dates.day and dates.month:
        (day, first), (month, second) = dates.day, dates.month
        why = f"'{first}' in '{day}' can only be day first, '{second}' in '{month}' only month first."
        text = f"Which is right? {why} Rows in the other order will be rejected."
    else:
        column, example = dates.either or ("", "")
        text = f"Is the day or the month first? Every date can be read both ways, such as '{example}' in '{column}'."
    options = (
        Option(DayOrder.DAY_FIRST, "The day is first (29/2/2016)", "--dayfirst"),
        Option(DayOrder.MONTH_FIRST, "The month is first (2/29/2016)", "--monthfirst"),
    )
    yield Question("day_order", text, options)


def _zone(mapping: Mapping, evidence: Evidence) -> Iterator[Question]:
    if mapping.zone is None and evidence.local and evidence.asks_zone:
        column, example = evidence.local
        text = f"In which time zone are the times? '{example}' in '{column}' does not say."
        yield Question("zone", text, flag="--timezone, such as --timezone Europe/Berlin")


def columns(mapping: Mapping, sample: Sample) -> Iterator[Question]:
    """Which column holds what no row can do without."""
    texts = {
        "ticket": "Which column holds the ticket's number?",
        "opened_at": "Which column says when the ticket was opened?",
        "at": "Which column says when the update was made?",
    }
    for field in mapping.missing:
        likely = likely_tickets(sample) if field == "ticket" else sample.times
        ordered = dict.fromkeys(likely)
        options = tuple(Option(name, name) for name in ordered)
        yield Question(f"columns.{field}", texts[field], options, f"--mapping FILE with '{field}' under [columns]")


def priorities(mapping: Mapping, words: Iterable[str]) -> Iterator[Question]:
    """Which end of a scale of bare numbers is urgent; without an answer those tickets have no priority."""
    numbers = sorted(word for word in words if re.fullmatch(r"[0-9]", word) and word not in mapping.priorities)
    if len(numbers) < 2 or "priority" not in mapping.columns:
        return
    low, high = numbers[0], numbers[-1]
    text = (
        f"Which priority is the most urgent? '{mapping.columns['priority']}' holds the numbers {low} to {high}, and "
        "desks differ: 1 is the most urgent in ServiceNow, the least urgent in GLPI."
    )
    options = (
        Option(MOST_FIRST, f"{low} is the most urgent"),
        Option(LEAST_FIRST, f"{high} is the most urgent"),
    )
    flag = "--mapping FILE with the numbers under [priorities]"
    yield Question("priorities", text, options, flag, required=False)
