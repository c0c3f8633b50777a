"""The list of editions that can be taken away."""

from __future__ import annotations

from hoshin.apps.accounts.tables import called
from hoshin.apps.packs.models import Edition
from hoshin.reporting.tables import Table, day, instant, text, whole

EDITIONS = Table[Edition](
    "board-packs",
    "Editions of the board pack",
    (
        whole("Edition", lambda each: each.number),
        text("Title", lambda each: each.title),
        day("As of", lambda each: each.as_of),
        text("State", lambda each: each.get_state_display()),
        text("Issued by", lambda each: called(each.person)),
        instant("At", lambda each: each.at),
        text("Hash of the snapshot", lambda each: each.snapshot),
        text("Generation", lambda each: each.generation),
    ),
)
