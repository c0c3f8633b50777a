"""The list of tokens that can be taken away; it never holds a secret, for nobody keeps one."""

from __future__ import annotations

from hoshin.apps.rest.queries import Row
from hoshin.reporting.tables import Table, instant, text

TOKENS = Table[Row](
    "tokens",
    "Tokens",
    (
        text("Token", lambda each: each.token.name),
        text("Begins with", lambda each: each.token.start),
        text("Acts for", lambda each: each.token.person.name),
        text("May", lambda each: ", ".join(each.may)),
        text("State", lambda each: each.word),
        instant("Made", lambda each: each.token.made_at),
        instant("Ends", lambda each: each.token.expires_at),
        instant("Last used", lambda each: each.token.used_at),
        instant("Revoked", lambda each: each.token.revoked_at),
    ),
)
