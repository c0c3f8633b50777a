"""The list of imports that can be taken away."""

from __future__ import annotations

from hoshin.apps.accounts.tables import called
from hoshin.apps.sources.models import ImportRun
from hoshin.reporting.tables import Table, instant, text, whole

RUNS = Table[ImportRun](
    "imports",
    "Imports",
    (
        whole("Number", lambda each: each.pk),
        text("File", lambda each: each.file),
        text("Desk", lambda each: each.desk),
        text("Brought in by", lambda each: called(each.person)),
        text("State", lambda each: each.get_state_display()),
        instant("Asked for", lambda each: each.created_at),
        instant("Finished", lambda each: each.finished_at),
        whole("Rows", lambda each: each.rows),
        whole("Rejected", lambda each: each.rejected),
        whole("Tickets", lambda each: each.tickets),
        whole("New tickets", lambda each: each.added),
        text("Generation", lambda each: each.generation),
        text("What went wrong", lambda each: each.error),
    ),
)
