"""The list of agreements that can be taken away."""

from __future__ import annotations

from hoshin.apps.agreements.reports.kept import scope_words
from hoshin.reporting.tables import Table, day, number, text, whole
from hoshin.service_levels.agreement import Agreement
from hoshin.service_levels.durations import words

AGREEMENTS = Table[Agreement](
    "agreements",
    "Agreements",
    (
        text("Agreement", lambda each: each.name),
        text("Clock", lambda each: each.clock.value),
        number("Target, hours", lambda each: each.target.total_seconds() / 3600),
        text("In words", lambda each: words(each.target)),
        text("Calendar", lambda each: each.calendar),
        text("Tickets", lambda each: scope_words(each)),
        text("Stands still in", lambda each: ", ".join(each.pauses)),
        day("From", lambda each: each.first),
        day("To", lambda each: each.last),
        whole("Version", lambda each: each.version),
    ),
)
