"""The book that is proposed where nothing is written yet: ordinary office hours and the usual targets by priority."""

from __future__ import annotations

from datetime import timedelta

from hoshin.eventlog.calendar import Calendar, Span
from hoshin.service_levels.agreement import Agreement, Book, Clock

OFFICE = "Office hours"
_DAY = (Span(9 * 60, 17 * 60),)
USUAL = {
    Clock.RESPONSE: (("1", 0.25), ("2", 0.5), ("3", 4), ("4", 8)),
    Clock.RESOLUTION: (("1", 4), ("2", 8), ("3", 24), ("4", 40)),
}
"""Hours of working time by priority that many desks promise. No organisation's own: they have to be confirmed."""


def proposed(zone: str) -> Book:
    """Monday to Friday from 9 to 17 o'clock in the zone, and four priorities on both clocks."""
    calendar = Calendar(OFFICE, zone, (*(_DAY,) * 5, (), ()))
    return Book(
        (calendar,),
        tuple(
            Agreement(
                f"Priority {priority}, {clock.value}",
                clock,
                timedelta(hours=hours),
                OFFICE,
                (("priority", priority),),
            )
            for clock, targets in USUAL.items()
            for priority, hours in targets
        ),
    )
