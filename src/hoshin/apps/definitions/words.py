"""What the form offers, and the words for it; and the differences between two definitions in words. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hoshin.metrics.definition import Direction
from hoshin.metrics.own.compilation import unit
from hoshin.metrics.own.conditions import Condition
from hoshin.metrics.own.fields import FIELDS, Sort
from hoshin.metrics.own.specification import FALLING, STANDING, Measured, Specification
from hoshin.metrics.own.wording import WHEN
from hoshin.metrics.statistic import Dating

Choice = tuple[str, str]
Group = tuple[str, tuple[Choice, ...]]

MEASURES = {
    Measured.COUNT: "the number of tickets",
    Measured.WEEKLY: "tickets per week",
    Measured.SHARE: "the share of tickets for which something holds",
    Measured.MEDIAN: "the median of a number",
    Measured.MEAN: "the mean of a number",
    Measured.P75: "the 75th percentile of a number",
    Measured.P80: "the 80th percentile of a number",
    Measured.P85: "the 85th percentile of a number",
    Measured.P90: "the 90th percentile of a number",
    Measured.P95: "the 95th percentile of a number",
    Measured.TOTAL: "the total of a number",
    Measured.MEDIAN_AGE: "their median age",
    Measured.OLDER: "the share that is older than some days",
}
DIRECTIONS = {
    Direction.LOWER: "lower is better",
    Direction.HIGHER: "higher is better",
    Direction.BAND: "it should stay within a band",
    Direction.CONTEXT: "neither, it is context",
}
UNITS = {"h": "hours", "days": "days of 24 hours"}
SORTS = {
    Sort.WORD: "Words of the ticket",
    Sort.TEXT: "Text",
    Sort.YES_NO: "Yes or no",
    Sort.LINK: "Links",
    Sort.NUMBER: "Times and numbers",
}


def datings() -> list[Choice]:
    """How tickets can be placed in time."""
    return [(each.value, f"tickets {WHEN[each]}") for each in Dating if each in WHEN]


def measures(dating: str, chosen: str) -> list[Choice]:
    """What can be measured of tickets so dated; what is chosen stays on offer, so that its error can be read."""
    fit = STANDING if dating == Dating.STANDING else FALLING
    return [(each.value, words) for each, words in MEASURES.items() if each in fit or each.value == chosen]


def amounts(measured: str) -> list[Group]:
    """The numbers of a ticket that can be measured so."""
    numbers = [each for each in FIELDS.values() if each.measure]
    if measured == Measured.TOTAL:
        numbers = [each for each in numbers if each.summed]
    times = tuple((each.name, each.title) for each in numbers if each.unit == "h")
    others = tuple((each.name, each.title) for each in numbers if each.unit != "h")
    return [("Times", times), ("Numbers", others)]


def fields() -> list[Group]:
    """The fields that a condition can be put on."""
    return [
        (title, tuple((each.name, each.title) for each in FIELDS.values() if each.sort is sort))
        for sort, title in SORTS.items()
    ]


@dataclass(frozen=True)
class Difference:
    """What one definition says and another does not. ``number`` tells whether the number can change by it."""

    what: str
    before: str
    after: str
    number: bool


def differences(old: Specification, new: Specification) -> tuple[Difference, ...]:
    """What differs between two definitions, in words: first what changes the number."""
    told_old, told_new = dict(_told(old)), dict(_told(new))
    return tuple(
        Difference(what, before or "nothing", after or "nothing", what not in _WORDS_ALONE)
        for what, before in told_old.items()
        if (after := told_new[what]) != before
    )


_WORDS_ALONE = ("Title", "Question", "Practice", "Answers for it", "Read beside")


def _told(said: Specification) -> Iterable[tuple[str, str]]:
    amount = f" ({FIELDS[said.amount].title})" if said.amount else f" ({said.days} days)" if said.days else ""
    yield "Measure", f"{MEASURES[said.measured]}{amount}"
    yield "Dated by", f"tickets {WHEN[said.dating]}"
    yield "Which tickets", _all(said.filter) or "all"
    yield "What has to hold", _all(said.met)
    yield "Unit", unit(said)
    yield "Better", DIRECTIONS[said.direction]
    yield "Fewest tickets", f"{said.least:,}"
    yield "Title", said.title
    yield "Question", said.question
    yield "Practice", said.practice
    yield "Answers for it", said.owner_role
    yield "Read beside", ", ".join(said.counter_metrics)


def _all(conditions: tuple[Condition, ...]) -> str:
    return " and ".join(each.words for each in conditions)
