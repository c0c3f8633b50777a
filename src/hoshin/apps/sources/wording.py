"""How times and sizes are put into words on the pages of imports."""

from __future__ import annotations


def duration(seconds: float) -> str:
    """A stretch of time in the unit that a reader would use.

    >>> duration(0.4), duration(42), duration(75), duration(7300)
    ('< 1 s', '42 s', '1 min 15 s', '2 h 1 min')
    """
    whole = round(seconds)
    if whole < 1:
        return "< 1 s"
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s" if whole < 600 else f"{whole // 60} min"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def left(seconds: float | None) -> str:
    """How long something will still take; empty while nobody can say.

    >>> left(12.3), left(0.2), left(None)
    ('about 12 s left', 'almost done', '')
    """
    if seconds is None:
        return ""
    return f"about {duration(seconds)} left" if seconds >= 1 else "almost done"


STAGES = {
    "": "Starting",
    "waiting": "Waiting for another import",
    "reading": "Reading the file",
    "landing": "Keeping its rows",
    "normalising": "Building the event log",
    "publishing": "Publishing",
}


def stage(name: str) -> str:
    """What a stage of the pipeline does, for one who waits.

    >>> stage("reading"), stage("something new")
    ('Reading the file', 'Something new')
    """
    return STAGES.get(name, name[:1].upper() + name[1:])
