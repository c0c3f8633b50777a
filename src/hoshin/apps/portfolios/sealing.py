"""The seal of a claim: its words in a fixed form, and their hash. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime


def text(
    *,
    initiative: str,
    desk: str,
    dimension: str,
    values: Iterable[str],
    start: date,
    metric: str,
    definition: str,
    towards: str,
    size: float,
    person: str,
    at: datetime,
    supersedes: str,
) -> str:
    """What is sealed: one ``name: value`` a line, in this order; values sorted, the time in UTC to the second.

    ``definition`` is the hash of the metric's definition, so that the metric cannot change its meaning afterwards.
    """
    lines = [
        f"initiative: {initiative}",
        f"desk: {desk}",
        *(f"{dimension}: {value}" for value in sorted(values)),
        f"start: {start.isoformat()}",
        f"metric: {metric}",
        f"definition: {definition}",
        f"towards: {towards}",
        f"size: {size!r}",
        f"sealed by: {person}",
        f"sealed at: {at:%Y-%m-%dT%H:%M:%SZ}",
        f"supersedes: {supersedes}",
    ]
    # A line break inside a name must not be able to forge a line of its own.
    return "\n".join(line.replace("\n", " ") for line in lines) + "\n"


def seal(words: str) -> str:
    """SHA-256 of the words, in hexadecimal."""
    return hashlib.sha256(words.encode()).hexdigest()
