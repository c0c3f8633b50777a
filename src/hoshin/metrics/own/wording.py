"""An own metric in words: its formula, what it leaves out, and what to be careful about."""

from __future__ import annotations

from hoshin.metrics.own.conditions import PRESENCE, Comparison, Condition
from hoshin.metrics.own.fields import FIELDS, Field
from hoshin.metrics.own.specification import Measured, Specification
from hoshin.metrics.statistic import Dating

WHEN = {
    Dating.OPENED: "opened in the period",
    Dating.RESPONDED: "first responded to in the period",
    Dating.RESOLVED: "resolved in the period",
    Dating.FIRST_RESOLVED: "resolved in the period, reopened ones when the resolution was that did not hold",
    Dating.SLA_JUDGED: "resolved in the period, or due in it where that came first",
    Dating.RESPONSE_JUDGED: "first responded to in the period, or due to be where that came first",
    Dating.CLOSED: "closed in the period",
    Dating.CAUSE_FOUND: "whose cause was found in the period",
    Dating.FINISHED: "whose implementation ended in the period",
    Dating.STANDING: "open at the end of the period's last day (24:00)",
}
"""How a dating places tickets, behind the word tickets."""

_LATER = {
    "responded_at": (Dating.RESPONDED, "responded to"),
    "resolved_at": (Dating.RESOLVED, "resolved"),
    "closed_at": (Dating.CLOSED, "closed"),
    "finished_at": (Dating.FINISHED, "finished"),
    "cause_found_at": (Dating.CAUSE_FOUND, "looked into"),
}


def all_words(conditions: tuple[Condition, ...]) -> str:
    """Conditions that all have to hold."""
    return " and ".join(condition.words for condition in conditions)


def formula(specification: Specification) -> str:
    """The formula in words. It is part of the definition: other words make another hash."""
    where = f" where {all_words(specification.filter)}" if specification.filter else ""
    over = f"tickets {WHEN[specification.dating]}{where}"
    quantile = specification.measured.quantile
    amount = FIELDS[specification.amount].title if specification.amount else ""
    match specification.measured:
        case Measured.COUNT:
            return f"number of {over}"
        case Measured.WEEKLY:
            return f"number of {over} x 7 / covered days of the period"
        case Measured.SHARE:
            return f"tickets where {all_words(specification.met)} / tickets, over {over}"
        case Measured.MEAN | Measured.TOTAL:
            return f"{specification.measured.value} of the {amount}, over {over}"
        case Measured.MEDIAN_AGE:
            return f"median (linear interpolation) of the days since opening, over {over}"
        case Measured.OLDER:
            return (
                f"tickets open for more than {specification.days} days / tickets, over {over}; more than "
                f"{specification.days} days means opened {specification.days} days before that day or earlier"
            )
        case _:
            assert quantile is not None
            return f"{specification.measured.value} (linear interpolation) of the {amount}, over {over}"


def exclusions(specification: Specification) -> str:
    """What does not count. It is part of the definition."""
    found = [] if specification.dating in (Dating.OPENED, Dating.STANDING) else ["cancelled tickets"]
    asked = [FIELDS[specification.amount].title] if specification.amount else []
    asked += [each.of.title for each in specification.met if each.comparison not in PRESENCE]
    asked = [title for title in dict.fromkeys(asked) if title != FIELDS["kind"].title]
    found += [f"tickets with unknown {title}" for title in asked]
    if any(field.moments for field in _fields(specification)):
        found.append("tickets whose times are in an order that cannot be")
    found += [f"tickets of desks that never give a {each.of.title}" for each in absences(specification)]
    if specification.least > 1:
        found.append(f"periods with fewer than {specification.least} tickets")
    return "; ".join(found) or "none"


def _fields(specification: Specification) -> list[Field]:
    """All fields that it names."""
    names = (specification.amount, *(each.field for each in specification.conditions))
    return [FIELDS[name] for name in dict.fromkeys(names) if name]


def absences(specification: Specification) -> tuple[Condition, ...]:
    """Conditions that only a desk which gives the field at all can tell."""
    met = [each for each in specification.met if each.comparison in PRESENCE]
    return (*met, *(each for each in specification.filter if each.comparison is Comparison.NOT_GIVEN))


def cautions(specification: Specification) -> tuple[str, ...]:
    """What may mislead in a sound definition, each in a sentence that says what to choose instead."""
    found = []
    ends = [field.moments[1] for field in _fields(specification) if field.moments]
    for end in dict.fromkeys(ends):
        later, done = _LATER.get(end, (None, ""))
        if later and specification.dating is Dating.OPENED:
            found.append(
                f"By the day of opening only tickets that are {done} already can count, so that recent periods look "
                f"better than they will: date the metric by '{later.value}' instead."
            )
    if specification.measured is Measured.MEAN and FIELDS[specification.amount].moments:
        found.append(
            "A few tickets that took very long move a mean far: the median says better what a usual ticket takes."
        )
    if not specification.counter_metrics:
        found.append(
            "Nothing watches what might get worse while this gets better: name a counter-metric before you set a "
            "target."
        )
    return tuple(found)
