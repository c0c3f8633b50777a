"""Why something of a plan is not written."""

from __future__ import annotations

from hoshin.eventlog.refused import Refused


class Moved(Refused):
    """Somebody else saved it since the form was opened."""


class TooMany(Refused):
    """There are as many scenarios as can be compared."""


class NotYet(Refused):
    """A scenario that is not worked out cannot be approved."""


class Answered(Refused):
    """An idea is answered once."""


def unmoved(now: int, seen: int | None, title: str) -> None:
    """Go on only if nobody saved it since version ``seen``. Raises Moved."""
    if seen is not None and now != seen:
        raise Moved(
            f"“{title}” was saved by somebody else in the meantime (version {now}, you changed {seen}). What you "
            "typed still stands here: open it anew beside this page, compare, save again."
        )
